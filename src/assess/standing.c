#include "assess/standing.h"

#include <string.h>

static const char *const evidence_states[] = {
    [EVIDENCE_counting] = "counting",         [EVIDENCE_expired] = "expired",
    [EVIDENCE_not_yet] = "not_yet",           [EVIDENCE_file_missing] = "file_missing",
    [EVIDENCE_file_altered] = "file_altered",
};

static const char *const measure_states[] = {
    [MEASURE_counting] = "counting",
    [MEASURE_expired] = "expired",
    [MEASURE_untested] = "untested",
    [MEASURE_ineffective] = "ineffective",
};

const char *evidence_state_name(enum evidence_state state)
{
    return evidence_states[state];
}

const char *measure_state_name(enum measure_state state)
{
    return measure_states[state];
}

enum evidence_state evidence_state(const struct evidence *e, moment_us today)
{
    if (e->expires && e->expires <= today)
        return EVIDENCE_expired;
    if (e->collected > today)
        return EVIDENCE_not_yet;
    if (e->digest.length && e->file == EVIDENCE_FILE_altered)
        return EVIDENCE_file_altered;
    if (e->digest.length && e->file == EVIDENCE_FILE_missing)
        return EVIDENCE_file_missing;
    return e->digest.length || e->link.length ? EVIDENCE_counting : EVIDENCE_file_missing;
}

bool evidence_is_for(const struct program *p, const struct evidence *e, struct text requirement,
                     struct text scope)
{
    if (!text_equal(e->requirement, requirement))
        return false;
    return scope.length == 0 || program_scope_within(p, scope, e->scope);
}

enum measure_state measure_state(const struct measure *m, moment_us today)
{
    if (m->expires <= today)
        return MEASURE_expired;
    if (!m->tested || m->tested > today)
        return MEASURE_untested;
    return m->effective ? MEASURE_counting : MEASURE_ineffective;
}

static bool same_asset(const struct assets *assets, const struct address *a,
                       const struct address *b)
{
    uint32_t owner = assets_number_at(assets, a);

    return address_equal(a, b) || (owner != ASSET_NONE && owner == assets_number_at(assets, b));
}

const struct measure *measure_for(const struct plant *plant, struct text requirement,
                                  const struct address *asset)
{
    if (asset->kind == ADDRESS_NONE)
        return NULL;
    for (ARRAY_EACH(const struct measure, m, &plant->program.measures))
        if (text_equal(m->requirement, requirement) &&
            measure_state(m, plant->today) == MEASURE_counting &&
            same_asset(&plant->assets, &m->asset, asset))
            return m;
    return NULL;
}

const char *row_standing(const struct ledger *l, const void *row, moment_us today)
{
    const struct ledger_field *expires = ledger_field(l, TEXT("expires"));
    moment_us day;

    if (l == &evidence_ledger)
        return evidence_state_name(evidence_state(row, today));
    if (l == &measure_ledger)
        return measure_state_name(measure_state(row, today));
    if (!expires)
        return NULL;
    memcpy(&day, (const char *)row + expires->at, sizeof day);
    return day && day <= today ? "expired" : "counting";
}
