#include "store/signer.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static_assert(SIGNER_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "an Ed25519 key");
static_assert(SIGNER_PUBLIC_TEXT == 2 * crypto_sign_PUBLICKEYBYTES + 1, "its public key in hex");
static_assert(SIGNATURE_TEXT == 2 * crypto_sign_BYTES + 1, "a signature in hex");

enum { PATH_MOST = 4096, KEY_FILE_MOST = 256 };

const char signed_checkpoint[] = "bulkhead-checkpoint/1";
const char signed_document[] = "bulkhead-document/1";

static int path_of(const char *plant, const char *name, char out[PATH_MOST], struct problem *why)
{
    if (snprintf(out, PATH_MOST, "%s/keys%s%s", plant, *name ? "/" : "", name) >= PATH_MOST)
        return problem_set(why, -ENAMETOOLONG, "%s: the path is too long", plant);
    return 0;
}

static int write_secret(const char *path, const char *line, struct problem *why)
{
    size_t length = strlen(line);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    bool written = write(fd, line, length) == (ssize_t)length && fsync(fd) == 0;
    int code = -errno;
    close(fd);
    if (!written) {
        unlink(path);
        return problem_set(why, code, "%s: %s", path, strerror(-code));
    }
    return 0;
}

static void hex_line(const unsigned char bytes[32], char line[66])
{
    sodium_bin2hex(line, 65, bytes, 32);
    strcpy(line + 64, "\n");
}

static int write_pair(const char *plant, struct problem *why)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    char path[PATH_MOST], line[66];

    crypto_sign_keypair(public, secret);
    hex_line(secret, line); /* the seed is the first half */
    sodium_memzero(secret, sizeof secret);
    int rc = path_of(plant, "plant.key", path, why);
    if (rc == 0)
        rc = write_secret(path, line, why);
    sodium_memzero(line, sizeof line);
    if (rc == 0)
        rc = path_of(plant, "plant.pub", path, why);
    hex_line(public, line);
    return rc < 0 ? rc : file_write(path, text_of(line), why);
}

int signer_create(const char *plant, struct problem *why)
{
    char folder[PATH_MOST];

    if (sodium_init() < 0)
        return problem_set(why, -EIO, "libsodium: cannot be started on this machine");
    int rc = path_of(plant, "", folder, why);
    if (rc < 0)
        return rc;
    if (mkdir(folder, 0700) < 0 && errno != EEXIST)
        return problem_set(why, -errno, "%s: %s", folder, strerror(errno));
    return write_pair(plant, why);
}

/* 64 hex digits and nothing but blanks behind them. */
static int read_hex(const char *path, unsigned char bytes[32], struct problem *why)
{
    struct arena work;
    struct text content;
    size_t length = 0;

    arena_create(&work, ARENA_TRUSTED);
    int rc = file_read(path, KEY_FILE_MOST, &work, &content, why);
    if (rc == 0) {
        struct text digits = text_trim(text_cut(&content, '\n'));
        if (digits.length != 64 ||
            sodium_hex2bin(bytes, 32, digits.at, digits.length, NULL, &length, NULL) < 0 ||
            length != 32)
            rc = problem_set(why, -EINVAL, "%s: must hold a key of 64 hex digits", path);
    }
    arena_destroy(&work);
    return rc;
}

int signer_open(const char *plant, struct signer *signer, struct problem *why)
{
    unsigned char seed[32], public[crypto_sign_PUBLICKEYBYTES];
    char path[PATH_MOST];

    if (sodium_init() < 0)
        return problem_set(why, -EIO, "libsodium: cannot be started on this machine");
    int rc = path_of(plant, "plant.key", path, why);
    if (rc < 0)
        return rc;
    if (access(path, F_OK) < 0)
        return 0;
    rc = read_hex(path, seed, why);
    if (rc < 0)
        return rc;
    crypto_sign_seed_keypair(public, signer->secret, seed);
    sodium_memzero(seed, sizeof seed);
    sodium_bin2hex(signer->public, sizeof signer->public, public, sizeof public);
    return 1;
}

void signer_close(struct signer *signer)
{
    sodium_memzero(signer, sizeof *signer);
}

int signer_read_public(const char *path, char public[SIGNER_PUBLIC_TEXT], struct problem *why)
{
    unsigned char bytes[32];
    char inside[PATH_MOST];
    struct stat info;
    int rc = 0;

    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        rc = path_of(path, "plant.pub", inside, why);
        path = inside;
    }
    if (rc == 0)
        rc = read_hex(path, bytes, why);
    if (rc == 0)
        sodium_bin2hex(public, SIGNER_PUBLIC_TEXT, bytes, sizeof bytes);
    return rc;
}

static size_t what_is_signed(const char *purpose, struct text hash, char out[128])
{
    int length = snprintf(out, 128, "%s\n%.*s", purpose, hash.length < 64 ? (int)hash.length : 64,
                          hash.length ? hash.at : "");

    return (size_t)length;
}

void signer_sign(const struct signer *signer, const char *purpose, struct text hash,
                 struct text *public, struct text *signature, struct arena *into)
{
    unsigned char bytes[crypto_sign_BYTES];
    char message[128], shown[SIGNATURE_TEXT];
    size_t length = what_is_signed(purpose, hash, message);

    crypto_sign_detached(bytes, NULL, (const unsigned char *)message, length, signer->secret);
    sodium_bin2hex(shown, sizeof shown, bytes, sizeof bytes);
    *public = text_copy(text_of(signer->public), into);
    *signature = text_copy(text_of(shown), into);
}

static bool from_hex(struct text t, unsigned char *out, size_t wanted)
{
    size_t length = 0;

    return t.length == 2 * wanted &&
           sodium_hex2bin(out, wanted, t.at, t.length, NULL, &length, NULL) == 0 &&
           length == wanted;
}

bool signature_holds(const char *purpose, struct text hash, struct text public,
                     struct text signature)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];
    char message[128];

    if (hash.length != 64 || !from_hex(public, key, sizeof key) ||
        !from_hex(signature, bytes, sizeof bytes))
        return false;
    size_t length = what_is_signed(purpose, hash, message);
    return crypto_sign_verify_detached(bytes, (const unsigned char *)message, length, key) == 0;
}
