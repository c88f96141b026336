#include "CCheckedIndex.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char program[] = "hone-hook";
static const char message_hook[] = "commit-msg";
static const char preparing_hook[] = "prepare-commit-msg";
/// What is put behind the name of a hook that was there before Hone's; FormerHook runs it.
static const char former[] = ".before-hone";
/// What managers put behind the name of a hook that they move aside, as InstalledHook knows them.
static const char *const asides[] = {"", ".legacy", ".old"};

static const char *last_component(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/// Tells whether a path names a hook, also one that was moved aside.
/// - Returns: the length of the path without what was put behind it; 0 for another hook.
static size_t length_of(const char *path, const char *hook) {
  const char *name = last_component(path);
  size_t length = strlen(hook);
  if (strncmp(name, hook, length) != 0) return 0;
  for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
    if (strcmp(name + length, asides[i]) == 0) return (size_t)(name - path) + length;
  return 0;
}

/// Tells whether the program was started as a hook.
/// - Parameter file: becomes the path of the hook's file, or NULL when it was not started as one.
/// - Parameter length: becomes the length of that path without what a manager has put behind it.
static int is_hook(int argc, char **argv, const char *hook, const char **file, size_t *length) {
  *file = NULL;
  if ((*length = length_of(argv[0], hook))) {
    *file = argv[0];
  } else if (argc > 1 && strchr(argv[1], '/') && strcmp(last_component(argv[0]), program) == 0 &&
             (*length = length_of(argv[1], hook))) {
    *file = argv[1];
  } else if (argc > 2 && strcmp(argv[1], "as") == 0 && (*length = length_of(argv[2], hook))) {
    *file = argv[2];
  } else {
    return argc > 2 && strcmp(argv[1], "run") == 0 && strcmp(argv[2], hook) == 0;
  }
  return 1;
}

/// Puts two texts together.
/// - Returns: 0 when they are too long.
static int join(char result[PATH_MAX], const char *first, const char *second) {
  int count = snprintf(result, PATH_MAX, "%s%s", first, second);
  return count > 0 && count < PATH_MAX;
}

int hone_hook_is_settled(int argc, char **argv) {
  const char *file = NULL;
  size_t length = 0;
  if (argc < 1) return 0;
  int is_message = is_hook(argc, argv, message_hook, &file, &length);
  if (!is_message && !is_hook(argc, argv, preparing_hook, &file, &length)) return 0;
  // Whoever switches something wants it to be looked at.
  if (getenv("HONE")) return 0;
  char path[PATH_MAX], note[PATH_MAX], own_index[PATH_MAX];
  struct stat status;
  if (is_message && file) {
    int count = snprintf(path, sizeof path, "%.*s%s", (int)length, file, former);
    if (count < 0 || (size_t)count >= sizeof path || lstat(path, &status) == 0) return 0;
  }

  // git starts hooks at the top of the work tree and names what lies elsewhere.
  const char *directory = getenv("GIT_DIR");
  if (!directory) directory = ".git";
  if (!join(path, directory, "/HEAD") || lstat(path, &status) != 0) return 0;
  if (!join(note, directory, "/hone/checked-index") || !join(own_index, directory, "/index")) return 0;
  const char *index = getenv("GIT_INDEX_FILE");
  enum HoneCheckedIndex state = hone_checked_index_compare(note, index ? index : own_index);
  if (!is_message) {
    // git has read the index for the last time, and made the tree of the commit, before it starts this hook. What is staged
    // from here on is not part of the commit.
    if (state == HONE_CHECKED_INDEX_SAME) hone_checked_index_write(note, hone_settled_index);
    return 0;
  }
  switch (state) {
  case HONE_CHECKED_INDEX_ABSENT:
    return 1;
  case HONE_CHECKED_INDEX_SAME: {
    const unsigned char blank[HONE_CHECKED_INDEX_SIZE] = {0};
    return hone_checked_index_write(note, blank) == 0;
  }
  default:
    return 0;
  }
}
