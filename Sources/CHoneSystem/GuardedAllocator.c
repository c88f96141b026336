#include "CHoneSystem.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands before each block; as long as the alignment that malloc promises. */
typedef struct {
  uintptr_t seal;
  /* The number of the size class of a block of an arena; 0 for a large one, which is a block of malloc. */
  uint32_t class;
  /* For a large block in the list of an arena how many steps it is long, and one more; the links of the list stand before
     the header. 0 for every other block. */
  uint32_t listed;
} Header;

typedef struct Large {
  struct Large *next, *previous;
} Large;

typedef struct Chunk {
  struct Chunk *next;
  size_t size;
} Chunk;

enum {
  /* Blocks of an arena come in multiples of 16 bytes, up to the last class; what is larger comes from malloc. */
  step = 16,
  classes = 65,
  chunk_size = 1 << 18,
  /* What an arena keeps for the next time. */
  kept_size = 8 << 20,
};

struct HoneArena {
  char *next, *end;
  Header *free[classes];
  Chunk *chunks, *spare;
  size_t spare_size;
  Large large;
  /* Differs from one use to the next, so that the seals of an earlier one count for nothing. */
  uintptr_t generation;
  size_t used;
  /* What `used` must not pass, and where to go when it does; only within `hone_arena_call`. */
  size_t limit;
  jmp_buf *way_out;
};

static _Thread_local unsigned long faults;
static _Thread_local HoneArena *current;

/* Differs for each block, and for each process where the system moves code about. */
static uintptr_t seal_of(const Header *header) {
  uintptr_t seal = (uintptr_t)header ^ (uintptr_t)&faults ^ (uintptr_t)0x5ea1b10cu;
  return header->class != 0 && current != NULL ? seal ^ current->generation : seal;
}

static void *out_of_memory(void) {
  fputs("hone: out of memory\n", stderr);
  abort();
}

static void *sealed(Header *header, uint32_t class, uint32_t listed) {
  header->class = class;
  header->listed = listed;
  header->seal = seal_of(header);
  return header + 1;
}

/* Whether a block was allocated here and not given back since. */
static int is_sound(const Header *header) {
  if (header->class >= classes || (header->class != 0 && current == NULL)) return 0;
  return header->seal == seal_of(header);
}

static void list(HoneArena *arena, Large *block) {
  block->next = arena->large.next;
  block->previous = &arena->large;
  block->next->previous = block;
  arena->large.next = block;
}

static void unlist(Large *block) {
  block->next->previous = block->previous;
  block->previous->next = block->next;
}

/* Counts memory, and leaves the call that takes too much of it. */
static void take(HoneArena *arena, size_t size) {
  arena->used += size / step * step;
  if (arena->way_out != NULL && arena->used > arena->limit) longjmp(*arena->way_out, HONE_TOO_MUCH);
}

static void give_back(HoneArena *arena, const Header *header) {
  if (arena != NULL) arena->used -= ((size_t)header->listed - 1) * step;
}

static uint32_t length_of(size_t size) { return (uint32_t)(size / step) + 1; }

static void *allocate_large(size_t size) {
  size_t links = current == NULL ? 0 : sizeof(Large);
  if (size > SIZE_MAX - links - sizeof(Header)) return out_of_memory();
  char *start = malloc(links + sizeof(Header) + size);
  if (start == NULL) return out_of_memory();
  if (links == 0) return sealed((Header *)start, 0, 0);
  list(current, (Large *)start);
  take(current, size);
  return sealed((Header *)(start + links), 0, length_of(size));
}

static Header *carve(HoneArena *arena, size_t size) {
  if ((size_t)(arena->end - arena->next) < size) {
    Chunk *chunk = arena->spare;
    if (chunk != NULL) {
      arena->spare = chunk->next;
      arena->spare_size -= chunk->size;
    } else if ((chunk = malloc(chunk_size)) == NULL) {
      return out_of_memory();
    }
    chunk->size = chunk_size;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->next = (char *)(chunk + 1);
    arena->end = (char *)chunk + chunk_size;
    take(arena, chunk_size);
  }
  Header *header = (Header *)arena->next;
  arena->next += size;
  return header;
}

void *hone_guarded_malloc(size_t size) {
  HoneArena *arena = current;
  if (arena == NULL || size > (classes - 1) * step - sizeof(Header)) return allocate_large(size);
  // A free block holds the link to the next one, so none is empty.
  uint32_t class = (uint32_t)(((size == 0 ? 1 : size) + sizeof(Header) + step - 1) / step);
  Header *header = arena->free[class];
  if (header != NULL) {
    arena->free[class] = *(Header **)(header + 1);
  } else {
    header = carve(arena, (size_t)class * step);
  }
  return sealed(header, class, 0);
}

void *hone_guarded_calloc(size_t count, size_t size) {
  if (size != 0 && count > (SIZE_MAX - sizeof(Header) - sizeof(Large)) / size) return out_of_memory();
  return memset(hone_guarded_malloc(count * size), 0, count * size);
}

void *hone_guarded_realloc(void *block, size_t size) {
  if (block == NULL) return hone_guarded_malloc(size);
  Header *header = (Header *)block - 1;
  if (!is_sound(header)) {
    faults++;
    return hone_guarded_calloc(1, size);
  }
  if (header->class != 0) {
    size_t old = (size_t)header->class * step - sizeof(Header);
    if (size <= old) return block;
    void *larger = hone_guarded_malloc(size);
    memcpy(larger, block, old);
    hone_guarded_free(block);
    return larger;
  }
  size_t links = header->listed ? sizeof(Large) : 0;
  if (size > SIZE_MAX - links - sizeof(Header)) return out_of_memory();
  if (links != 0) {
    unlist((Large *)header - 1);
    give_back(current, header);
  }
  char *start = realloc((char *)header - links, links + sizeof(Header) + size);
  if (start == NULL) return out_of_memory();
  if (links == 0) return sealed((Header *)start, 0, 0);
  list(current, (Large *)start);
  take(current, size);
  return sealed((Header *)(start + links), 0, length_of(size));
}

void hone_guarded_free(void *block) {
  if (block == NULL) return;
  Header *header = (Header *)block - 1;
  if (!is_sound(header)) {
    faults++;
    return;
  }
  header->seal = 0;
  if (header->class != 0) {
    *(Header **)block = current->free[header->class];
    current->free[header->class] = header;
  } else if (header->listed) {
    unlist((Large *)header - 1);
    give_back(current, header);
    free((Large *)header - 1);
  } else {
    free(header);
  }
}

unsigned long hone_guarded_faults(void) { return faults; }

/* Arenas */

HoneArena *hone_arena_new(void) {
  HoneArena *arena = calloc(1, sizeof(HoneArena));
  if (arena == NULL) return out_of_memory();
  arena->large.next = arena->large.previous = &arena->large;
  arena->generation = step;
  return arena;
}

void hone_arena_enter(HoneArena *arena) { current = arena; }

void hone_arena_leave(void) { current = NULL; }

int hone_arena_call(size_t limit, void (*body)(void *), void *context) {
  HoneArena *arena = current;
  jmp_buf way_out;
  switch (setjmp(way_out)) {
  case 0:
    arena->limit = limit;
    arena->way_out = &way_out;
    body(context);
    arena->way_out = NULL;
    return HONE_DONE;
  case HONE_TOO_MUCH:
    arena->way_out = NULL;
    return HONE_TOO_MUCH;
  default:
    arena->way_out = NULL;
    return HONE_GIVEN_UP;
  }
}

void hone_arena_give_up(void) {
  if (current != NULL && current->way_out != NULL) longjmp(*current->way_out, HONE_GIVEN_UP);
}

size_t hone_arena_used(const HoneArena *arena) { return arena->used; }

void hone_arena_reset(HoneArena *arena) {
  while (arena->large.next != &arena->large) {
    Large *block = arena->large.next;
    unlist(block);
    free(block);
  }
  while (arena->chunks != NULL) {
    Chunk *chunk = arena->chunks;
    arena->chunks = chunk->next;
    if (arena->spare_size + chunk->size > kept_size) {
      free(chunk);
      continue;
    }
    chunk->next = arena->spare;
    arena->spare = chunk;
    arena->spare_size += chunk->size;
  }
  memset(arena->free, 0, sizeof arena->free);
  arena->next = arena->end = NULL;
  arena->used = 0;
  arena->generation += step;
}

void hone_arena_delete(HoneArena *arena) {
  hone_arena_reset(arena);
  while (arena->spare != NULL) {
    Chunk *chunk = arena->spare;
    arena->spare = chunk->next;
    free(chunk);
  }
  free(arena);
}
