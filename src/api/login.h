/*
 * login.h - who is asking: by a session that began with a name and a password,
 * or by HTTP Basic authentication, for programs.
 *
 * A password is hashed once: what was right is remembered for as long as the
 * user's row stays the same, as a keyed hash of name, password and row, so that
 * neither a changed password nor a removed user outlives its row.  Wrong ones
 * are paid for: each address has a few tries, and gets one back every few
 * seconds; hashing is done one at a time.
 *
 * A session is a random token, of which only a keyed hash is kept, in memory: it
 * ends when the server does, after 12 hours without a request, or when the row of
 * its user changes.
 *
 * Any thread may call these functions.
 * Source: RFC 7617, 2; RFC 6265 (cookies).
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

/* `authorization` is the header's value; `peer` tells one client from another.  On a welcome, *user
 * is a row of users. */
enum login_answer login_check(struct login *login, const struct users *users,
                              struct text authorization, struct text peer, moment_us now,
                              const struct user **user);
/* The same with name and password by themselves. */
enum login_answer login_enter(struct login *login, const struct users *users, struct text name,
                              struct text password, struct text peer, moment_us now,
                              const struct user **user);

enum { SESSIONS_MOST = 256, SESSION_TOKEN_TEXT = 44 };

/* The session that was unused longest gives way when there are too many. */
void session_begin(struct login *login, const struct user *user, moment_us now,
                   char token[SESSION_TOKEN_TEXT]);
/* NULL: no session, or its user is not what he was. */
const struct user *session_user(struct login *login, const struct users *users, struct text token,
                                moment_us now);
void session_end(struct login *login, struct text token);

/* "Basic ..." taken apart, into the arena. */
bool login_read(struct text authorization, struct arena *into, struct text *name,
                struct text *password);
