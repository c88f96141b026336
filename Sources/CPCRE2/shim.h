#ifndef HONE_CPCRE2_SHIM_H
#define HONE_CPCRE2_SHIM_H

/// Patterns and subjects are bytes (UTF-8 where a pattern asks for it).
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stddef.h>

/// The C library's search for a literal, which glibc declares only to programs that define _GNU_SOURCE.
void *memmem(const void *text, size_t text_length, const void *literal, size_t literal_length);

#endif
