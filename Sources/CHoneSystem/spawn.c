#define _GNU_SOURCE
#include "CHoneSystem.h"

int hone_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np(actions, directory);
}

short hone_spawn_setsid_flag(void) { return POSIX_SPAWN_SETSID; }
