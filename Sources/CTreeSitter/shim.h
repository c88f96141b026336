#ifndef HONE_CTREESITTER_SHIM_H
#define HONE_CTREESITTER_SHIM_H

#include <tree_sitter/api.h>

/// What `hone_parse` takes, and the tree that it makes; `NULL` when it took too long.
typedef struct {
  TSParser *parser;
  const TSTree *old;
  const char *text;
  uint32_t length;
  TSTree *tree;
} HoneParse;

/// `ts_parser_parse_string` as a function that may be left in the middle.
static inline void hone_parse(void *parse) {
  HoneParse *it = (HoneParse *)parse;
  it->tree = ts_parser_parse_string(it->parser, it->old, it->text, it->length);
}

#endif
