#include "CHookStart.h"

#include <CCheckedIndex.h>
#include <unistd.h>

/// Runs before everything that is initialised at the start of a program, and ends a hook that has nothing to do.
///
/// Starting the runtime and what is linked in costs several times as much as what such a hook does. Every program that links
/// this has it; none but hone-hook is started by the name of a hook.
__attribute__((constructor(101))) static void leave_early(int argc, char **argv, char **environment) {
  (void)environment;
  if (argv && hone_hook_is_settled(argc, argv)) _exit(0);
}
