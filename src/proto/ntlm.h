/*
 * ntlm.h - what the messages of NTLM say of both ends; in its wrappers: gss.h.
 *
 * Responses to challenges are never kept.
 *
 * Source: [MS-NLMP] 2.2.1 (messages), 2.2.2.1 (AV_PAIR), 2.2.2.10 (VERSION).
 */
#pragma once

#include "proto/protocol.h"

/*
 * One NTLM message, by out->sender: names, domain and operating system of a
 * server that challenges; user and workstation of a client that answers.  Of the
 * latter also FIELD_security "NTLMv1 log-in".  False when it is none.
 */
bool ntlm_state(struct dissection *out, struct cursor message, const char *source);
