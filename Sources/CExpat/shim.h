#ifndef HONE_CEXPAT_SHIM_H
#define HONE_CEXPAT_SHIM_H

#include <expat.h>

#endif
