#include "api/ledger.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "api/change.h"
#include "api/input.h"
#include "api/rights.h"
#include "api/rows.h"
#include "assess/standing.h"

static void print_field(struct json *j, const struct ledger_field *f, const void *row)
{
    struct arena scratch;

    arena_create(&scratch, ARENA_TRUSTED);
    struct text cell = ledger_cell(f, row, &scratch);
    uint64_t number = 0;
    switch (f->kind) {
    case LEDGER_list:
        json_list(j, f->name, cell);
        break;
    case LEDGER_flag:
        json_bool(j, f->name, text_is(cell, "true"));
        break;
    case LEDGER_date:
        json_text_or_null(j, f->name, cell);
        break;
    case LEDGER_level:
    case LEDGER_number:
    case LEDGER_money:
        (void)text_unsigned(cell, UINT64_MAX, &number);
        json_unsigned(j, f->name, number);
        break;
    case LEDGER_text:
    case LEDGER_prose:
    case LEDGER_word:
    case LEDGER_address:
        json_text(j, f->name, cell);
    }
    arena_destroy(&scratch);
}

void json_ledger_row(struct json *j, const char *key, const struct ledger *l, const void *row,
                     const struct plant_view *v)
{
    const char *state = row_standing(&v->assessment.proofs, l, row);

    json_object(j, key);
    for (size_t i = 0; i < l->field_count; i++)
        print_field(j, &l->fields[i], row);
    if (state)
        json_string(j, "state", state);
    json_object_end(j);
}

/* ---- one row ---- */

const void *ledger_find_row(const struct plant_view *v, const struct ledger *l, struct text key,
                            struct arena *into, struct problem *why)
{
    const struct program *p = &v->plant.program;
    void *like = arena_alloc(into, 1, l->size, alignof(max_align_t));
    size_t count = ledger_rows(l, p).count;
    size_t place = ledger_key_read(l, key, like, into) ? ledger_place(l, p, like) : count;

    if (place < count)
        return ledger_row(l, p, place);
    problem_set(why, -ENOENT, "there is no %s \"%.*s\"", l->one, SHOWN(key));
    return NULL;
}

/* ---- bodies ---- */

struct body {
    struct request *request;
    const struct ledger *ledger;
    void *row;
    struct problem *why;
};

static int refuse(const struct body *b, const char *key, const char *rule)
{
    return problem_set(b->why, -EINVAL, "body: key \"%s\": %s", key, rule);
}

static struct text number_text(const cJSON *json, struct arena *into)
{
    if (json->valuedouble < 0 || json->valuedouble > 9007199254740992.0 ||
        json->valuedouble != (double)(uint64_t)json->valuedouble)
        return TEXT("no whole number");
    return text_format(into, "%llu", (unsigned long long)json->valuedouble);
}

/* Entries hold no ';': it stands between them. */
static bool list_text(const cJSON *json, struct arena *into, struct text *list)
{
    const cJSON *entry;

    *list = (struct text){ 0 };
    cJSON_ArrayForEach(entry, json)
    {
        if (!cJSON_IsString(entry) || strchr(entry->valuestring, ';'))
            return false;
        *list = text_format(into, "%.*s%s%s", SHOWN(*list), list->length ? ";" : "",
                            entry->valuestring);
    }
    return cJSON_IsArray(json);
}

/* NULL when the value has the JSON type of its kind; else the rule. */
static const char *value_text(const cJSON *json, const struct ledger_field *f, struct arena *into,
                              struct text *value)
{
    switch (f->kind) {
    case LEDGER_list:
        return list_text(json, into, value) ? NULL : "must be a list of texts without \";\"";
    case LEDGER_flag:
        *value = cJSON_IsTrue(json) ? TEXT("true") : TEXT("false");
        return cJSON_IsBool(json) ? NULL : "must be true or false";
    case LEDGER_level:
    case LEDGER_number:
    case LEDGER_money:
        *value = cJSON_IsNumber(json) ? number_text(json, into) : TEXT("no number");
        return NULL;
    case LEDGER_date:
        if (cJSON_IsNull(json))
            return *value = (struct text){ 0 }, NULL;
        break;
    case LEDGER_text:
    case LEDGER_prose:
    case LEDGER_word:
    case LEDGER_address:
        break;
    }
    if (!cJSON_IsString(json))
        return "must be text";
    *value = text_copy(text_of(json->valuestring), into);
    return NULL;
}

static int take_value(const struct body *b, const cJSON *json)
{
    const struct ledger_field *f = ledger_field(b->ledger, text_of(json->string));
    struct arena *into = &b->request->arena;
    struct text value;

    if (!f)
        return refuse(b, json->string, "is not known here");
    if (f->kept)
        return refuse(b, json->string, "is kept by the program");
    for (const cJSON *other = json->next; other; other = other->next)
        if (strcmp(other->string, json->string) == 0)
            return refuse(b, json->string, "must not be there twice");
    const char *rule = value_text(json, f, into, &value);
    if (rule)
        return refuse(b, f->name, rule);
    struct text broken = ledger_cell_read(f, value, b->row, into);
    return broken.length ? refuse(b, f->name, text_string(broken, into)) : 0;
}

static int check_required(const struct body *b)
{
    for (size_t i = 0; i < b->ledger->field_count; i++) {
        const struct ledger_field *f = &b->ledger->fields[i];
        struct text cell = ledger_cell(f, b->row, &b->request->arena);
        bool given = i == 0 && b->ledger->prefix;
        if (f->required && !given && cell.length == 0)
            return refuse(b, f->name, "must not be empty");
        if (f->least && text_is(cell, "0"))
            return refuse(b, f->name, "must not be 0");
    }
    return 0;
}

int ledger_take(struct request *r, const struct ledger *l, const cJSON *json, void *row,
                struct problem *why)
{
    struct body b = { r, l, row, why };
    const cJSON *value;
    int rc = 0;

    if (!cJSON_IsObject(json))
        rc = problem_set(why, -EINVAL, "body: must be an object");
    else
        cJSON_ArrayForEach(value, json) if (rc == 0) rc = take_value(&b, value);
    return rc < 0 ? rc : check_required(&b);
}

static int take_body(struct request *r, const struct ledger *l, void *row, struct problem *why)
{
    cJSON *json = input_parse(r->body, why);

    if (!json)
        return why->code;
    int rc = ledger_take(r, l, json, row, why);
    cJSON_Delete(json);
    return rc;
}

/* ---- changes ---- */

/* What a change is about; the request's input. */
struct edit {
    const struct ledger *ledger;
    struct text key; /* of the row that is changed or removed; empty: a new one */
    void *row;
};

static struct program with_row(const struct program *p, const struct edit *e, const void *row,
                               size_t place, struct arena *into)
{
    struct program changed = *p;
    struct any_array rows = ledger_rows(e->ledger, p);

    rows.items = rows_with(rows.items, &rows.count, e->ledger->size, place, row, into);
    ledger_set_rows(e->ledger, &changed, rows);
    return changed;
}

static int judge_create(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct edit *e = r->input;
    const struct program *p = &v->plant.program;
    size_t count = ledger_rows(e->ledger, p).count;
    struct text first = ledger_cell(&e->ledger->fields[0], e->row, &r->arena);
    char *row = arena_alloc(&r->arena, 1, e->ledger->size, alignof(max_align_t));

    memcpy(row, e->row, e->ledger->size);
    if (e->ledger->prefix && first.length == 0) /* the store gives the id */
        (void)ledger_cell_read(&e->ledger->fields[0], TEXT("new"), row, &r->arena);
    else if (ledger_place(e->ledger, p, row) < count)
        return problem_set(why, -EEXIST, "there is a %s \"%.*s\" already", e->ledger->one,
                           SHOWN(ledger_key(e->ledger, row, &r->arena)));
    struct program changed = with_row(p, e, row, count, &r->arena);
    return change_fits(v, &changed, why);
}

/* The keys of a row stay; what the body left out stays too. */
static int judge_put(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct edit *e = r->input;
    const struct program *p = &v->plant.program;
    const void *old = ledger_find_row(v, e->ledger, e->key, &r->arena, why);

    if (!old)
        return why->code;
    e->row = arena_alloc(&r->arena, 1, e->ledger->size, alignof(max_align_t));
    memcpy(e->row, old, e->ledger->size);
    int rc = take_body(r, e->ledger, e->row, why);
    if (rc == 0 && ledger_compare(e->ledger, e->row, old) != 0)
        rc = problem_set(why, -EINVAL, "body: key \"%s\": must be that of the address",
                         e->ledger->fields[0].name);
    if (rc < 0)
        return rc;
    ledger_renew(e->ledger, old, e->row);
    struct program changed = with_row(p, e, e->row, ledger_place(e->ledger, p, e->row), &r->arena);
    return change_fits(v, &changed, why);
}

static int judge_delete(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct edit *e = r->input;
    struct program changed = v->plant.program;
    struct any_array rows = ledger_rows(e->ledger, &changed);
    const void *old = ledger_find_row(v, e->ledger, e->key, &r->arena, why);

    if (!old)
        return why->code;
    e->row = arena_alloc(&r->arena, 1, e->ledger->size, alignof(max_align_t));
    memcpy(e->row, old, e->ledger->size);
    rows.items = rows_without(rows.items, &rows.count, e->ledger->size,
                              ledger_place(e->ledger, &changed, old), &r->arena);
    ledger_set_rows(e->ledger, &changed, rows);
    return change_fits(v, &changed, why);
}

static int work_create(struct request *r, struct store *store, struct problem *why)
{
    const struct edit *e = r->input;

    return store_add_entry(store, e->ledger, e->row, &r->arena, why);
}

static int work_put(struct request *r, struct store *store, struct problem *why)
{
    const struct edit *e = r->input;

    return store_put_entry(store, e->ledger, e->row, why);
}

static int work_delete(struct request *r, struct store *store, struct problem *why)
{
    const struct edit *e = r->input;

    return store_remove_entry(store, e->ledger, e->row, why);
}

/* `key` is the request's own: rows of an older view went with it. */
static int reply_stored(struct request *r, const struct ledger *l, struct text key, unsigned status,
                        struct problem *why)
{
    const void *row = ledger_find_row(r->view, l, key, &r->arena, why);

    if (!row)
        return why->code;
    struct json j = reply_json(&r->reply);
    r->reply.status = status;
    json_ledger_row(&j, NULL, l, row, r->view);
    return 0;
}

/* It outlives the function that asks for it: the request points at it. */
static struct edit *begin_edit(struct request *r, const struct ledger *l, struct text key)
{
    struct edit *e = arena_alloc(&r->arena, 1, sizeof *e, alignof(struct edit));

    *e = (struct edit){ .ledger = l, .key = key };
    r->input = e;
    return e;
}

int ledger_create(struct request *r, const struct ledger *l, struct problem *why)
{
    struct edit *e = begin_edit(r, l, (struct text){ 0 });
    int rc = rights_of_ledger(r, l, why);

    e->row = arena_alloc(&r->arena, 1, l->size, alignof(max_align_t));
    if (rc == 0)
        rc = take_body(r, l, e->row, why);
    if (rc == 0)
        rc = change_plant(r, judge_create, work_create, why);
    return rc < 0 ? rc : reply_stored(r, l, ledger_key(l, e->row, &r->arena), 201, why);
}

int ledger_put(struct request *r, const struct ledger *l, struct text key, struct problem *why)
{
    begin_edit(r, l, key);
    int rc = rights_of_ledger(r, l, why);

    if (rc == 0)
        rc = change_plant(r, judge_put, work_put, why);
    return rc < 0 ? rc : reply_stored(r, l, key, 200, why);
}

int ledger_delete(struct request *r, const struct ledger *l, struct text key, struct problem *why)
{
    begin_edit(r, l, key);
    int rc = rights_of_ledger(r, l, why);

    if (rc == 0)
        rc = change_plant(r, judge_delete, work_delete, why);
    return rc < 0 ? rc : reply_nothing(&r->reply);
}
