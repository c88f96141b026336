#include "CHookStart.h"

#if defined(__GLIBC__)

#include <malloc.h>

void hone_hook_take_memory_at_once(void) {
  // By itself the heap of a second thread grows page by page, each step a system call that waits for the page faults of the
  // first, and every large array is mapped and unmapped, and faulted in anew.
  mallopt(M_TOP_PAD, 1 << 20);
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

#else

void hone_hook_take_memory_at_once(void) {}

#endif
