#ifndef HONE_HOOK_START_H
#define HONE_HOOK_START_H

/// Leaves out what libgit2 needs to talk to other machines, which costs more than half of a start; call it to link it in.
///
/// Hone leaves that to git, and opening a repository, reading objects and writing them need none of it.
void hone_hook_leave_transports_out(void);

#endif
