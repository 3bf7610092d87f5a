#include "store/proof.h"

#include <errno.h>
#include <string.h>

#include "store/plant.h"
#include "store/proof_rows.h"

/* ---- the chain ---- */

struct walk {
    struct db *db;
    const struct trail_trust *trust;
    struct trail_proof *proof;
    struct arena *into;
    uint64_t expected; /* the number of the next entry */
    struct text hash;  /* of the last one */
    uint64_t unsigned_since;
    bool kept_found;
};

/* "audit entry 17 (2026-12-01T02:00:00.000000Z, ann, change claims "/NET 1.1")" */
static const char *entry_words(const struct audit_entry *e, struct arena *into)
{
    char at[MOMENT_TEXT];

    moment_format(e->at, at);
    return text_format(into, "audit entry %llu (%s, %.*s, %.*s %.*s \"%.*s\")",
                       (unsigned long long)e->sequence, at, (int)e->who.length, e->who.at,
                       (int)e->verb.length, e->verb.at, (int)e->kind.length, e->kind.at,
                       e->name.length < 100 ? (int)e->name.length : 100, e->name.at)
        .at;
}

static void check_place(struct walk *w, const struct audit_entry *e)
{
    unsigned long long first = w->expected, last = e->sequence - 1;

    if (e->sequence == w->expected)
        return;
    if (first == last)
        problems_say(&w->proof->found, -EILSEQ, "audit entry %llu is missing", first);
    else
        problems_say(&w->proof->found, -EILSEQ, "audit entries %llu to %llu are missing", first,
                     last);
    w->hash = e->previous; /* the hole is said once */
}

static void check_hashes(struct walk *w, const struct audit_entry *e)
{
    char hash[TRAIL_HASH_TEXT];

    audit_entry_hash(e, hash);
    if (!text_is(e->hash, hash))
        problems_say(&w->proof->found, -EILSEQ,
                     "%s was altered: its hash does not fit what it says", entry_words(e, w->into));
    else if (!text_equal(e->previous, w->hash))
        problems_say(
            &w->proof->found, -EILSEQ,
            "%s does not follow from the entry before it: that one was altered or replaced",
            entry_words(e, w->into));
}

static void check_signature(struct walk *w, const struct audit_entry *e)
{
    if (e->decided.length == 0)
        return;
    w->proof->checkpoints++;
    if (e->signature.length == 0) {
        if (!w->unsigned_since)
            w->unsigned_since = e->sequence;
        return;
    }
    w->unsigned_since = 0; /* the signature stands for all before it */
    if (!signature_holds(signed_checkpoint, e->hash, e->signer, e->signature))
        problems_say(&w->proof->found, -EILSEQ, "%s: its signature does not hold",
                     entry_words(e, w->into));
    else if (w->trust->public && !text_is(e->signer, w->trust->public))
        problems_say(&w->proof->found, -EILSEQ, "%s is signed by another key: %.*s",
                     entry_words(e, w->into), (int)e->signer.length, e->signer.at);
}

static void check_kept(struct walk *w, const struct audit_entry *e)
{
    if (e->sequence != w->trust->sequence)
        return;
    w->kept_found = true;
    if (!text_equal(e->hash, w->trust->hash))
        problems_say(&w->proof->found, -EILSEQ,
                     "%s is not the one of the checkpoint that was kept: the trail was rewritten",
                     entry_words(e, w->into));
}

static struct audit_entry kept_entry(const struct audit_entry *e, struct arena *into)
{
    struct audit_entry kept = *e;

    kept.who = text_copy(e->who, into);
    kept.through = text_copy(e->through, into);
    kept.verb = text_copy(e->verb, into);
    kept.kind = text_copy(e->kind, into);
    kept.name = text_copy(e->name, into);
    kept.before = kept.after = (struct text){ 0 };
    kept.decided = text_copy(e->decided, into);
    kept.observed = text_copy(e->observed, into);
    kept.previous = text_copy(e->previous, into);
    kept.hash = text_copy(e->hash, into);
    kept.signer = text_copy(e->signer, into);
    kept.signature = text_copy(e->signature, into);
    return kept;
}

static void check_entry(struct walk *w, const struct audit_entry *e)
{
    check_place(w, e);
    check_hashes(w, e);
    check_signature(w, e);
    check_kept(w, e);
    w->expected = e->sequence + 1;
    w->hash = e->hash; /* lives until the entry after the next */
    w->proof->entries++;
}

/* Entries may be many and long: only the one before is kept beside each. */
static int walk_chain(struct walk *w, struct problem *why)
{
    struct arena pair[2];
    struct record_reader reader;
    struct audit_entry e = { 0 };
    int rc, at = 0;

    arena_create(&pair[0], ARENA_TRUSTED);
    arena_create(&pair[1], ARENA_TRUSTED);
    reader = record_read(w->db, &audit_relation, &pair[0]);
    while ((rc = record_next(&reader, &e, why)) == 1) {
        check_entry(w, &e);
        w->proof->last = e;
        at = !at;
        arena_reset(&pair[at]);
        reader.into = &pair[at];
    }
    w->proof->last = kept_entry(&w->proof->last, w->into);
    arena_destroy(&pair[0]);
    arena_destroy(&pair[1]);
    return rc;
}

static void check_end(struct walk *w)
{
    if (w->proof->entries == 0)
        problems_say(&w->proof->found, -EILSEQ, "the audit trail is empty: it was removed");
    if (w->trust->sequence && !w->kept_found)
        problems_say(&w->proof->found, -EILSEQ,
                     "audit entry %llu of the checkpoint that was kept is missing: the trail was "
                     "cut or rewritten",
                     (unsigned long long)w->trust->sequence);
    if (w->unsigned_since)
        problems_say(
            &w->proof->notes, 0,
            "audit entries from %llu on are not signed: the plant's secret key is elsewhere",
            (unsigned long long)w->unsigned_since);
}

/* ---- chain and seals ---- */

static int has_live_capture(struct db *db, struct problem *why)
{
    static const struct query query = { "live captures",
                                        "SELECT 1 FROM capture WHERE interface <> ''" };
    struct statement *s = db_statement(db, &query);
    int rc = statement_next(s, why);

    statement_stop(s);
    return rc;
}

/* A sensor renews seals at once and adds an entry by the hour. */
static int check_observed(struct walk *w, const struct state_digests *state, struct problem *why)
{
    const struct audit_entry *last = &w->proof->last;
    char at[MOMENT_TEXT];

    if (text_is(last->observed, state->observed))
        return 0;
    int live = has_live_capture(w->db, why);
    if (live < 0)
        return live;
    moment_format(last->at, at);
    problems_say(live ? &w->proof->notes : &w->proof->found, live ? 0 : -EILSEQ,
                 live ? "what was observed changed since audit entry %llu (%s); a sensor adds an "
                        "entry by the hour"
                      : "what was observed is not what audit entry %llu (%s) left: rows and their "
                        "seals were altered together, or later entries were removed",
                 (unsigned long long)last->sequence, at);
    return 0;
}

static int check_state(struct walk *w, struct problem *why)
{
    struct state_digests state;
    const struct audit_entry *last = &w->proof->last;
    int rc = state_read(w->db, &state, why);

    if (rc < 0 || w->proof->entries == 0)
        return rc;
    if (last->decided.length == 0) {
        problems_say(&w->proof->found, -EILSEQ,
                     "audit entry %llu is in the middle of a change: those after it were removed",
                     (unsigned long long)last->sequence);
        return 0;
    }
    if (!text_is(last->decided, state.decided)) {
        problems_say(&w->proof->found, -EILSEQ,
                     "what people decided is not what audit entry %llu left: rows and their seals "
                     "were altered together, or later entries were removed",
                     (unsigned long long)last->sequence);
        rc = proof_rows_against_trail(w->db, &w->proof->found, why);
    }
    return rc < 0 ? rc : check_observed(w, &state, why);
}

/* ---- all of it ---- */

static int count_captures(struct db *db, uint64_t *captures, struct problem *why)
{
    static const struct query query = { "captures", "SELECT count(*) FROM capture" };
    struct statement *s = db_statement(db, &query);
    int rc = statement_next(s, why);

    if (rc == 1)
        *captures = (uint64_t)column_integer(s);
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

static int prove(struct walk *w, struct problem *why)
{
    int rc = walk_chain(w, why);

    if (rc < 0)
        return rc;
    check_end(w);
    rc = count_captures(w->db, &w->proof->captures, why);
    if (rc == 0)
        rc = proof_rows(w->db, &w->proof->found, &w->proof->rows, &w->proof->tables, why);
    return rc < 0 ? rc : check_state(w, why);
}

int store_prove(struct store *store, const struct trail_trust *trust, struct trail_proof *proof,
                struct arena *into, struct problem *why)
{
    char own[SIGNER_PUBLIC_TEXT];
    struct trail_trust with = *trust;
    struct walk w = {
        .db = store->db, .trust = &with, .proof = proof, .into = into, .expected = 1
    };

    if (!with.public) {
        struct problem missing = { 0 };
        if (signer_read_public(store->folder, own, &missing) == 0)
            with.public = own;
        else
            problems_say(&proof->found, missing.code, "%s", missing.what);
    }
    if (with.public)
        proof->signer = text_copy(text_of(with.public), into);
    int rc = db_begin_read(store->db, why);
    if (rc < 0)
        return rc;
    rc = prove(&w, why);
    db_rollback(store->db);
    return rc;
}

void trail_proof_finish(struct trail_proof *proof)
{
    problems_finish(&proof->found);
    problems_finish(&proof->notes);
}

int proof_rows_are_sealed(struct db *db, bool *sealed, struct problem *why)
{
    struct problems found = { 0 };
    uint64_t rows = 0, tables = 0;
    int rc = proof_rows(db, &found, &rows, &tables, why);

    *sealed = found.rows.count == 0;
    problems_finish(&found);
    return rc;
}
