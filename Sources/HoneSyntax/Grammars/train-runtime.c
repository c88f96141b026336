// Parses and walks text as Hone does, so that a compiler can count what is used:
// train-runtime <folder of grammars> (<language> <file>)...
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

typedef const TSLanguage *(*Entry)(void);

static unsigned long sum;

static void visit(TSNode node, TSFieldId field) {
  sum += ts_node_symbol(node) + ts_node_start_byte(node) + ts_node_end_byte(node) + field;
  sum += ts_node_has_error(node) + ts_node_is_missing(node) + ts_node_is_extra(node);
}

static void walk(TSTree *tree) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  for (;;) {
    visit(ts_tree_cursor_current_node(&cursor), ts_tree_cursor_current_field_id(&cursor));
    if (ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!ts_tree_cursor_goto_next_sibling(&cursor))
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return;
      }
  }
}

static int train(const char *grammars, const char *name, const char *path) {
  char text[4096];
  snprintf(text, sizeof text, "%s/%s.so", grammars, name);
  void *library = dlopen(text, RTLD_NOW | RTLD_LOCAL);
  snprintf(text, sizeof text, "tree_sitter_%s", name);
  Entry entry = library ? (Entry)dlsym(library, text) : NULL;
  FILE *file = fopen(path, "rb");
  if (!entry || !file) return fprintf(stderr, "train: cannot read %s\n", entry ? path : name), 1;
  static char source[1 << 22];
  size_t length = fread(source, 1, sizeof source, file);
  fclose(file);
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, entry())) return 1;
  // Once as it is, and once cut in the middle, which holds an error.
  for (size_t part = 1; part <= 2; part++) {
    TSTree *tree = ts_parser_parse_string(parser, NULL, source, length / part);
    if (!tree) return 1;
    walk(tree);
    ts_tree_delete(tree);
  }
  ts_parser_delete(parser);
  return 0;
}

int main(int count, char **arguments) {
  for (int at = 2; at + 1 < count; at += 2)
    if (train(arguments[1], arguments[at], arguments[at + 1])) return 1;
  return sum == 0;
}
