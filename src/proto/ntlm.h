/*
 * ntlm.h - what the messages of NTLM and of its wrappers say of both ends, for
 * every protocol that carries them: SMB, HTTP, LDAP, DCE RPC, CredSSP.
 *
 * Responses to challenges are never kept.
 *
 * Source: [MS-NLMP] 2.2.1 (messages), 2.2.2.1 (AV_PAIR), 2.2.2.10 (VERSION);
 * RFC 4178, 4.2 (SPNEGO); RFC 2743, 3.1 (the token's frame).
 */
#pragma once

#include "proto/protocol.h"

/*
 * One NTLM message, by out->sender: names, domain and operating system of a
 * server that challenges; user and workstation of a client that answers.  Of the
 * latter also FIELD_security "NTLMv1 log-in".  False when it is none.
 */
bool ntlm_state(struct dissection *out, struct cursor message, const char *source);

/* The same for a GSS-API or SPNEGO token, or a message without one.  False: nothing understood. */
bool gss_state(struct dissection *out, struct cursor token, const char *source);
