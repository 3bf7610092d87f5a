/*
 * batches.c - several rows of ledgers as one change: what was accepted together is
 * taken back together.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "api/batch.h"
#include "api/input.h"
#include "api/ledger.h"
#include "api/route.h"

/* The request's input: the batch first, so that its work finds it. */
struct batch_edit {
    struct batch batch;
    const cJSON *changes;
};

static int refuse(size_t number, const char *rule, struct problem *why)
{
    return problem_set(why, -EINVAL, "body: key \"changes\": entry %zu: %s", number + 1, rule);
}

static struct text member_text(const cJSON *entry, const char *name, bool *is_text)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(entry, name);

    *is_text = cJSON_IsString(value);
    return *is_text ? text_of(value->valuestring) : (struct text){ 0 };
}

/* A key changes or removes the row that is there; no key adds one. */
static int take_row(struct request *r, const struct plant_view *v, struct entry_change *c,
                    struct text key, const cJSON *row, struct problem *why)
{
    const void *old = key.length
                          ? ledger_find_row(v, c->ledger, text_copy(key, &r->arena), &r->arena, why)
                          : NULL;

    if (key.length && !old)
        return why->code;
    c->kind = !old ? ENTRY_add : cJSON_IsNull(row) ? ENTRY_remove : ENTRY_put;
    if (old)
        memcpy(c->row, old, c->ledger->size);
    if (c->kind == ENTRY_remove)
        return 0;
    int rc = ledger_take(r, c->ledger, row, c->row, why);
    if (rc == 0 && old && ledger_compare(c->ledger, c->row, old) != 0)
        rc = problem_set(why, -EINVAL, "body: key \"%s\": must be that of the row",
                         c->ledger->fields[0].name);
    if (rc == 0 && old)
        ledger_renew(c->ledger, old, c->row);
    return rc;
}

static int take_change(struct request *r, const struct plant_view *v, const cJSON *entry,
                       struct problem *why)
{
    struct batch *b = r->input;
    const cJSON *row = cJSON_GetObjectItemCaseSensitive(entry, "row");
    bool has_ledger, has_key;
    const struct ledger *l = ledger_find(member_text(entry, "ledger", &has_ledger));
    struct text key = member_text(entry, "key", &has_key);

    if (!has_ledger || !has_key || !row || cJSON_GetArraySize(entry) != 3)
        return refuse(b->count, "must have ledger, key and row", why);
    if (!l)
        return refuse(b->count, "names no ledger", why);
    if (cJSON_IsNull(row) && key.length == 0)
        return refuse(b->count, "must have a key or a row", why);
    if (cJSON_IsNull(row) && l == &evidence_ledger)
        return refuse(b->count, "evidence is removed by itself", why);
    if (!batch_add(r, b, l, why))
        return why->code;
    return take_row(r, v, &b->changes[b->count - 1], key, row, why);
}

static int judge_changes(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct batch_edit *edit = r->input;
    const cJSON *entry;
    int rc = 0;

    cJSON_ArrayForEach(entry, edit->changes) if (rc == 0) rc = take_change(r, v, entry, why);
    return rc < 0 ? rc : batch_fits(r, v, &edit->batch, why);
}

static int change_all(struct request *r, const cJSON *body, struct problem *why)
{
    struct batch_edit *edit = arena_alloc(&r->arena, 1, sizeof *edit, alignof(struct batch_edit));

    edit->changes = cJSON_GetObjectItemCaseSensitive(body, "changes");
    if (!cJSON_IsArray(edit->changes) || cJSON_GetArraySize(body) != 1)
        return problem_set(why, -EINVAL, "body: key \"changes\": must be a list, and the only key");
    r->input = edit;
    return batch_change(r, judge_changes, why);
}

int ledgers_change(struct request *r, struct problem *why)
{
    cJSON *body = input_parse(r->body, why);

    if (!body)
        return why->code;
    int rc = change_all(r, body, why);
    cJSON_Delete(body);
    return rc;
}
