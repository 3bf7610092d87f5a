/*
 * gss.h - log-in tokens as GSS-API and SPNEGO frame them, for every protocol that
 * carries them: SMB, HTTP, LDAP, DCE-RPC.
 *
 * Source: RFC 2743, 3.1 (the token's frame); RFC 4178, 4.2 (SPNEGO); RFC 4121, 4.1
 * (Kerberos in it).
 */
#pragma once

#include "proto/protocol.h"

/*
 * What NTLM (ntlm.h) or Kerberos (kerberos.h) says in a token, framed, negotiated
 * or bare.  False: nothing understood.
 */
bool gss_state(struct dissection *out, struct cursor token, const char *source);
