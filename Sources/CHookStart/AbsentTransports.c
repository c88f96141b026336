#include "CHookStart.h"

#include <stddef.h>

// Hone talks to other machines only through git and its own HTTP client, but libgit2 brings transports that do, and with
// them mbedTLS, libssh2 and GSSAPI: eighteen libraries to be loaded and relocated, and a certificate bundle to be parsed, at
// every start. The functions that libgit2 calls there are defined here once more. Linked statically, nothing of those
// libraries is needed; linked dynamically, the dynamic linker prefers the executable's. What `git_libgit2_init` calls
// succeeds, and everything that would open a connection fails.

/// Defines a function that a caller takes for a failure, and that returns no object.
#define HONE_FAILS(name) \
  __attribute__((visibility("default"), used)) long name(void) { return -1; }
/// Defines a function that a caller takes for a success, or that returns no object.
#define HONE_RETURNS(value, name) \
  __attribute__((visibility("default"), used)) long name(void) { return value; }

#if defined(__linux__)

// MARK: GSSAPI

void *GSS_C_NT_HOSTBASED_SERVICE = NULL;

HONE_FAILS(gss_delete_sec_context)
HONE_FAILS(gss_display_status)
HONE_FAILS(gss_import_name)
HONE_FAILS(gss_indicate_mechs)
HONE_FAILS(gss_init_sec_context)
HONE_FAILS(gss_release_buffer)
HONE_FAILS(gss_release_name)
HONE_FAILS(gss_release_oid_set)

// MARK: libssh2

HONE_RETURNS(0, libssh2_init)
HONE_RETURNS(0, libssh2_exit)
HONE_RETURNS(0, libssh2_agent_init)
HONE_RETURNS(0, libssh2_agent_free)
HONE_FAILS(libssh2_agent_connect)
HONE_FAILS(libssh2_agent_disconnect)
HONE_FAILS(libssh2_agent_get_identity)
HONE_FAILS(libssh2_agent_list_identities)
HONE_FAILS(libssh2_agent_userauth)
HONE_FAILS(libssh2_channel_close)
HONE_FAILS(libssh2_channel_free)
HONE_RETURNS(0, libssh2_channel_open_ex)
HONE_FAILS(libssh2_channel_process_startup)
HONE_FAILS(libssh2_channel_read_ex)
HONE_FAILS(libssh2_channel_set_blocking)
HONE_FAILS(libssh2_channel_write_ex)
HONE_RETURNS(0, libssh2_hostkey_hash)
HONE_FAILS(libssh2_knownhost_checkp)
HONE_RETURNS(0, libssh2_knownhost_free)
HONE_RETURNS(0, libssh2_knownhost_init)
HONE_FAILS(libssh2_knownhost_readfile)
HONE_RETURNS(0, libssh2_session_abstract)
HONE_FAILS(libssh2_session_disconnect_ex)
HONE_FAILS(libssh2_session_free)
HONE_FAILS(libssh2_session_handshake)
HONE_RETURNS(0, libssh2_session_hostkey)
HONE_RETURNS(0, libssh2_session_init_ex)
HONE_FAILS(libssh2_session_last_error)
HONE_FAILS(libssh2_session_method_pref)
HONE_FAILS(libssh2_session_set_blocking)
HONE_FAILS(libssh2_userauth_authenticated)
HONE_FAILS(libssh2_userauth_keyboard_interactive_ex)
HONE_RETURNS(0, libssh2_userauth_list)
HONE_FAILS(libssh2_userauth_password_ex)
HONE_FAILS(libssh2_userauth_publickey)
HONE_FAILS(libssh2_userauth_publickey_fromfile_ex)
HONE_FAILS(libssh2_userauth_publickey_frommemory)

// MARK: mbedTLS

// Gathering entropy for keys that nobody will make takes longer than reading the configuration.
HONE_RETURNS(0, mbedtls_entropy_init)
HONE_RETURNS(0, mbedtls_entropy_free)
HONE_FAILS(mbedtls_entropy_func)
HONE_RETURNS(0, mbedtls_ctr_drbg_init)
HONE_RETURNS(0, mbedtls_ctr_drbg_seed)
HONE_RETURNS(0, mbedtls_ctr_drbg_free)
HONE_FAILS(mbedtls_ctr_drbg_random)

HONE_RETURNS(0, mbedtls_ssl_config_init)
HONE_RETURNS(0, mbedtls_ssl_config_defaults)
HONE_RETURNS(0, mbedtls_ssl_config_free)
HONE_RETURNS(0, mbedtls_ssl_conf_authmode)
HONE_RETURNS(0, mbedtls_ssl_conf_ca_chain)
HONE_RETURNS(0, mbedtls_ssl_conf_ciphersuites)
HONE_RETURNS(0, mbedtls_ssl_conf_min_version)
HONE_RETURNS(0, mbedtls_ssl_conf_rng)
// libgit2 does not start when there is no cipher that it knows.
HONE_RETURNS(1, mbedtls_ssl_get_ciphersuite_id)
HONE_RETURNS(0, mbedtls_ssl_init)
HONE_RETURNS(0, mbedtls_ssl_free)
HONE_FAILS(mbedtls_ssl_close_notify)
HONE_RETURNS(0, mbedtls_ssl_get_peer_cert)
HONE_FAILS(mbedtls_ssl_get_verify_result)
HONE_FAILS(mbedtls_ssl_handshake)
HONE_FAILS(mbedtls_ssl_read)
HONE_FAILS(mbedtls_ssl_set_bio)
HONE_FAILS(mbedtls_ssl_set_hostname)
HONE_FAILS(mbedtls_ssl_setup)
HONE_FAILS(mbedtls_ssl_write)
HONE_RETURNS(0, mbedtls_x509_crt_init)
HONE_RETURNS(0, mbedtls_x509_crt_free)
// The result is that of a bundle without a usable certificate, which libgit2 takes without complaint.
HONE_FAILS(mbedtls_x509_crt_parse_file)
HONE_FAILS(mbedtls_x509_crt_parse_path)
HONE_FAILS(mbedtls_x509_crt_verify_info)

#endif

void hone_hook_leave_transports_out(void) {}
