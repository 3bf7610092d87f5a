#include "assess/renewals.h"

#include <stdlib.h>
#include <string.h>

#include "assess/standing.h"
#include "base/hash.h"
#include "base/index.h"

static const moment_us day_us = 86400LL * 1000000;

/* The longest first: each stage holds what the next does not. */
static const struct stage {
    const char *name;
    int64_t days_most;
} stages[] = {
    [RENEWAL_expired] = { "expired", 0 },
    [RENEWAL_7_days] = { "7 days", 7 },
    [RENEWAL_30_days] = { "30 days", 30 },
    [RENEWAL_90_days] = { "90 days", 90 },
};

const char *renewal_stage_name(enum renewal_stage stage)
{
    return stages[stage].name;
}

struct gathering {
    struct renewals *all;
    const struct plant *plant;
    struct arena *into;
};

static void add(const struct gathering *g, struct renewal row)
{
    row.days_left = (row.expires - g->plant->today) / day_us;
    if (row.expires == 0 || row.days_left > stages[RENEWAL_90_days].days_most)
        return;
    while (row.days_left > stages[row.stage].days_most)
        row.stage++;
    g->all->counts[row.stage]++;
    *array_add(&g->all->rows) = row;
}

/* ---- evidence that a newer piece stands in for ---- */

struct newest {
    const struct program *program;
    struct index by_what; /* the piece that counts longest, by requirement, scope and level */
    ARRAY(uint32_t) rows;
};

static uint64_t hash_what(const struct evidence *e)
{
    uint64_t hash = hash_mix(hash_bytes(e->requirement.at, e->requirement.length), e->level);

    return hash_mix(hash, hash_bytes(e->scope.at, e->scope.length));
}

static bool shows_the_same(const void *owner, const void *key, uint32_t item)
{
    const struct newest *n = owner;
    const struct evidence *a = &n->program->evidence.items[n->rows.items[item]], *b = key;

    return a->level == b->level && text_equal(a->requirement, b->requirement) &&
           text_equal(a->scope, b->scope);
}

static bool lasts_longer(const struct evidence *a, const struct evidence *b)
{
    return b->expires != 0 && (a->expires == 0 || a->expires > b->expires);
}

static void find_newest(struct newest *n, const struct plant *plant)
{
    for (uint32_t i = 0; i < n->program->evidence.count; i++) {
        const struct evidence *e = &n->program->evidence.items[i];
        uint64_t hash = hash_what(e);
        uint32_t at = index_find(&n->by_what, hash, shows_the_same, n, e);
        if (evidence_state(e, plant->today) != EVIDENCE_counting)
            continue;
        if (at == INDEX_NONE) {
            index_insert(&n->by_what, hash, (uint32_t)n->rows.count);
            *array_add(&n->rows) = i;
        } else if (lasts_longer(e, &n->program->evidence.items[n->rows.items[at]])) {
            n->rows.items[at] = i;
        }
    }
}

static bool is_replaced(const struct newest *n, const struct evidence *e)
{
    uint32_t at = index_find(&n->by_what, hash_what(e), shows_the_same, n, e);

    return at != INDEX_NONE && lasts_longer(&n->program->evidence.items[n->rows.items[at]], e);
}

static void add_evidence(const struct gathering *g)
{
    struct newest newest = { .program = &g->plant->program };

    find_newest(&newest, g->plant);
    for (ARRAY_EACH(const struct evidence, e, &g->plant->program.evidence))
        if (!is_replaced(&newest, e))
            add(g, (struct renewal){ evidence_ledger.one, &evidence_ledger, e->id, e->title,
                                     e->requirement, e->custodian, e->expires, 0, 0 });
    array_free(&newest.rows);
    index_free(&newest.by_what);
}

/* ---- every other ledger with rows that expire ---- */

/* The first of these fields that the ledger has, and the row fills. */
static struct text first_of(const struct ledger *l, const void *row, const char *const *names,
                            struct arena *into)
{
    struct text found = { 0 };

    for (; *names && found.length == 0; names++) {
        const struct ledger_field *f = ledger_field(l, text_of(*names));
        if (f)
            found = ledger_cell(f, row, into);
    }
    return found;
}

static bool is_repeated(const struct program *p, const struct training *t)
{
    for (ARRAY_EACH(const struct training, other, &p->trainings))
        if (text_equal(other->person, t->person) && text_equal(other->topic, t->topic) &&
            (other->expires == 0 || other->expires > t->expires))
            return true;
    return false;
}

static void add_row(const struct gathering *g, const struct ledger *l, const void *row,
                    const struct ledger_field *expires)
{
    static const char *const titles[] = { "title", "name", "topic", NULL };
    static const char *const requirements[] = { "requirement", NULL };
    static const char *const people[] = { "custodian", "owner",    "person", "party",
                                          "product",   "approver", NULL };
    struct renewal r = { .kind = l->one, .ledger = l };

    memcpy(&r.expires, (const char *)row + expires->at, sizeof r.expires);
    if (r.expires == 0 || (l == &training_ledger && is_repeated(&g->plant->program, row)))
        return;
    r.id = ledger_key(l, row, g->into);
    r.title = first_of(l, row, titles, g->into);
    r.requirement = first_of(l, row, requirements, g->into);
    r.ask = first_of(l, row, people, g->into);
    add(g, r);
}

static void add_ledgers(const struct gathering *g)
{
    for (size_t i = 0; ledger_table[i]; i++) {
        const struct ledger *l = ledger_table[i];
        const struct ledger_field *expires = ledger_field(l, TEXT("expires"));
        if (!expires || l == &evidence_ledger)
            continue;
        for (size_t row = 0; row < ledger_rows(l, &g->plant->program).count; row++)
            add_row(g, l, ledger_row(l, &g->plant->program, row), expires);
    }
}

static void add_conduits(const struct gathering *g)
{
    for (ARRAY_EACH(const struct conduit, c, &g->plant->program.conduits))
        add(g, (struct renewal){ .kind = "conduit",
                                 .id = c->id,
                                 .title = c->name,
                                 .ask = c->owner,
                                 .expires = c->expires });
}

static int compare(const void *left, const void *right)
{
    const struct renewal *a = left, *b = right;

    if (a->expires != b->expires)
        return a->expires < b->expires ? -1 : 1;
    int order = strcmp(a->kind, b->kind);
    return order ? order : text_compare_numbered(a->id, b->id);
}

void renewals_make(struct renewals *all, const struct plant *plant, struct arena *into)
{
    const struct gathering g = { all, plant, into };

    *all = (struct renewals){ 0 };
    add_evidence(&g);
    add_ledgers(&g);
    add_conduits(&g);
    if (all->rows.count)
        qsort(all->rows.items, all->rows.count, sizeof *all->rows.items, compare);
}

void renewals_finish(struct renewals *all)
{
    array_free(&all->rows);
}

const char *const renewal_columns[] = { "stage", "expires",     "kind", "id",
                                        "title", "requirement", "ask",  NULL };

void renewal_list(const struct renewal *row, struct listing *l)
{
    listing_string(l, renewal_stage_name(row->stage));
    listing_date(l, row->expires);
    listing_string(l, row->kind);
    listing_text(l, row->id);
    listing_text(l, row->title);
    listing_text(l, row->requirement);
    listing_text(l, row->ask);
}
