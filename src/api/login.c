#include "api/login.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "api/password.h"
#include "base/hash.h"

enum {
    PROOFS_MOST = 64,       /* remembered credentials; the oldest gives way */
    PEERS_MOST = 256,       /* slots of addresses; strangers may share one */
    TRIES_MOST = 8,         /* wrong ones in a row */
    TRY_EVERY_US = 5000000, /* one comes back */
    HEADER_MOST = 2048,
};

struct tries {
    unsigned left;
    moment_us since;
};

struct login {
    pthread_mutex_t lock; /* over what follows, and one hashing at a time */
    unsigned char key[crypto_generichash_KEYBYTES];
    unsigned char proofs[PROOFS_MOST][crypto_generichash_BYTES];
    size_t next_proof;
    struct tries peers[PEERS_MOST];
    char nobody[PASSWORD_HASH_TEXT]; /* so that an unknown name takes as long as a known one */
};

int login_create(struct login **login, struct problem *why)
{
    static const char unguessable[] = "nobody's password, checked so that names cannot be told";

    if (sodium_init() < 0)
        return problem_set(why, -EIO, "libsodium: cannot be started on this machine");
    struct login *made = calloc(1, sizeof *made);
    if (!made)
        return problem_set(why, -ENOMEM, "log-in: out of memory");
    int rc = password_hash(text_of(unguessable), made->nobody, why);
    if (rc < 0) {
        free(made);
        return rc;
    }
    pthread_mutex_init(&made->lock, NULL);
    randombytes_buf(made->key, sizeof made->key);
    randombytes_buf(made->proofs, sizeof made->proofs);
    *login = made;
    return 0;
}

void login_destroy(struct login *login)
{
    if (!login)
        return;
    pthread_mutex_destroy(&login->lock);
    sodium_memzero(login, sizeof *login);
    free(login);
}

bool login_read(struct text authorization, struct arena *into, struct text *name,
                struct text *password)
{
    size_t length = 0;
    struct text code = text_trim(authorization);

    if (!text_starts(code, "Basic ") || code.length > HEADER_MOST)
        return false;
    text_cut(&code, ' ');
    code = text_trim(code);
    char *plain = arena_array(into, char, code.length + 1);
    if (sodium_base642bin((unsigned char *)plain, code.length, code.at, code.length, NULL, &length,
                          NULL, sodium_base64_VARIANT_ORIGINAL) < 0)
        return false;
    struct text rest = { plain, length };
    *name = text_cut(&rest, ':');
    *password = rest;
    return name->length && name->length < length;
}

static void add_part(crypto_generichash_state *state, struct text part)
{
    uint64_t length = part.length;

    crypto_generichash_update(state, (const unsigned char *)&length, sizeof length);
    crypto_generichash_update(state, (const unsigned char *)part.at, part.length);
}

static void prove(const struct login *login, const struct user *user, struct text password,
                  unsigned char proof[crypto_generichash_BYTES])
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, login->key, sizeof login->key, crypto_generichash_BYTES);
    add_part(&state, user->name);
    add_part(&state, user->password);
    add_part(&state, password);
    crypto_generichash_final(&state, proof, crypto_generichash_BYTES);
}

static bool is_remembered(const struct login *login, const unsigned char *proof)
{
    bool found = false;

    for (size_t i = 0; i < PROOFS_MOST; i++)
        found |= sodium_memcmp(login->proofs[i], proof, crypto_generichash_BYTES) == 0;
    return found;
}

static void remember(struct login *login, const unsigned char *proof)
{
    memcpy(login->proofs[login->next_proof], proof, crypto_generichash_BYTES);
    login->next_proof = (login->next_proof + 1) % PROOFS_MOST;
}

static const struct user *find(const struct users *users, struct text name)
{
    for (ARRAY_EACH(const struct user, user, &users->rows))
        if (text_equal(user->name, name))
            return user;
    return NULL;
}

/* The tries of an address, with those that came back since. */
static struct tries *tries_of(struct login *login, struct text peer, moment_us now)
{
    struct tries *t = &login->peers[hash_bytes(peer.at, peer.length) % PEERS_MOST];
    moment_us back = (now - t->since) / TRY_EVERY_US;

    if (t->since == 0 || back >= TRIES_MOST) {
        *t = (struct tries){ TRIES_MOST, now };
    } else if (back > 0) {
        t->left = t->left + (unsigned)back < TRIES_MOST ? t->left + (unsigned)back : TRIES_MOST;
        t->since += back * TRY_EVERY_US;
    }
    return t;
}

static enum login_answer try(struct login *login, const struct user *user, struct text password,
                             struct tries *tries)
{
    unsigned char proof[crypto_generichash_BYTES];
    struct text hash = user ? user->password : text_of(login->nobody);

    if (user) {
        prove(login, user, password, proof);
        if (is_remembered(login, proof))
            return LOGIN_WELCOME;
    }
    if (tries->left == 0)
        return LOGIN_TOO_MANY;
    tries->left--; /* before hashing, which is what must not be had for free */
    if (!password_matches(password, hash) || !user)
        return LOGIN_UNKNOWN;
    tries->left++;
    remember(login, proof);
    return LOGIN_WELCOME;
}

enum login_answer login_check(struct login *login, const struct users *users,
                              struct text authorization, struct text peer, moment_us now)
{
    struct text name, password;
    struct arena scratch;
    enum login_answer answer = LOGIN_UNKNOWN;

    arena_create(&scratch, ARENA_TRUSTED);
    if (login_read(authorization, &scratch, &name, &password)) {
        pthread_mutex_lock(&login->lock);
        answer = try(login, find(users, name), password, tries_of(login, peer, now));
        pthread_mutex_unlock(&login->lock);
    }
    arena_destroy(&scratch);
    return answer;
}
