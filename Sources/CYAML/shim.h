#ifndef HONE_CYAML_SHIM_H
#define HONE_CYAML_SHIM_H

#include <yaml.h>

#endif
