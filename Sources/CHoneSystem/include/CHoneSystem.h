#ifndef HONE_SYSTEM_H
#define HONE_SYSTEM_H

#include <spawn.h>

/// `posix_spawn_file_actions_addchdir_np`, which glibc declares only to GNU sources.
int hone_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *directory);

/// The flag that starts a child in a session of its own: `POSIX_SPAWN_SETSID`.
short hone_spawn_setsid_flag(void);

/// A pipe whose ends no child inherits, made so in one step where the system can: another thread may start a child in between.
int hone_pipe_cloexec(int ends[2]);

#endif
