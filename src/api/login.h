/*
 * login.h - who is asking, by HTTP Basic authentication over TLS.
 *
 * A password is hashed once: what was right is remembered for as long as the
 * user's row stays the same, as a keyed hash of name, password and row, so that
 * neither a changed password nor a removed user outlives its row.  Wrong ones
 * are paid for: each address has a few tries, and gets one back every few
 * seconds; hashing is done one at a time.
 *
 * Any thread may call login_check.
 * Source: RFC 7617, 2.
 */
#pragma once

#include "base/moment.h"
#include "store/store.h"

struct login;

enum login_answer {
    LOGIN_WELCOME,
    LOGIN_UNKNOWN,  /* no credentials, or wrong ones */
    LOGIN_TOO_MANY, /* wrong ones too often */
};

MUST_USE int login_create(struct login **login, struct problem *why);
void login_destroy(struct login *login);

/* `authorization` is the header's value; `peer` tells one client from another. */
enum login_answer login_check(struct login *login, const struct users *users,
                              struct text authorization, struct text peer, moment_us now);

/* "Basic ..." taken apart, into the arena. */
bool login_read(struct text authorization, struct arena *into, struct text *name,
                struct text *password);
