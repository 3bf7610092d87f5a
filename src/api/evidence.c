/*
 * evidence.c - what is shown for claims, and the files behind it.
 */
#include <errno.h>

#include "api/change.h"
#include "api/ledger.h"
#include "api/route.h"
#include "api/rows.h"

void json_evidence(struct json *j, const char *key, const struct evidence *e,
                   const struct plant_view *v)
{
    json_ledger_row(j, key, &evidence_ledger, e, v);
}

int evidence_list(struct request *r, struct problem *why)
{
    return ledger_list(r, &evidence_ledger, why);
}

int evidence_create(struct request *r, struct problem *why)
{
    return ledger_create(r, &evidence_ledger, why);
}

int evidence_put(struct request *r, struct problem *why)
{
    return ledger_put(r, &evidence_ledger, r->path[0], why);
}

int evidence_delete(struct request *r, struct problem *why)
{
    return ledger_delete(r, &evidence_ledger, r->path[0], why);
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
    const struct evidence *e =
        ledger_find_row(r->view, &evidence_ledger, r->path[0], &r->arena, why);

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

static int judge_present(struct request *r, const struct plant_view *v, struct problem *why)
{
    return ledger_find_row(v, &evidence_ledger, r->path[0], &r->arena, why) ? 0 : why->code;
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
    const struct evidence *e =
        rc < 0 ? NULL : ledger_find_row(r->view, &evidence_ledger, r->path[0], &r->arena, why);
    if (!e)
        return why->code;
    struct json j = reply_json(&r->reply);
    json_evidence(&j, NULL, e, r->view);
    return 0;
}
