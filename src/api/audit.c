/*
 * audit.c - the audit trail, and whether the plant is what it says.
 */
#include "api/live.h"
#include "api/page.h"
#include "api/plant_view.h"
#include "api/route.h"
#include "store/proof.h"

struct audit_query {
    struct page page;
    struct trail_filter filter;
};

static bool parse_moment(struct text t, void *at)
{
    return moment_parse(t, at);
}

#define A_TIME "must be a day or a time, as 2026-11-23 or 2026-11-23T10:00:00Z"
static const struct input_field fields[] = {
    INPUT_TEXT(struct audit_query, filter.who, "who", 0, 200),
    INPUT_TEXT(struct audit_query, filter.verb, "verb", 0, 20),
    INPUT_TEXT(struct audit_query, filter.kind, "kind", 0, 100),
    INPUT_TEXT(struct audit_query, filter.name, "name", 0, 500),
    INPUT_TEXT(struct audit_query, filter.holds, "q", 0, 200),
    INPUT_PARSED(struct audit_query, filter.from, "from", parse_moment, A_TIME),
    INPUT_PARSED(struct audit_query, filter.to, "to", parse_moment, A_TIME),
    PAGE_FIELDS(struct audit_query),
};
const struct shape audit_query = SHAPE(struct audit_query, fields);

/* ---- entries ---- */

struct looking {
    const struct audit_query *query;
    struct trail trail;
    uint64_t total;
    struct arena *into;
};

static int look(void *about, struct store *store, struct problem *why)
{
    struct looking *l = about;
    const struct page *page = &l->query->page;
    uint64_t limit = page->limit ? page->limit : page->csv ? INT64_MAX : PAGE_ROWS;

    return store_read_trail(store, &l->query->filter, page->offset, limit, &l->trail, &l->total,
                            l->into, why);
}

static void json_entry(struct json *j, const struct audit_entry *e)
{
    json_object(j, NULL);
    json_unsigned(j, "sequence", e->sequence);
    json_moment(j, "at", e->at);
    json_text(j, "who", e->who);
    json_text(j, "through", e->through);
    json_text(j, "verb", e->verb);
    json_text(j, "kind", e->kind);
    json_text(j, "name", e->name);
    json_text_or_null(j, "before", e->before);
    json_text_or_null(j, "after", e->after);
    json_bool(j, "checkpoint", e->decided.length > 0);
    json_bool(j, "signed", e->signature.length > 0);
    json_text(j, "hash", e->hash);
    json_object_end(j);
}

static int print_csv(struct request *r, const struct trail *trail)
{
    static const char *const columns[] = { "sequence", "at",     "who",   "through", "verb", "kind",
                                           "name",     "before", "after", "hash",    NULL };
    struct listing l;

    listing_init(&l, "bulkhead-audit/1", columns);
    for (ARRAY_EACH(const struct audit_entry, e, &trail->rows)) {
        listing_unsigned(&l, e->sequence);
        listing_moment(&l, e->at);
        listing_text(&l, e->who);
        listing_text(&l, e->through);
        listing_text(&l, e->verb);
        listing_text(&l, e->kind);
        listing_text(&l, e->name);
        listing_text(&l, e->before);
        listing_text(&l, e->after);
        listing_text(&l, e->hash);
    }
    return reply_listing(&r->reply, &l);
}

static int print_json(struct request *r, const struct looking *l)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    page_print(&l->query->page, l->total, &j);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct audit_entry, e, &l->trail.rows))
        json_entry(&j, e);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

int audit_list(struct request *r, struct problem *why)
{
    struct looking l = { .query = r->input, .into = &r->arena };
    int rc = live_read(r->live, look, &l, why);

    if (rc >= 0)
        rc = l.query->page.csv ? print_csv(r, &l.trail) : print_json(r, &l);
    array_free(&l.trail.rows);
    return rc < 0 ? rc : 0;
}

/* ---- is it true ---- */

/* A store of its own: it reads everything, and nobody waits for it. */
static int prove(struct request *r, struct trail_proof *proof, struct problem *why)
{
    const struct trail_trust trust = { 0 };
    struct store *store = NULL;
    int rc = store_open(&store, live_plant(r->live), why);

    if (rc == 0)
        rc = store_prove(store, &trust, proof, &r->arena, why);
    store_close(store);
    return rc;
}

static void print_problems(struct json *j, const char *key, const struct problems *problems)
{
    json_array(j, key);
    for (ARRAY_EACH(const struct problem, p, &problems->rows))
        json_string(j, NULL, p->what);
    json_array_end(j);
}

static void print_proof(struct request *r, const struct trail_proof *p)
{
    struct json j = reply_json(&r->reply);

    json_object(&j, NULL);
    json_unsigned(&j, "entries", p->entries);
    json_unsigned(&j, "checkpoints", p->checkpoints);
    json_unsigned(&j, "rows", p->rows);
    json_unsigned(&j, "tables", p->tables);
    json_text(&j, "key", p->signer);
    json_text(&j, "last", p->last.hash);
    json_unsigned(&j, "last_sequence", p->last.sequence);
    print_problems(&j, "found", &p->found);
    print_problems(&j, "notes", &p->notes);
    json_object_end(&j);
}

int audit_proof_get(struct request *r, struct problem *why)
{
    struct trail_proof proof = { 0 };
    int rc = prove(r, &proof, why);

    if (rc == 0)
        print_proof(r, &proof);
    trail_proof_finish(&proof);
    return rc;
}
