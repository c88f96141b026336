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

/// How many processors the calling thread may run on; at least 1.
int hone_processor_count(void);

/// malloc and its kin with a seal before each block: what was not allocated here is counted, and left alone. Out of memory ends the process.
void *hone_guarded_malloc(size_t size);
void *hone_guarded_calloc(size_t count, size_t size);
void *hone_guarded_realloc(void *block, size_t size);
void hone_guarded_free(void *block);

/// How often this thread gave a block back that was not allocated here.
unsigned long hone_guarded_faults(void);

/// Memory that is given back all at once. While a thread has entered an arena, the functions above take their blocks from it;
/// a block must not outlive the reset, and only the thread that has entered the arena may use it.
typedef struct HoneArena HoneArena;
HoneArena *hone_arena_new(void);
void hone_arena_enter(HoneArena *arena);
void hone_arena_leave(void);
/// How a call within an arena ended.
enum { HONE_DONE, HONE_TOO_MUCH, HONE_GIVEN_UP };
/// Calls `body`, C without memory of its own elsewhere, within the entered arena, and leaves it where it stands when the arena
/// then holds more than `limit` bytes, or when it gives up. Where it was left, nothing in the arena may be used until it is reset.
int hone_arena_call(size_t limit, void (*body)(void *), void *context);
/// Leaves the body of the innermost call of this thread; does nothing outside of one.
void hone_arena_give_up(void);
/// Gives back every block, of which none needs to have been freed.
void hone_arena_reset(HoneArena *arena);
/// About how many bytes were taken since the last reset.
size_t hone_arena_used(const HoneArena *arena);
void hone_arena_delete(HoneArena *arena);

/// Has malloc keep what is given back, also large blocks, for the next one who asks.
void hone_keep_memory(void);

/// Has the system give the pages of the next `bytes` bytes of the heap at once.
void hone_take_memory(size_t bytes);

#endif
