#include "assess/proof.h"

#include <string.h>

#include "base/hash.h"

/* What a row is found by. */
struct pair {
    struct text first, second;
};

static uint64_t hash_text(struct text t)
{
    return hash_bytes(t.at, t.length);
}

static uint64_t hash_pair(const struct pair *p)
{
    return hash_mix(hash_text(p->first), hash_text(p->second));
}

static bool is_of_requirement(const void *owner, const void *key, uint32_t item)
{
    const struct proofs *all = owner;

    return text_equal(all->rows.items[item].requirement, *(const struct text *)key);
}

static bool is_of_scope(const void *owner, const void *key, uint32_t item)
{
    const struct proof *row = &((const struct proofs *)owner)->rows.items[item];
    const struct pair *wanted = key;

    return text_equal(row->requirement, wanted->first) && text_equal(row->scope, wanted->second);
}

static bool is_claim(const void *owner, const void *key, uint32_t item)
{
    const struct claim *claim = &((const struct proofs *)owner)->program->claims.items[item];
    const struct pair *wanted = key;

    return text_equal(claim->assessment, wanted->first) &&
           text_equal(claim->requirement, wanted->second);
}

/* Behind the first of its requirement, or as the first. */
static uint32_t chain(struct proofs *all, struct text requirement, uint32_t number)
{
    uint64_t hash = hash_text(requirement);
    uint32_t first = index_find(&all->by_requirement, hash, is_of_requirement, all, &requirement);

    if (first == INDEX_NONE) {
        index_insert(&all->by_requirement, hash, number);
        return INDEX_NONE;
    }
    uint32_t next = all->rows.items[first].next;
    all->rows.items[first].next = number;
    return next;
}

static struct proof *proof_of(struct proofs *all, const struct evidence *e)
{
    const struct pair name = { e->requirement, e->scope };
    uint64_t hash = hash_pair(&name);
    uint32_t number = index_find(&all->by_scope, hash, is_of_scope, all, &name);

    if (number != INDEX_NONE)
        return &all->rows.items[number];
    number = (uint32_t)all->rows.count;
    uint32_t next = chain(all, e->requirement, number);
    struct proof *row = array_add(&all->rows);
    *row = (struct proof){ .requirement = e->requirement, .scope = e->scope, .next = next };
    index_insert(&all->by_scope, hash, number);
    return row;
}

static void add_evidence(struct proof *row, const struct evidence *e, moment_us today)
{
    enum evidence_state state = evidence_state(e, today);

    row->total++;
    if (state == EVIDENCE_expired) {
        row->expired++;
        if (e->level <= ML_MOST && !row->lapsed[e->level])
            row->lapsed[e->level] = e;
    }
    if (state != EVIDENCE_counting)
        return;
    row->counting++;
    row->levels |= 1u << e->level;
    if (e->expires && (!row->next_expiry || e->expires < row->next_expiry))
        row->next_expiry = e->expires;
}

/* Of claims that stand twice the first counts. */
static void index_claims(struct proofs *all)
{
    for (uint32_t i = 0; i < all->program->claims.count; i++) {
        const struct claim *claim = &all->program->claims.items[i];
        const struct pair name = { claim->assessment, claim->requirement };
        uint64_t hash = hash_pair(&name);
        if (index_find(&all->claims, hash, is_claim, all, &name) == INDEX_NONE)
            index_insert(&all->claims, hash, i);
    }
}

static struct breach *breach_of(struct proofs *all, const struct conduit *conduit)
{
    for (ARRAY_EACH(struct breach, b, &all->breaches))
        if (b->conduit == conduit)
            return b;
    struct breach *b = array_add(&all->breaches);
    *b = (struct breach){ .conduit = conduit };
    return b;
}

static void add_breach(struct breach *b, const struct dialogue *d, uint32_t number)
{
    if (b->count++ == 0 || d->first < b->first) {
        b->dialogue = number;
        b->first = d->first;
    }
}

/* Only of conduits that a measure rests on. */
static bool is_rested_on(const struct program *p, const struct conduit *conduit)
{
    for (ARRAY_EACH(const struct measure, m, &p->measures))
        if (text_equal(m->conduit, conduit->id))
            return true;
    return false;
}

static void find_breaches(struct proofs *all, const struct traffic *traffic,
                          const struct passages *passages)
{
    for (uint32_t i = 0; i < passages->rows.count; i++) {
        const struct passage *p = &passages->rows.items[i];
        if (p->state == PASSAGE_not_allowed && p->conduit && is_rested_on(all->program, p->conduit))
            add_breach(breach_of(all, p->conduit), &traffic->dialogues.items[i], i);
    }
}

void proofs_make(struct proofs *all, const struct plant *plant, const struct traffic *traffic,
                 const struct passages *passages)
{
    *all = (struct proofs){ .plant = plant, .program = &plant->program };
    find_breaches(all, traffic, passages);
    for (ARRAY_EACH(const struct evidence, e, &plant->program.evidence))
        add_evidence(proof_of(all, e), e, plant->today);
    index_claims(all);
}

void proofs_finish(struct proofs *all)
{
    index_free(&all->by_requirement);
    index_free(&all->by_scope);
    index_free(&all->claims);
    array_free(&all->rows);
    array_free(&all->breaches);
}

const struct proof *proofs_first(const struct proofs *all, struct text requirement)
{
    uint32_t number = index_find(&all->by_requirement, hash_text(requirement), is_of_requirement,
                                 all, &requirement);

    return number == INDEX_NONE ? NULL : &all->rows.items[number];
}

const struct proof *proofs_next(const struct proofs *all, const struct proof *before)
{
    return before->next == INDEX_NONE ? NULL : &all->rows.items[before->next];
}

const struct claim *proofs_claim(const struct proofs *all, struct text assessment,
                                 struct text requirement)
{
    const struct pair name = { assessment, requirement };
    uint32_t number = index_find(&all->claims, hash_pair(&name), is_claim, all, &name);

    return number == INDEX_NONE ? NULL : &all->program->claims.items[number];
}

/* ---- measures ---- */

const char *measure_state_name(enum measure_state state)
{
    static const char *const names[MEASURE_STATE_COUNT] = {
        [MEASURE_counting] = "counting",         [MEASURE_expired] = "expired",
        [MEASURE_untested] = "untested",         [MEASURE_ineffective] = "ineffective",
        [MEASURE_contradicted] = "contradicted",
    };

    return names[state];
}

const struct breach *measure_breach(const struct proofs *all, const struct measure *m)
{
    for (ARRAY_EACH(const struct breach, b, &all->breaches))
        if (text_equal(b->conduit->id, m->conduit))
            return b;
    return NULL;
}

enum measure_state measure_state(const struct proofs *all, const struct measure *m)
{
    if (m->expires <= all->plant->today)
        return MEASURE_expired;
    if (!m->tested || m->tested > all->plant->today)
        return MEASURE_untested;
    if (!m->effective)
        return MEASURE_ineffective;
    return measure_breach(all, m) ? MEASURE_contradicted : MEASURE_counting;
}

static bool same_asset(const struct assets *assets, const struct address *a,
                       const struct address *b)
{
    uint32_t owner = assets_number_at(assets, a);

    return address_equal(a, b) || (owner != ASSET_NONE && owner == assets_number_at(assets, b));
}

const struct measure *measure_for(const struct proofs *all, struct text requirement,
                                  const struct address *asset)
{
    if (asset->kind == ADDRESS_NONE)
        return NULL;
    for (ARRAY_EACH(const struct measure, m, &all->program->measures))
        if (text_equal(m->requirement, requirement) && measure_state(all, m) == MEASURE_counting &&
            same_asset(&all->plant->assets, &m->asset, asset))
            return m;
    return NULL;
}

const char *row_standing(const struct proofs *all, const struct ledger *l, const void *row)
{
    const struct ledger_field *expires = ledger_field(l, TEXT("expires"));
    moment_us day, today = all->plant->today;

    if (l == &evidence_ledger)
        return evidence_state_name(evidence_state(row, today));
    if (l == &measure_ledger)
        return measure_state_name(measure_state(all, row));
    if (!expires)
        return NULL;
    memcpy(&day, (const char *)row + expires->at, sizeof day);
    return day && day <= today ? "expired" : "counting";
}
