#ifndef HONE_CLIBGIT2_SHIM_H
#define HONE_CLIBGIT2_SHIM_H

#include <git2.h>

/// Claims repository format extensions that Hone copes with although libgit2 does not know them.
/// `git_libgit2_opts` is variadic, which Swift cannot call.
static inline int hone_git_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

#endif
