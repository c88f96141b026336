#include "CCheckedIndex.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char hook[] = "commit-msg";
/// What is put behind the name of a hook that was there before Hone's; FormerHook runs it.
static const char former[] = ".before-hone";

static const char *last_component(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/// Puts two texts together.
/// - Returns: 0 when they are too long.
static int join(char result[PATH_MAX], const char *first, const char *second) {
  int count = snprintf(result, PATH_MAX, "%s%s", first, second);
  return count > 0 && count < PATH_MAX;
}

int hone_hook_is_settled(int argc, char **argv) {
  const char *file = NULL;
  if (argc < 1) return 0;
  if (strcmp(last_component(argv[0]), hook) == 0) {
    file = argv[0];
  } else if (argc > 2 && strcmp(argv[1], "as") == 0 && strcmp(last_component(argv[2]), hook) == 0) {
    file = argv[2];
  } else if (argc < 3 || strcmp(argv[1], "run") != 0 || strcmp(argv[2], hook) != 0) {
    return 0;
  }
  // Whoever switches something wants it to be looked at.
  if (getenv("HONE")) return 0;
  char path[PATH_MAX], note[PATH_MAX], own_index[PATH_MAX];
  struct stat status;
  if (file && (!join(path, file, former) || lstat(path, &status) == 0)) return 0;

  // git starts hooks at the top of the work tree and names what lies elsewhere.
  const char *directory = getenv("GIT_DIR");
  if (!directory) directory = ".git";
  if (!join(path, directory, "/HEAD") || lstat(path, &status) != 0) return 0;
  if (!join(note, directory, "/hone/checked-index") || !join(own_index, directory, "/index")) return 0;
  const char *index = getenv("GIT_INDEX_FILE");
  switch (hone_checked_index_compare(note, index ? index : own_index)) {
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
