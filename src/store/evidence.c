/*
 * Evidence, and the files behind it: PLANT/evidence/<SHA-256 of the file>.  A
 * file is written before a row names it and removed after no row does; a file
 * that nobody names, left by a killed process, is found again by its digest.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "store/digest.h"
#include "store/plant.h"

enum { PATH_MOST = 4096 };

/* The digest may come from an imported row: it becomes a path only when it is one. */
static int file_of(const struct store *store, struct text digest, char path[PATH_MOST],
                   struct problem *why)
{
    if (!digest_is_one(digest))
        return problem_set(why, -EINVAL, "evidence: \"%.*s\" is not a SHA-256 digest",
                           (int)digest.length, digest.length ? digest.at : "");
    int length =
        snprintf(path, PATH_MOST, "%s/evidence/%.*s", store->folder, (int)digest.length, digest.at);
    if (length >= PATH_MOST)
        return problem_set(why, -ENAMETOOLONG, "%s: the path is too long", store->folder);
    return 0;
}

struct digest_change {
    struct text id, digest;
};

static int set_digest(struct db *db, const void *about, struct problem *why)
{
    static const struct query query = { "evidence digest",
                                        "UPDATE evidence SET digest = $1 WHERE id = $2" };
    const struct digest_change *change = about;
    struct statement *s = db_statement(db, &query);

    bind_text(s, change->digest);
    bind_text(s, change->id);
    int64_t changed = statement_run(s, why);
    if (changed < 0)
        return why->code;
    if (changed == 0)
        return problem_set(why, -ENOENT, "evidence \"%.*s\" is not there", (int)change->id.length,
                           change->id.length ? change->id.at : "");
    return 0;
}

/* 1: some row names the file; 0: none does. */
static int is_named(struct db *db, struct text digest, struct problem *why)
{
    static const struct query query = { "evidence file",
                                        "SELECT 1 FROM evidence WHERE digest = $1" };
    struct statement *s = db_statement(db, &query);

    bind_text(s, digest);
    int rc = statement_next(s, why);
    statement_stop(s);
    return rc;
}

static int drop_unnamed_file(struct store *store, struct text digest, struct problem *why)
{
    char path[PATH_MOST];
    int rc = digest.length ? is_named(store->db, digest, why) : 1;

    if (rc != 0)
        return rc < 0 ? rc : 0;
    if (file_of(store, digest, path, why) < 0)
        return 0; /* such a digest never had a file here */
    if (unlink(path) < 0 && errno != ENOENT)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    return 0;
}

/* The digest that a row has now: 1, or 0 when there is no such row. */
static int present_digest(struct store *store, struct text id, struct arena *into,
                          struct text *digest, struct problem *why)
{
    struct evidence row = { .id = id };
    int rc = record_find(store->db, ledger_relation(&evidence_ledger), &row, into, why);

    if (rc == 1)
        *digest = row.digest;
    return rc;
}

static int keep_file(struct store *store, struct text id, struct text content, struct arena *work,
                     struct problem *why)
{
    char shown[DIGEST_TEXT], path[PATH_MOST];
    struct text before = { 0 };
    int rc = present_digest(store, id, work, &before, why);

    if (rc < 0)
        return rc;
    digest_text(content, shown);
    struct digest_change change = { id, text_of(shown) };
    rc = file_of(store, change.digest, path, why);
    if (rc == 0)
        rc = file_write(path, content, why);
    if (rc == 0)
        rc = store_change(store, set_digest, &change, why);
    if (rc == 0)
        return drop_unnamed_file(store, before, why);
    struct problem ignored; /* what failed first is what is told */
    (void)drop_unnamed_file(store, change.digest, &ignored);
    return rc;
}

int store_keep_evidence_file(struct store *store, struct text id, struct text content,
                             struct problem *why)
{
    struct arena work;

    if (content.length > EVIDENCE_FILE_MOST)
        return problem_set(why, -EFBIG, "evidence \"%.*s\": a file has at most %d bytes",
                           (int)id.length, id.length ? id.at : "", EVIDENCE_FILE_MOST);
    arena_create(&work, ARENA_TRUSTED);
    int rc = keep_file(store, id, content, &work, why);
    arena_destroy(&work);
    return rc;
}

int store_read_evidence_file(struct store *store, struct text digest, struct arena *into,
                             struct text *content, struct problem *why)
{
    char path[PATH_MOST], seen[DIGEST_TEXT];
    int rc = file_of(store, digest, path, why);

    if (rc == 0)
        rc = file_read(path, EVIDENCE_FILE_MOST, into, content, why);
    if (rc < 0)
        return rc;
    digest_text(*content, seen);
    if (!text_is(digest, seen))
        return problem_set(why, -EILSEQ, "%s: changed since it was kept; its SHA-256 is %s", path,
                           seen);
    return 0;
}

static enum evidence_file read_and_compare(const char *path, struct text digest)
{
    char seen[DIGEST_TEXT];
    struct problem ignored; /* what cannot be read is missing */

    if (digest_file(path, seen, &ignored) < 0)
        return EVIDENCE_FILE_missing;
    return text_is(digest, seen) ? EVIDENCE_FILE_intact : EVIDENCE_FILE_altered;
}

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Nothing was written to it: the change time cannot be set back by whoever writes. */
static bool is_unchanged(const struct known_file *known, const struct stat *now)
{
    return known->inode == now->st_ino && known->size == now->st_size &&
           is_same_time(known->changed, now->st_ctim);
}

static bool has_digest(const void *owner, const void *key, uint32_t item)
{
    const struct known_files *known = owner;

    return text_equal(known->rows.items[item].digest, *(const struct text *)key);
}

static struct known_file *remember(struct known_files *known, struct text digest)
{
    uint64_t hash = hash_bytes(digest.at, digest.length);
    uint32_t number = index_find(&known->by_digest, hash, has_digest, known, &digest);

    if (number != INDEX_NONE)
        return &known->rows.items[number];
    index_insert(&known->by_digest, hash, (uint32_t)known->rows.count);
    struct known_file *row = array_add(&known->rows);
    *row = (struct known_file){ .digest = text_copy(digest, &known->text) };
    return row;
}

/* A file is read once, and again only when something was written to it. */
static enum evidence_file look_up(struct store *store, struct text digest)
{
    char path[PATH_MOST];
    struct problem ignored; /* what is no digest is missing */
    struct stat now;

    if (file_of(store, digest, path, &ignored) < 0 || stat(path, &now) < 0)
        return EVIDENCE_FILE_missing;
    struct known_file *known = remember(&store->files, digest);
    if (known->state == EVIDENCE_FILE_unchecked || !is_unchanged(known, &now)) {
        known->state = read_and_compare(path, digest);
        known->inode = now.st_ino;
        known->size = now.st_size;
        known->changed = now.st_ctim;
    }
    return known->state;
}

void store_look_up_files(struct store *store, struct program *p)
{
    for (ARRAY_EACH(struct evidence, e, &p->evidence))
        e->file = e->digest.length ? look_up(store, e->digest) : EVIDENCE_FILE_unchecked;
}

void known_files_finish(struct known_files *known)
{
    index_free(&known->by_digest);
    array_free(&known->rows);
    arena_destroy(&known->text);
}

int evidence_remove(struct store *store, const struct evidence *row, struct problem *why)
{
    struct text digest = { 0 };
    struct arena work;

    arena_create(&work, ARENA_TRUSTED);
    int rc = present_digest(store, row->id, &work, &digest, why);
    if (rc >= 0)
        rc = store_remove_row(store, ledger_relation(&evidence_ledger), row, "evidence", row->id,
                              why);
    if (rc == 0)
        rc = drop_unnamed_file(store, digest, why);
    arena_destroy(&work);
    return rc;
}
