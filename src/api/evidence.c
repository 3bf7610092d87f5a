/*
 * evidence.c - what is shown for claims, and the files behind it.
 */
#include <errno.h>
#include <string.h>

#include "api/change.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

struct evidence_query {
    struct page page;
    struct text requirement;
};
static const struct input_field query_fields[] = {
    INPUT_TEXT(struct evidence_query, requirement, "requirement", 0, 64),
    PAGE_FIELDS(struct evidence_query),
};
const struct shape evidence_query = SHAPE(struct evidence_query, query_fields);

void json_evidence(struct json *j, const char *key, const struct evidence *e, moment_us today)
{
    json_object(j, key);
    json_text(j, "id", e->id);
    json_text(j, "requirement", e->requirement);
    json_level(j, "level", e->level);
    json_text(j, "kind", e->kind);
    json_text(j, "title", e->title);
    json_text(j, "custodian", e->custodian);
    json_text(j, "scope", e->scope);
    json_text(j, "digest", e->digest);
    json_text(j, "link", e->link);
    json_date(j, "collected", e->collected);
    json_date(j, "expires", e->expires);
    json_string(j, "state", evidence_state_name(evidence_state(e, today)));
    json_object_end(j);
}

static int list_as_csv(struct request *r, const struct selection *s, struct span span)
{
    static const char *const columns[] = { "id",    "requirement", "level",   "kind",
                                           "title", "custodian",   "scope",   "digest",
                                           "link",  "collected",   "expires", "state",
                                           NULL };
    const struct plant *plant = &r->view->plant;
    struct listing t;

    listing_init(&t, "bulkhead-evidence/1", columns);
    for (size_t i = span.from; i < span.to; i++) {
        const struct evidence *e = &plant->program.evidence.items[s->rows[i]];
        listing_text(&t, e->id);
        listing_text(&t, e->requirement);
        listing_unsigned(&t, e->level);
        listing_text(&t, e->kind);
        listing_text(&t, e->title);
        listing_text(&t, e->custodian);
        listing_text(&t, e->scope);
        listing_text(&t, e->digest);
        listing_text(&t, e->link);
        listing_date(&t, e->collected);
        listing_date(&t, e->expires);
        listing_string(&t, evidence_state_name(evidence_state(e, plant->today)));
    }
    return reply_listing(&r->reply, &t);
}

int evidence_list(struct request *r, struct problem *why)
{
    const struct evidence_query *q = r->input;
    const struct plant *plant = &r->view->plant;
    struct selection s = selection_of(plant->program.evidence.count, &r->arena);
    (void)why;

    for (size_t i = 0; i < plant->program.evidence.count; i++)
        if (facet_fits(q->requirement, plant->program.evidence.items[i].requirement))
            s.rows[s.count++] = (uint32_t)i;
    struct span span = page_span(&q->page, s.count);
    if (q->page.csv)
        return list_as_csv(r, &s, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&q->page, s.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_evidence(&j, NULL, &plant->program.evidence.items[s.rows[i]], plant->today);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* ---- rows ---- */

static const struct input_field edit_fields[] = {
    INPUT_TEXT(struct evidence, requirement, "requirement", 1, 64),
    INPUT_NUMBER(struct evidence, level, "level", 1, ML_MOST),
    INPUT_TEXT(struct evidence, kind, "kind", 1, 100),
    INPUT_TEXT(struct evidence, title, "title", 1, 300),
    INPUT_TEXT(struct evidence, custodian, "custodian", 0, 200),
    INPUT_TEXT(struct evidence, scope, "scope", 0, 300),
    INPUT_TEXT(struct evidence, link, "link", 0, 2000),
    INPUT_DATE(struct evidence, collected, "collected"),
    INPUT_DATE_OR_NULL(struct evidence, expires, "expires"),
};
const struct shape evidence_edit = SHAPE(struct evidence, edit_fields);

static const struct evidence *find(const struct plant_view *v, struct text id, struct problem *why)
{
    const struct program *p = &v->plant.program;
    size_t place = PLACE_OF(&p->evidence, id);

    if (place < p->evidence.count)
        return &p->evidence.items[place];
    problem_set(why, -ENOENT, "there is no evidence \"%.*s\"", SHOWN(id));
    return NULL;
}

/* "link": what a page makes an anchor of must not be able to run anything. */
static int check_link(const struct evidence *e, struct problem *why)
{
    static const char *const schemes[] = { "https://", "http://", "file://" };
    bool known = e->link.length == 0 || !memchr(e->link.at, ':', e->link.length);

    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        known |= text_starts(e->link, schemes[i]);
    if (known)
        return 0;
    return problem_set(
        why, -EINVAL,
        "body: key \"link\": must begin with https://, http:// or file://, or name a "
        "place without \":\"");
}

static int judge_create(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct program changed = v->plant.program;
    struct evidence row = *(struct evidence *)r->input;

    row.id = TEXT("new"); /* the store gives the id */
    PROGRAM_WITH(&changed, evidence, changed.evidence.count, &row, &r->arena);
    return change_fits(v, &changed, why);
}

static int put_new(struct request *r, struct store *store, struct problem *why)
{
    return store_add_evidence(store, r->input, &r->arena, why);
}

static int reply_stored(struct request *r, struct text id, unsigned status, struct problem *why)
{
    const struct evidence *stored = find(r->view, id, why);

    if (!stored)
        return why->code;
    struct json j = reply_json(&r->reply);
    r->reply.status = status;
    json_evidence(&j, NULL, stored, r->view->plant.today);
    return 0;
}

int evidence_create(struct request *r, struct problem *why)
{
    const struct evidence *row = r->input;
    int rc = check_link(row, why);

    if (rc == 0)
        rc = change_plant(r, judge_create, put_new, why);
    return rc < 0 ? rc : reply_stored(r, row->id, 201, why);
}

static int judge_present(struct request *r, const struct plant_view *v, struct problem *why)
{
    return find(v, r->path[0], why) ? 0 : why->code;
}

static int store_delete(struct request *r, struct store *store, struct problem *why)
{
    return store_remove_evidence(store, r->path[0], why);
}

int evidence_delete(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_present, store_delete, why);

    return rc < 0 ? rc : reply_nothing(&r->reply);
}

/* ---- files ---- */

struct wanted_file {
    struct text digest;
    struct arena *into;
    struct text content;
};

static int read_file(void *about, struct store *store, struct problem *why)
{
    struct wanted_file *wanted = about;

    return store_read_evidence_file(store, wanted->digest, wanted->into, &wanted->content, why);
}

int evidence_file_get(struct request *r, struct problem *why)
{
    const struct evidence *e = find(r->view, r->path[0], why);

    if (!e)
        return why->code;
    if (e->digest.length == 0)
        return problem_set(why, -ENOENT, "evidence \"%.*s\" has no file here", SHOWN(e->id));
    struct wanted_file wanted = { e->digest, &r->arena, { 0 } };
    int rc = live_read(r->live, read_file, &wanted, why);
    if (rc < 0)
        return rc;
    r->reply.type = "application/octet-stream";
    r->reply.download = text_format(&r->arena, "attachment; filename=\"%.*s\"", SHOWN(e->id)).at;
    buffer_text(&r->reply.body, wanted.content);
    return 0;
}

static int store_file(struct request *r, struct store *store, struct problem *why)
{
    return store_keep_evidence_file(store, r->path[0], r->body, why);
}

int evidence_file_put(struct request *r, struct problem *why)
{
    int rc = r->body.length ? 0 : problem_set(why, -EBADMSG, "body: must hold the bytes of a file");

    if (rc == 0)
        rc = change_plant(r, judge_present, store_file, why);
    return rc < 0 ? rc : reply_stored(r, r->path[0], 200, why);
}
