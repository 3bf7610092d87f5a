/*
 * verify.c - is a plant, or a document of one, what it was when it was signed.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/command.h"
#include "model/program.h"
#include "store/digest.h"
#include "store/document.h"
#include "store/proof.h"
#include "store/store.h"
#include "store/upgrade.h"

static struct {
    const char *key, *checkpoint;
} chosen;

static const struct option options[] = {
    { "--key", OPTION_TEXT, &chosen.key, "FILE",
      "the public key that the auditor has, instead of the one in the plant" },
    { "--checkpoint", OPTION_TEXT, &chosen.checkpoint, "NUMBER:HASH",
      "an entry that the auditor kept: it must still be there" },
    { 0 },
};

struct verifying {
    const char *path;
    struct store *store;
    struct arena text;
    struct trail_proof proof;
    char key[SIGNER_PUBLIC_TEXT];
    size_t files, bad_files;
};

/* ---- what the auditor brings ---- */

static int read_key(struct verifying *v, const char **public, struct problem *why)
{
    *public = NULL;
    if (!chosen.key)
        return 0;
    int rc = signer_read_public(chosen.key, v->key, why);
    *public = v->key;
    return rc;
}

static int read_checkpoint(struct trail_trust *trust, struct problem *why)
{
    struct text hash = text_of(chosen.checkpoint);
    struct text number = text_cut(&hash, ':');

    if (!chosen.checkpoint)
        return 0;
    if (!text_unsigned(number, INT64_MAX, &trust->sequence) || !trust->sequence ||
        !digest_is_one(hash))
        return problem_set(why, -EINVAL,
                           "--checkpoint %s: must be NUMBER:HASH, as verify printed it before",
                           chosen.checkpoint);
    trust->hash = hash;
    return 0;
}

/* ---- a plant ---- */

static void print_all(const struct problems *found)
{
    for (ARRAY_EACH(const struct problem, p, &found->rows))
        printf("%s\n", p->what);
    if (found->more)
        printf("and %zu more\n", found->more);
}

/* Every piece of evidence with a digest must still be the file that it was. */
static void check_file(struct verifying *v, const struct evidence *e)
{
    if (!e->digest.length)
        return;
    v->files++;
    if (e->file == EVIDENCE_FILE_intact)
        return;
    v->bad_files++;
    printf("evidence %.*s: %s (SHA-256 %.*s)\n", (int)e->id.length, e->id.at,
           e->file == EVIDENCE_FILE_missing ? "its file is missing" : "its file was altered",
           (int)e->digest.length, e->digest.at);
}

static int check_files(struct verifying *v, struct problem *why)
{
    struct program program = { 0 };
    int rc = store_read_program(v->store, &program, &v->text, why);

    if (rc == 0)
        store_look_up_files(v->store, &program);
    for (size_t i = 0; rc == 0 && i < program.evidence.count; i++)
        check_file(v, &program.evidence.items[i]);
    program_finish(&program);
    return rc;
}

static void print_summary(const struct verifying *v)
{
    const struct trail_proof *p = &v->proof;

    if (p->found.rows.count == 0)
        printf("%s: the database is whole; ", v->path);
    else
        printf("%s: %zu things are not what they were; ", v->path,
               p->found.rows.count + p->found.more);
    printf("%" PRIu64 " rows in %" PRIu64 " tables, %" PRIu64 " captures, %zu evidence files, %zu "
           "of them not what they were\n",
           p->rows, p->tables, p->captures, v->files, v->bad_files);
    printf("audit trail: %" PRIu64 " entries, %" PRIu64 " signed checkpoints, key %.*s%s\n",
           p->entries, p->checkpoints, (int)p->signer.length, p->signer.at,
           chosen.key ? "" : " (the plant's own)");
    if (p->entries)
        printf("last checkpoint %" PRIu64 ":%.*s\n", p->last.sequence, (int)p->last.hash.length,
               p->last.hash.at);
}

static int verify_plant(struct verifying *v, const struct trail_trust *trust, struct problem *why)
{
    int rc = store_is_current(v->path, why);

    if (rc == 0)
        rc =
            problem_set(why, -EPROTONOSUPPORT,
                        "%s: of an older schema, and verify changes nothing; 'bulkhead migrate %s' "
                        "brings it up to date",
                        v->path, v->path);
    if (rc > 0)
        rc = store_open(&v->store, v->path, why);
    if (rc < 0)
        return rc;
    struct problem unreadable;
    int damaged = store_check(v->store, why);
    rc = store_prove(v->store, trust, &v->proof, &v->text, damaged < 0 ? &unreadable : why);
    if (rc < 0)
        return damaged < 0 ? damaged : rc;
    print_all(&v->proof.found);
    if (damaged < 0)
        return damaged;
    rc = check_files(v, why);
    print_all(&v->proof.notes);
    print_summary(v);
    return rc < 0 ? rc : v->proof.found.rows.count || v->bad_files ? EXIT_FOUND : EXIT_DONE;
}

/* ---- a document ---- */

static int verify_document(struct verifying *v, const char *trusted, struct problem *why)
{
    struct document_signature s;
    int rc = document_check_signature(v->path, &s, &v->text, why);

    if (rc < 0)
        return rc;
    if (!s.fits) {
        printf("%s: was altered: its SHA-256 is %s, signed was %.*s\n", v->path, s.now,
               (int)s.digest.length, s.digest.at);
        return EXIT_FOUND;
    }
    if (!s.holds) {
        printf("%s: the signature in %s does not hold\n", v->path, s.file.at);
        return EXIT_FOUND;
    }
    if (trusted && !text_is(s.signer, trusted)) {
        printf("%s: signed by another key: %.*s\n", v->path, (int)s.signer.length, s.signer.at);
        return EXIT_FOUND;
    }
    printf("%s: as it was signed, by key %.*s%s\n", v->path, (int)s.signer.length, s.signer.at,
           trusted ? "" : "; --key says whether that is the plant's");
    return EXIT_DONE;
}

static int verify(struct verifying *v, struct problem *why)
{
    struct trail_trust trust = { 0 };
    struct stat info;
    int rc = read_key(v, &trust.public, why);

    if (rc == 0)
        rc = read_checkpoint(&trust, why);
    if (rc < 0)
        return rc;
    if (stat(v->path, &info) == 0 && S_ISREG(info.st_mode))
        return verify_document(v, trust.public, why);
    return verify_plant(v, &trust, why);
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct verifying v = { 0 };

    if (options_parse(options, &given, 1, 1, &why) < 0)
        return command_misused(self, &why);
    v.path = given.items[0];
    arena_create(&v.text, ARENA_TRUSTED);
    int rc = verify(&v, &why);
    trail_proof_finish(&v.proof);
    store_close(v.store);
    arena_destroy(&v.text);
    return rc < 0 ? command_fails(self, &why) : rc;
}

const struct command verify_command = {
    .name = "verify",
    .usage = "PLANT | DOCUMENT [--key FILE] [--checkpoint NUMBER:HASH]",
    .help = "Is a plant, or a document, what it was; if not, what was changed where",
    .about =
        "Of a plant: every page of the database, every entry and signature of the audit trail,\n"
        "every row against the trail, every evidence file. Of a document: the signature beside "
        "it.\n"
        "Needs no network and changes nothing. Ends with code 1 when something is not what it was.",
    .run = run,
    .options = options,
};
