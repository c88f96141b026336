#ifndef HONE_HOOK_START_H
#define HONE_HOOK_START_H

/// Keeps libgit2 from parsing the certificate bundle of the system, about 5 ms of every start; call it to link it in.
///
/// A hook never talks to another machine. Debian's libgit2 is built with mbedTLS and reads the whole bundle in
/// `git_libgit2_init`; the function that does it is defined here once more, and the dynamic linker prefers the
/// executable's. The result is that of a bundle without a usable certificate, which libgit2 takes without complaint.
void hone_hook_leave_certificates_unread(void);

#endif
