#ifndef HONE_CPCRE2_SHIM_H
#define HONE_CPCRE2_SHIM_H

/// Patterns and subjects are bytes (UTF-8 where a pattern asks for it).
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
