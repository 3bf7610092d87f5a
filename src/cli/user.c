/*
 * user.c - who may use the server, and what each may change.
 */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "api/password.h"
#include "cli/desk.h"
#include "cli/who_option.h"

static struct {
    const char *role, *who;
} chosen;

static const struct option options[] = {
    { "--role", OPTION_TEXT, &chosen.role, "ROLE",
      "owner, assessor, engineer or auditor; the first user is an owner" },
    WHO_OPTION(chosen),
    { 0 },
};

/* One line from standard input, unseen on a terminal. */
static bool read_password(char *out, int size)
{
    struct termios seen, unseen;
    bool terminal = tcgetattr(STDIN_FILENO, &seen) == 0;

    if (terminal) {
        fputs("Password: ", stderr);
        unseen = seen;
        unseen.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    bool got = fgets(out, size, stdin) != NULL;
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
        fputc('\n', stderr);
    }
    if (got)
        out[strcspn(out, "\r\n")] = 0;
    return got;
}

/* ---- one user at a time ---- */

struct acting {
    struct store *store;
    struct users users;
    struct arena text;
};

static struct user *find(const struct acting *a, const char *name)
{
    for (ARRAY_EACH(struct user, user, &a->users.rows))
        if (text_is(user->name, name))
            return user;
    return NULL;
}

static int find_there(const struct acting *a, const char *name, struct user **user,
                      struct problem *why)
{
    *user = find(a, name);
    return *user ? 0 : problem_set(why, -ENOENT, "user \"%s\" is not there", name);
}

static int read_hash(char hash[PASSWORD_HASH_TEXT], struct problem *why)
{
    char password[PASSWORD_LONGEST + 2] = "";

    if (!read_password(password, sizeof password))
        return problem_set(why, -EINVAL, "password: none was given on standard input");
    int rc = password_hash(text_of(password), hash, why);
    sodium_memzero(password, sizeof password);
    return rc;
}

static int read_role(const char *word, enum role *role, struct problem *why)
{
    if (word && role_parse(text_of(word), role))
        return 0;
    return problem_set(why, -EINVAL, "role %s: must be owner, assessor, engineer or auditor",
                       word ? word : "is missing");
}

/* Somebody must be able to change everything, as long as anybody must log in. */
static int keep_an_owner(const struct acting *a, const struct user *without, struct problem *why)
{
    for (ARRAY_EACH(const struct user, user, &a->users.rows))
        if (user != without && user->role == ROLE_owner)
            return 0;
    if (a->users.rows.count == 1)
        return 0;
    return problem_set(why, -EINVAL,
                       "user \"%.*s\" is the last owner, and there are others: make one of them an "
                       "owner first",
                       (int)without->name.length, without->name.at);
}

static int add(const struct acting *a, const char *name, struct problem *why)
{
    char hash[PASSWORD_HASH_TEXT];
    enum role role = ROLE_owner;
    int rc = 0;

    if (chosen.role || a->users.rows.count)
        rc = read_role(chosen.role, &role, why);
    if (rc == 0 && find(a, name))
        rc = problem_set(why, -EEXIST, "user \"%s\" is there already", name);
    if (rc == 0 && a->users.rows.count == 0 && role != ROLE_owner)
        rc = problem_set(why, -EINVAL, "role %s: the first user must be an owner", chosen.role);
    if (rc == 0)
        rc = read_hash(hash, why);
    if (rc < 0)
        return rc;
    struct user user = {
        .name = text_of(name), .password = text_of(hash), .created = moment_now(), .role = role
    };
    return store_put_user(a->store, &user, why);
}

static int set_password(const struct acting *a, const char *name, struct problem *why)
{
    char hash[PASSWORD_HASH_TEXT];
    struct user *user = NULL;
    int rc = find_there(a, name, &user, why);

    if (rc == 0)
        rc = read_hash(hash, why);
    if (rc < 0)
        return rc;
    user->password = text_of(hash);
    return store_put_user(a->store, user, why);
}

static int set_role(const struct acting *a, const char *name, struct problem *why)
{
    struct user *user = NULL;
    enum role role;
    int rc = read_role(chosen.role, &role, why);

    if (rc == 0)
        rc = find_there(a, name, &user, why);
    if (rc == 0 && user->role == ROLE_owner && role != ROLE_owner)
        rc = keep_an_owner(a, user, why);
    if (rc == 0 && a->users.rows.count == 1 && role != ROLE_owner)
        rc = problem_set(why, -EINVAL, "user \"%s\" is the only one, and must be an owner", name);
    if (rc < 0)
        return rc;
    user->role = role;
    return store_put_user(a->store, user, why);
}

static int take_away(const struct acting *a, const char *name, struct problem *why)
{
    struct user *user = NULL;
    int rc = find_there(a, name, &user, why);

    if (rc == 0)
        rc = keep_an_owner(a, user, why);
    return rc < 0 ? rc : store_remove_user(a->store, user->name, why);
}

static int list(const struct acting *a)
{
    char created[MOMENT_TEXT];

    for (ARRAY_EACH(const struct user, user, &a->users.rows)) {
        moment_format(user->created, created);
        printf("%.*s  %s  since %s\n", (int)user->name.length, user->name.at, role_name(user->role),
               created);
    }
    return 0;
}

static const struct {
    const char *what;
    int (*act)(const struct acting *a, const char *name, struct problem *why);
} acts[] = {
    { "add", add },
    { "password", set_password },
    { "role", set_role },
    { "remove", take_away },
};

static int act(const struct acting *a, const char *what, const char *name, struct problem *why)
{
    if (strcmp(what, "list") == 0 && !name)
        return list(a);
    for (size_t i = 0; name && i < COUNT_OF(acts); i++)
        if (strcmp(what, acts[i].what) == 0)
            return acts[i].act(a, name, why);
    return problem_set(why, -EINVAL, "%s: must be list, or add, password, role or remove NAME",
                       what);
}

static int open_and_act(const struct command *self, struct acting *a, struct arguments given,
                        struct problem *why)
{
    int rc = store_open(&a->store, given.items[0], why);

    if (rc < 0)
        return rc;
    who_option(a->store, self, chosen.who, false);
    rc = store_read_users(a->store, &a->users, &a->text, why);
    return rc < 0 ? rc : act(a, given.items[1], given.count > 2 ? given.items[2] : NULL, why);
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct acting a = { 0 };

    if (options_parse(options, &given, 2, 3, &why) < 0)
        return command_misused(self, &why);
    arena_create(&a.text, ARENA_TRUSTED);
    int rc = open_and_act(self, &a, given, &why);
    array_free(&a.users.rows);
    arena_destroy(&a.text);
    store_close(a.store);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command user_command = {
    .name = "user",
    .usage = "PLANT list | add NAME [--role ROLE] | password NAME | role NAME --role ROLE | "
             "remove NAME [--as NAME]",
    .help = "Who may use the server, and what each may change",
    .about =
        "'add' and 'password' read the password from standard input; it is kept as an argon2id\n"
        "hash only. A plant with users is served to those who log in, also on this machine.\n"
        "An owner changes everything; an assessor claims, evidence and the ledgers of the "
        "program;\n"
        "an engineer zones, conduits and the ledgers of the plant; an auditor reads.",
    .run = run,
    .options = options,
};
