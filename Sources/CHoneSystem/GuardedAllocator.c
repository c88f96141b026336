#include "CHoneSystem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands before each block; as long as the alignment that malloc promises. */
typedef struct {
  uintptr_t seal;
  uintptr_t unused;
} Header;

static _Thread_local unsigned long faults;

/* Differs for each block, and for each process where the system moves code about. */
static uintptr_t seal_of(const void *block) { return (uintptr_t)block ^ (uintptr_t)&seal_of ^ (uintptr_t)0x5ea1b10cu; }

static void *sealed(Header *header) {
  if (header == NULL) {
    fputs("hone: out of memory\n", stderr);
    abort();
  }
  header->seal = seal_of(header + 1);
  return header + 1;
}

void *hone_guarded_malloc(size_t size) { return sealed(malloc(size + sizeof(Header))); }

void *hone_guarded_calloc(size_t count, size_t size) {
  if (size != 0 && count > (SIZE_MAX - sizeof(Header)) / size) return sealed(NULL);
  return sealed(calloc(1, count * size + sizeof(Header)));
}

void *hone_guarded_realloc(void *block, size_t size) {
  if (block == NULL) return hone_guarded_malloc(size);
  Header *header = (Header *)block - 1;
  if (header->seal != seal_of(block)) {
    faults++;
    return hone_guarded_calloc(1, size);
  }
  return sealed(realloc(header, size + sizeof(Header)));
}

void hone_guarded_free(void *block) {
  if (block == NULL) return;
  Header *header = (Header *)block - 1;
  if (header->seal != seal_of(block)) {
    faults++;
    return;
  }
  header->seal = 0;
  free(header);
}

unsigned long hone_guarded_faults(void) { return faults; }
