#include "model/ledger_check.h"

#include <string.h>

#include "base/hash.h"
#include "base/index.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

/* The rows of one ledger, found by their keys and by their first field. */
struct lookup {
    const struct ledger *ledger;
    struct any_array rows;
    struct index keys, names;
};

struct row_check {
    const struct program *program;
    const struct requirements *requirements;
    struct lookup *lookups; /* in the order of ledger_table */
    struct arena *into;
    struct complaints *out;
    const struct ledger *ledger;
    size_t row;
};

const struct program *check_program(const struct row_check *c)
{
    return c->program;
}

static const void *row_of(const struct row_check *c)
{
    return ledger_row(c->ledger, c->program, c->row);
}

/* `claim "AS-001/NET 1.1"`; where a key field is empty, what stands there. */
static struct text name_of(const struct row_check *c)
{
    struct text name = { 0 };

    for (size_t i = 0; i < c->ledger->keys; i++) {
        struct text part = ledger_cell(&c->ledger->fields[i], row_of(c), c->into);
        if (part.length)
            name = text_format(c->into, "%.*s%s%.*s", SHOWN(name), name.length ? " " : "",
                               SHOWN(part));
    }
    return text_format(c->into, "%s \"%.*s\"", c->ledger->one, SHOWN(name));
}

static void complain(const struct row_check *c, struct text rule, const char *before)
{
    struct text name = name_of(c);

    *array_add(&c->out->rows) =
        (struct complaint){ PART_ledger, c->ledger, (uint32_t)c->row,
                            text_format(c->into, "%.*s%s%.*s", SHOWN(name), before, SHOWN(rule)) };
}

void check_fails(const struct row_check *c, const char *rule)
{
    complain(c, text_of(rule), ": ");
}

/* ---- look-ups ---- */

static uint64_t hash_key(const struct ledger *l, const void *row, struct arena *scratch)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < l->keys; i++) {
        struct text cell = ledger_cell(&l->fields[i], row, scratch);
        hash = hash_mix(hash, hash_bytes(cell.at, cell.length));
    }
    return hash;
}

static bool same_key(const void *owner, const void *key, uint32_t item)
{
    const struct lookup *l = owner;

    return ledger_compare(l->ledger, key, (const char *)l->rows.items + item * l->ledger->size) ==
           0;
}

static bool same_name(const void *owner, const void *key, uint32_t item)
{
    const struct lookup *l = owner;
    struct text name;

    memcpy(&name, (const char *)l->rows.items + item * l->ledger->size + l->ledger->fields[0].at,
           sizeof name);
    return text_equal(name, *(const struct text *)key);
}

static void index_row(struct lookup *l, struct index *x, uint64_t hash, index_same *same,
                      const void *key, size_t row)
{
    if (index_find(x, hash, same, l, key) == INDEX_NONE)
        index_insert(x, hash, (uint32_t)row);
}

/* What stands there twice is not found by its own key: the first row is. */
static void fill_lookup(struct lookup *l, const struct ledger *ledger, const struct program *p,
                        struct arena *scratch)
{
    *l = (struct lookup){ .ledger = ledger, .rows = ledger_rows(ledger, p) };
    for (size_t i = 0; i < l->rows.count; i++) {
        const char *row = (const char *)l->rows.items + i * ledger->size;
        index_row(l, &l->keys, hash_key(ledger, row, scratch), same_key, row, i);
        if (ledger->fields[0].kind != LEDGER_text)
            continue; /* nothing names rows by their address */
        struct text name = ledger_cell(&ledger->fields[0], row, scratch);
        index_row(l, &l->names, hash_bytes(name.at, name.length), same_name, &name, i);
    }
}

static bool is_row(const struct row_check *c, const char *ledger, struct text name)
{
    const struct lookup *l = c->lookups;

    while (l->ledger && strcmp(l->ledger->name, ledger) != 0)
        l++;
    return l->ledger && index_find(&l->names, hash_bytes(name.at, name.length), same_name, l,
                                   &name) != INDEX_NONE;
}

/* ---- rules ---- */

static bool is_conduit(const struct program *p, struct text id)
{
    for (ARRAY_EACH(const struct conduit, conduit, &p->conduits))
        if (text_equal(conduit->id, id))
            return true;
    return false;
}

/* Empty where it is there; else the end of the sentence. */
static struct text missing(const struct row_check *c, const struct ledger_field *f,
                           struct text named)
{
    switch (f->refers) {
    case REFERS_ledger:
        if (is_row(c, f->ledger, named))
            return (struct text){ 0 };
        return text_format(c->into, "%s \"%.*s\", which is not there",
                           ledger_find(text_of(f->ledger))->one, SHOWN(named));
    case REFERS_zone:
        if (program_zone(c->program, named))
            return (struct text){ 0 };
        return text_format(c->into, "zone \"%.*s\", which is not defined", SHOWN(named));
    case REFERS_conduit:
        if (is_conduit(c->program, named))
            return (struct text){ 0 };
        return text_format(c->into, "conduit \"%.*s\", which is not defined", SHOWN(named));
    case REFERS_requirement:
        if (requirement_find(c->requirements, named))
            return (struct text){ 0 };
        return text_format(c->into, "requirement \"%.*s\", which IEC 62443-2-1 does not have",
                           SHOWN(named));
    case REFERS_standard:
        if (requirements_have(c->requirements, f->ledger, named))
            return (struct text){ 0 };
        return text_format(c->into, "\"%.*s\", which is no row of IEC 62443-%s", SHOWN(named),
                           f->ledger);
    case REFERS_signal:
    case REFERS_nowhere:
        break;
    }
    return (struct text){ 0 };
}

static void check_reference(const struct row_check *c, const struct ledger_field *f)
{
    struct text rest = ledger_cell(f, row_of(c), c->into), named;

    if (f->kind != LEDGER_list) {
        struct text end = rest.length ? missing(c, f, rest) : rest;
        if (end.length)
            complain(c, end, " names ");
        return;
    }
    while (list_next(&rest, &named)) {
        struct text end = missing(c, f, named);
        if (end.length)
            complain(c, end, " names ");
    }
}

static bool is_empty(const struct row_check *c, const struct ledger_field *f)
{
    struct text cell = ledger_cell(f, row_of(c), c->into);
    bool number = f->kind == LEDGER_level || f->kind == LEDGER_number || f->kind == LEDGER_money;

    return cell.length == 0 || (number && text_is(cell, "0"));
}

static void check_fields(const struct row_check *c)
{
    for (size_t i = 0; i < c->ledger->field_count; i++) {
        const struct ledger_field *f = &c->ledger->fields[i];
        if (f->required && is_empty(c, f))
            check_fails(c, text_format(c->into, "\"%s\" is missing", f->name).at);
        else if (f->refers != REFERS_nowhere)
            check_reference(c, f);
    }
}

static bool stands_once(const struct row_check *c, const struct lookup *l)
{
    uint64_t key = hash_key(c->ledger, row_of(c), c->into);

    return index_find(&l->keys, key, same_key, l, row_of(c)) == c->row;
}

/* ---- circles ---- */

/* A walk along the field from row to row; a row is on the path, or everything behind it is known.
 */
struct walk {
    const struct ledger_field *field;
    const struct lookup *rows;
    enum { ROW_NEW, ROW_ON_PATH, ROW_KNOWN } * states;
    struct step {
        size_t row;
        struct text rest; /* of what it names */
    } * path;
    size_t length;
};

static void step_to(struct walk *w, size_t row, struct arena *scratch)
{
    const char *at = (const char *)w->rows->rows.items + row * w->rows->ledger->size;

    w->states[row] = ROW_ON_PATH;
    w->path[w->length++] = (struct step){ row, ledger_cell(w->field, at, scratch) };
}

static bool next_named(struct walk *w, struct text *named)
{
    struct step *last = &w->path[w->length - 1];

    if (w->field->kind == LEDGER_list)
        return list_next(&last->rest, named);
    *named = last->rest;
    last->rest = (struct text){ 0 };
    return named->length > 0;
}

/* Complains of each row whose naming closes a circle. */
static void walk_from(struct row_check *c, struct walk *w, size_t first)
{
    struct text named;

    step_to(w, first, c->into);
    while (w->length) {
        c->row = w->path[w->length - 1].row;
        if (!next_named(w, &named)) {
            w->states[c->row] = ROW_KNOWN;
            w->length--;
            continue;
        }
        uint32_t row = index_find(&w->rows->names, hash_bytes(named.at, named.length), same_name,
                                  w->rows, &named);
        if (row != INDEX_NONE && w->states[row] == ROW_NEW)
            step_to(w, row, c->into);
        else if (row != INDEX_NONE && w->states[row] == ROW_ON_PATH)
            check_fails(c, w->field->circle);
    }
}

static void check_circles(struct row_check *c, const struct lookup *l,
                          const struct ledger_field *field)
{
    size_t count = l->rows.count;
    struct walk w = { .field = field, .rows = l };

    w.states = arena_alloc(c->into, count, sizeof *w.states, alignof(max_align_t));
    w.path = arena_array(c->into, struct step, count);
    for (size_t i = 0; i < count; i++)
        if (w.states[i] == ROW_NEW)
            walk_from(c, &w, i);
}

static void check_ledger(struct row_check *c, const struct lookup *l)
{
    c->ledger = l->ledger;
    for (c->row = 0; c->row < l->rows.count; c->row++) {
        if (!stands_once(c, l))
            check_fails(c, "stands there twice");
        check_fields(c);
        if (c->ledger->check)
            c->ledger->check(c, row_of(c));
    }
    for (size_t i = 0; i < c->ledger->field_count; i++)
        if (c->ledger->fields[i].circle)
            check_circles(c, l, &c->ledger->fields[i]);
}

enum { LEDGERS_MOST = 64 };

void ledgers_check(const struct program *p, const struct requirements *requirements,
                   struct arena *into, struct complaints *out)
{
    struct lookup lookups[LEDGERS_MOST + 1] = { 0 };
    struct row_check check = {
        .program = p, .requirements = requirements, .lookups = lookups, .into = into, .out = out
    };

    for (size_t i = 0; ledger_table[i]; i++)
        fill_lookup(&lookups[i], ledger_table[i], p, into);
    for (const struct lookup *l = lookups; l->ledger; l++)
        check_ledger(&check, l);
    for (struct lookup *l = lookups; l->ledger; l++) {
        index_free(&l->keys);
        index_free(&l->names);
    }
}
