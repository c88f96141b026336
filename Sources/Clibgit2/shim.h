#ifndef HONE_CLIBGIT2_SHIM_H
#define HONE_CLIBGIT2_SHIM_H

#include <git2.h>

#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

/// Claims repository format extensions that Hone copes with although libgit2 does not know them.
/// `git_libgit2_opts` is variadic, which Swift cannot call.
static inline int hone_git_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

/// Whether libgit2 computes the hash of every object that it reads. Affects the whole process.
static inline int hone_git_set_hash_verification(int verifies) {
  return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, verifies);
}

/// Asks the processor for the two lines of its cache around an address, which need not be one of the program's.
static inline void hone_prefetch(const void *address) {
  __builtin_prefetch(address);
  __builtin_prefetch((const char *)address + 64);
}

/// Swaps two names of one folder in one step, so that a file of the work tree is never missing and what it held is
/// never thrown away unseen. Returns 0, or -1 with `errno`; ENOSYS, EINVAL or ENOTSUP where the system cannot.
/// Swift imports neither platform's call: Linux hides its own behind _GNU_SOURCE.
static inline int hone_exchange_names(int folder, const char *first, const char *second) {
#if defined(__linux__) && defined(SYS_renameat2)
  return (int)syscall(SYS_renameat2, folder, first, folder, second, 2u /* RENAME_EXCHANGE */);
#elif defined(__APPLE__)
  return renameatx_np(folder, first, folder, second, RENAME_SWAP);
#else
  errno = ENOSYS;
  return -1;
#endif
}

#endif
