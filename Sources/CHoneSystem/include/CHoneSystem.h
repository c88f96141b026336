#ifndef HONE_SYSTEM_H
#define HONE_SYSTEM_H

#include <spawn.h>
#include <stddef.h>

/// `posix_spawn_file_actions_addchdir_np`, which glibc declares only to GNU sources.
int hone_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *directory);

/// The flag that starts a child in a session of its own: `POSIX_SPAWN_SETSID`.
short hone_spawn_setsid_flag(void);

/// A pipe whose ends no child inherits, made so in one step where the system can: another thread may start a child in between.
int hone_pipe_cloexec(int ends[2]);

/// malloc and its kin with a seal before each block: what was not allocated here is counted, and left alone. Out of memory ends the process.
void *hone_guarded_malloc(size_t size);
void *hone_guarded_calloc(size_t count, size_t size);
void *hone_guarded_realloc(void *block, size_t size);
void hone_guarded_free(void *block);

/// How often this thread gave a block back that was not allocated here.
unsigned long hone_guarded_faults(void);

#endif
