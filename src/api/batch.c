#include "api/batch.h"

#include <errno.h>
#include <string.h>

#include "api/ledger.h"
#include "api/rights.h"

struct batch *batch_begin(struct request *r)
{
    struct batch *b = arena_alloc(&r->arena, 1, sizeof *b, alignof(struct batch));

    r->input = b;
    return b;
}

void *batch_add(struct request *r, struct batch *b, const struct ledger *l, struct problem *why)
{
    if (b->count == CHANGES_MOST) {
        problem_set(why, -EINVAL, "more than %d rows in one change", CHANGES_MOST);
        return NULL;
    }
    if (rights_of_ledger(r, l, why) < 0)
        return NULL;
    void *row = arena_alloc(&r->arena, 1, l->size, alignof(max_align_t));
    b->changes[b->count++] = (struct entry_change){ ENTRY_add, l, row };
    return row;
}

/* ---- a program with all of it ---- */

static bool is_first_of_its_ledger(const struct batch *b, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (b->changes[k].ledger == b->changes[i].ledger)
            return false;
    return true;
}

/* The rows of a ledger in memory of their own, with room for all that the batch may add. */
static void copy_rows(struct program *p, const struct ledger *l, size_t more, struct arena *into)
{
    struct any_array rows = ledger_rows(l, p);
    char *copy = arena_alloc(into, rows.count + more, l->size, alignof(max_align_t));

    if (rows.count)
        memcpy(copy, rows.items, rows.count * l->size);
    rows.items = copy;
    ledger_set_rows(l, p, rows);
}

static void put_at(struct program *p, const struct ledger *l, size_t place, const void *row)
{
    struct any_array rows = ledger_rows(l, p);

    memcpy((char *)rows.items + place * l->size, row, l->size);
    rows.count += place == rows.count;
    ledger_set_rows(l, p, rows);
}

static void take_out(struct program *p, const struct ledger *l, size_t place)
{
    struct any_array rows = ledger_rows(l, p);
    char *at = (char *)rows.items + place * l->size;

    memmove(at, at + l->size, (rows.count - place - 1) * l->size);
    rows.count--;
    ledger_set_rows(l, p, rows);
}

/* Rows whose id the store will give are told apart by their place in the batch. */
static void name_for_now(struct program *p, const struct ledger *l, size_t place, size_t number,
                         struct arena *into)
{
    char *row = (char *)ledger_rows(l, p).items + place * l->size;
    const struct ledger_field *id = &l->fields[0];

    if (l->prefix && ledger_cell(id, row, into).length == 0)
        (void)ledger_cell_read(id, text_format(into, "new %zu", number), row, into);
}

static int apply(struct program *p, const struct entry_change *c, size_t number, struct arena *into,
                 struct problem *why)
{
    size_t count = ledger_rows(c->ledger, p).count, place = ledger_place(c->ledger, p, c->row);
    struct text key = ledger_key(c->ledger, c->row, into);

    if (c->kind == ENTRY_add && place < count)
        return problem_set(why, -EEXIST, "there is a %s \"%.*s\" already", c->ledger->one,
                           SHOWN(key));
    if (c->kind != ENTRY_add && place == count)
        return problem_set(why, -ENOENT, "there is no %s \"%.*s\"", c->ledger->one, SHOWN(key));
    if (c->kind == ENTRY_remove) {
        take_out(p, c->ledger, place);
    } else {
        put_at(p, c->ledger, place, c->row);
        name_for_now(p, c->ledger, place, number, into);
    }
    return 0;
}

int batch_fits(struct request *r, const struct plant_view *v, struct batch *b, struct problem *why)
{
    struct program changed = v->plant.program;
    int rc = 0;

    for (size_t i = 0; i < b->count; i++)
        if (is_first_of_its_ledger(b, i))
            copy_rows(&changed, b->changes[i].ledger, b->count, &r->arena);
    for (size_t i = 0; i < b->count; i++)
        if (b->changes[i].kind != ENTRY_add)
            b->keys[i] = text_copy(ledger_key(b->changes[i].ledger, b->changes[i].row, &r->arena),
                                   &r->arena);
    for (size_t i = 0; rc == 0 && i < b->count; i++)
        rc = apply(&changed, &b->changes[i], i, &r->arena, why);
    return rc < 0 ? rc : change_fits(v, &changed, why);
}

static int store_all(struct request *r, struct store *store, struct problem *why)
{
    const struct batch *b = r->input;

    return store_change_entries(store, b->changes, b->count, &r->arena, why);
}

static int print_rows(struct json *j, struct request *r, const struct batch *b, struct problem *why)
{
    json_array(j, "rows");
    for (size_t i = 0; i < b->count; i++) {
        const struct entry_change *c = &b->changes[i];
        if (c->kind == ENTRY_remove)
            continue;
        struct text key =
            c->kind == ENTRY_put ? b->keys[i] : ledger_key(c->ledger, c->row, &r->arena);
        const void *row = ledger_find_row(r->view, c->ledger, key, &r->arena, why);
        if (!row)
            return why->code;
        json_object(j, NULL);
        json_string(j, "ledger", c->ledger->name);
        json_text(j, "key", key);
        json_ledger_row(j, "row", c->ledger, row, r->view);
        json_object_end(j);
    }
    json_array_end(j);
    return 0;
}

int batch_change(struct request *r, change_judge *judge, struct problem *why)
{
    int rc = change_plant(r, judge, store_all, why);

    if (rc < 0)
        return rc;
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    rc = print_rows(&j, r, r->input, why);
    json_object_end(&j);
    return rc;
}
