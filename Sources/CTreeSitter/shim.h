#ifndef HONE_CTREESITTER_SHIM_H
#define HONE_CTREESITTER_SHIM_H

#include <tree_sitter/api.h>

#endif
