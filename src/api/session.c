/*
 * session.c - logging in and out, and who one is here.
 *
 * The cookie is of this server alone, unreadable to scripts and never sent from
 * another site.
 */
#include <errno.h>

#include "api/login.h"
#include "api/plant_view.h"
#include "api/route.h"
#include "model/role.h"

struct credentials {
    struct text name, password;
};

static const struct input_field fields[] = {
    INPUT_TEXT(struct credentials, name, "name", 1, 200),
    INPUT_TEXT(struct credentials, password, "password", 1, 1024),
};
const struct shape credentials = SHAPE(struct credentials, fields);

static int print(struct request *r)
{
    bool open = plant_view_users(r->view)->rows.count == 0;
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_text_or_null(&j, "name", r->who);
    json_string(&j, "role", r->who.length ? role_name(r->role) : NULL);
    json_bool(&j, "needed", !open || !r->caller.on_loopback);
    json_bool(&j, "may_change", r->who.length && r->role != ROLE_auditor);
    json_object_end(&j);
    return 0;
}

int session_get(struct request *r, struct problem *why)
{
    (void)why;
    return print(r);
}

static void set_cookie(struct request *r, const char *token, const char *more)
{
    r->reply.cookie = text_format(&r->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
                                  r->caller.cookie, token, r->caller.tls ? "; Secure" : "", more)
                          .at;
}

int session_post(struct request *r, struct problem *why)
{
    const struct credentials *given = r->input;
    const struct user *user = NULL;
    char token[SESSION_TOKEN_TEXT];

    enum login_answer answer = login_enter(r->caller.login, plant_view_users(r->view), given->name,
                                           given->password, r->caller.peer, moment_now(), &user);
    if (answer == LOGIN_TOO_MANY) {
        reply_refuse(&r->reply, 429, "Too many wrong passwords from this address; wait a minute.");
        return 0;
    }
    if (answer != LOGIN_WELCOME)
        return problem_set(why, -EACCES, "name or password is not right");
    session_begin(r->caller.login, user, moment_now(), token);
    set_cookie(r, token, "");
    r->who = user->name;
    r->role = user->role;
    return print(r);
}

int session_delete(struct request *r, struct problem *why)
{
    (void)why;
    session_end(r->caller.login, r->caller.token);
    set_cookie(r, "", "; Max-Age=0");
    return reply_nothing(&r->reply);
}
