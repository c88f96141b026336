#define _GNU_SOURCE
#include "CHoneSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#ifdef __linux__
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#endif

int hone_spawn_add_chdir(posix_spawn_file_actions_t *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np(actions, directory);
}

int hone_processor_count(void) {
#ifdef __linux__
  // The kernel says EINVAL where the set is too small for all of its processors.
  for (int size = 1024; size <= 1 << 16; size *= 2) {
    cpu_set_t *set = CPU_ALLOC(size);
    if (set == NULL) break;
    size_t bytes = CPU_ALLOC_SIZE(size);
    int code = sched_getaffinity(0, bytes, set);
    int failure = errno;
    int count = code == 0 ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (count > 0) return count;
    if (failure != EINVAL) break;
  }
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

int hone_pipe_cloexec(int ends[2]) {
#ifdef __APPLE__
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#else
  return pipe2(ends, O_CLOEXEC);
#endif
}

short hone_spawn_setsid_flag(void) { return POSIX_SPAWN_SETSID; }

void hone_keep_memory(void) {
#ifdef __GLIBC__
  /* The largest that glibc takes: half of what the heap of a thread may be. */
  // By itself the heap of a second thread grows page by page, each step a system call that waits for the page faults of the
  // first.
  mallopt(M_TOP_PAD, 1 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void hone_take_memory(size_t bytes) {
#if defined(__linux__) && defined(MADV_POPULATE_WRITE)
  char *block = malloc(bytes);
  if (!block) return;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t first = ((uintptr_t)block + page - 1) & ~(page - 1);
  uintptr_t last = ((uintptr_t)block + bytes) & ~(page - 1);
  // A system that is older than Linux 5.14 does not know this, and gives each page when it is touched.
  if (first < last) (void)madvise((void *)first, last - first, MADV_POPULATE_WRITE);
  free(block);
#else
  (void)bytes;
#endif
}
