/* What stands around the scanner of a grammar, so that text which nests too deeply ends its parse, and not the process.
 *
 * tree-sitter has room for 1,024 bytes of a scanner's state. Those for Markdown and YAML write on beyond it where blocks nest in
 * one another, and the one for Kotlin calls `abort`, as all are compiled to call `hone_abort` in place of it. Hone sets
 * `hone_leave` to a function that leaves the parse and does not return.
 *
 * Included after the scanner, whose function of the name `HONE_SERIALIZE` is called `hone_inner_serialize` meanwhile.
 */
#undef abort
#include <stdlib.h>
#include <string.h>

_Noreturn void hone_abort(void);
_Noreturn void abort(void);

void (*hone_leave)(void);

void hone_abort(void) {
  if (hone_leave != NULL) hone_leave();
  abort();
}

unsigned HONE_SERIALIZE(void *payload, char *buffer) {
  /* The state is asked for after each token, and grows by a few bytes with one. */
  static _Thread_local char room[1 << 16];
  unsigned length = hone_inner_serialize(payload, room);
  if (length > 1024) hone_abort();
  memcpy(buffer, room, length);
  return length;
}
