/*
 * user.c - who may use the server when it listens beyond loopback.
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

static const struct option options[] = { { 0 } };

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

static int add(struct store *store, const char *name, struct problem *why)
{
    char password[PASSWORD_LONGEST + 2] = "", hash[PASSWORD_HASH_TEXT];

    if (!read_password(password, sizeof password))
        return problem_set(why, -EINVAL, "password: none was given on standard input");
    int rc = password_hash(text_of(password), hash, why);
    sodium_memzero(password, sizeof password);
    if (rc < 0)
        return rc;
    struct user user = { .name = text_of(name),
                         .password = text_of(hash),
                         .created = moment_now() };
    return store_put_user(store, &user, why);
}

static int list(struct store *store, struct problem *why)
{
    struct users users = { 0 };
    struct arena text;
    char created[MOMENT_TEXT];

    arena_create(&text, ARENA_TRUSTED);
    int rc = store_read_users(store, &users, &text, why);
    for (ARRAY_EACH(const struct user, user, &users.rows)) {
        moment_format(user->created, created);
        printf("%.*s  since %s\n", (int)user->name.length, user->name.at, created);
    }
    array_free(&users.rows);
    arena_destroy(&text);
    return rc;
}

static int act(struct store *store, const char *what, const char *name, struct problem *why)
{
    if (strcmp(what, "list") == 0 && !name)
        return list(store, why);
    if (strcmp(what, "add") == 0 && name)
        return add(store, name, why);
    if (strcmp(what, "remove") == 0 && name)
        return store_remove_user(store, text_of(name), why);
    return problem_set(why, -EINVAL, "%s: must be list, add NAME or remove NAME", what);
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct store *store = NULL;

    if (options_parse(options, &given, 2, 3, &why) < 0)
        return command_misused(self, &why);
    int rc = store_open(&store, given.items[0], &why);
    if (rc == 0)
        rc = act(store, given.items[1], given.count > 2 ? given.items[2] : NULL, &why);
    store_close(store);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command user_command = {
    .name = "user",
    .usage = "PLANT list | add NAME | remove NAME",
    .help = "Who may use the server beyond this machine",
    .about = "'add' reads the password from standard input; it is kept as an argon2id hash only.",
    .run = run,
    .options = options,
};
