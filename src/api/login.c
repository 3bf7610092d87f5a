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
    TOKEN_BYTES = 32,
};

static const moment_us SESSION_IDLE_US = 12 * 3600 * (moment_us)1000000;

struct tries {
    unsigned left;
    moment_us since;
};

struct visit {
    unsigned char token[crypto_generichash_BYTES]; /* its keyed hash; zeroed: a free place */
    unsigned char user[crypto_generichash_BYTES];  /* of the row that it began with */
    moment_us used;
};

struct login {
    pthread_mutex_t lock; /* over what follows, and one hashing at a time */
    unsigned char key[crypto_generichash_KEYBYTES];
    unsigned char proofs[PROOFS_MOST][crypto_generichash_BYTES];
    size_t next_proof;
    struct tries peers[PEERS_MOST];
    struct visit sessions[SESSIONS_MOST];
    char nobody[PASSWORD_HASH_TEXT]; /* so that an unknown name takes as long as a known one */
};

int login_create(struct login **login, struct problem *why)
{
    if (sodium_init() < 0)
        return problem_set(why, -EIO, "libsodium: cannot be started on this machine");
    struct login *made = calloc(1, sizeof *made);
    if (!made)
        return problem_set(why, -ENOMEM, "log-in: out of memory");
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

/* Hashed when it is first needed: a plant without users never does. */
static struct text nobodys_hash(struct login *login)
{
    static const char unguessable[] = "nobody's password, checked so that names cannot be told";
    struct problem ignored;

    if (!login->nobody[0] && password_hash(text_of(unguessable), login->nobody, &ignored) < 0)
        login->nobody[0] = '\0';
    return text_of(login->nobody);
}

static enum login_answer try(struct login *login, const struct user *user, struct text password,
                             struct tries *tries)
{
    unsigned char proof[crypto_generichash_BYTES];
    struct text hash = user ? user->password : nobodys_hash(login);

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

enum login_answer login_enter(struct login *login, const struct users *users, struct text name,
                              struct text password, struct text peer, moment_us now,
                              const struct user **user)
{
    const struct user *known = find(users, name);

    pthread_mutex_lock(&login->lock);
    enum login_answer answer = try(login, known, password, tries_of(login, peer, now));
    pthread_mutex_unlock(&login->lock);
    if (answer == LOGIN_WELCOME)
        *user = known;
    return answer;
}

enum login_answer login_check(struct login *login, const struct users *users,
                              struct text authorization, struct text peer, moment_us now,
                              const struct user **user)
{
    struct text name, password;
    struct arena scratch;
    enum login_answer answer = LOGIN_UNKNOWN;

    arena_create(&scratch, ARENA_TRUSTED);
    if (login_read(authorization, &scratch, &name, &password))
        answer = login_enter(login, users, name, password, peer, now, user);
    arena_destroy(&scratch);
    return answer;
}

/* ---- sessions ---- */

static void hash_token(const struct login *login, struct text token,
                       unsigned char hash[crypto_generichash_BYTES])
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, login->key, sizeof login->key, crypto_generichash_BYTES);
    add_part(&state, TEXT("session"));
    add_part(&state, token);
    crypto_generichash_final(&state, hash, crypto_generichash_BYTES);
}

static void hash_user(const struct login *login, const struct user *user,
                      unsigned char hash[crypto_generichash_BYTES])
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, login->key, sizeof login->key, crypto_generichash_BYTES);
    add_part(&state, user->name);
    add_part(&state, user->password);
    add_part(&state, text_of(role_name(user->role)));
    crypto_generichash_final(&state, hash, crypto_generichash_BYTES);
}

static struct visit *place_for_one(struct login *login)
{
    struct visit *oldest = &login->sessions[0];

    for (size_t i = 1; i < SESSIONS_MOST; i++)
        if (login->sessions[i].used < oldest->used)
            oldest = &login->sessions[i];
    return oldest;
}

void session_begin(struct login *login, const struct user *user, moment_us now,
                   char token[SESSION_TOKEN_TEXT])
{
    unsigned char bytes[TOKEN_BYTES];

    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(token, SESSION_TOKEN_TEXT, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
    pthread_mutex_lock(&login->lock);
    struct visit *s = place_for_one(login);
    hash_token(login, text_of(token), s->token);
    hash_user(login, user, s->user);
    s->used = now;
    pthread_mutex_unlock(&login->lock);
}

static struct visit *find_session(struct login *login, struct text token)
{
    unsigned char hash[crypto_generichash_BYTES];
    struct visit *found = NULL;

    hash_token(login, token, hash);
    for (size_t i = 0; i < SESSIONS_MOST; i++)
        if (login->sessions[i].used &&
            sodium_memcmp(login->sessions[i].token, hash, sizeof hash) == 0)
            found = &login->sessions[i];
    return found;
}

static const struct user *user_of(const struct login *login, const struct users *users,
                                  const struct visit *s)
{
    unsigned char hash[crypto_generichash_BYTES];

    for (ARRAY_EACH(const struct user, user, &users->rows)) {
        hash_user(login, user, hash);
        if (sodium_memcmp(hash, s->user, sizeof hash) == 0)
            return user;
    }
    return NULL;
}

const struct user *session_user(struct login *login, const struct users *users, struct text token,
                                moment_us now)
{
    const struct user *user = NULL;

    if (token.length != SESSION_TOKEN_TEXT - 1)
        return NULL;
    pthread_mutex_lock(&login->lock);
    struct visit *s = find_session(login, token);
    if (s && now - s->used < SESSION_IDLE_US)
        user = user_of(login, users, s);
    if (user)
        s->used = now;
    else if (s)
        *s = (struct visit){ .used = 0 };
    pthread_mutex_unlock(&login->lock);
    return user;
}

void session_end(struct login *login, struct text token)
{
    pthread_mutex_lock(&login->lock);
    struct visit *s = find_session(login, token);
    if (s)
        *s = (struct visit){ .used = 0 };
    pthread_mutex_unlock(&login->lock);
}
