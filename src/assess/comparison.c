#include "assess/comparison.h"

#include <assert.h>

const char *change_name(enum change_kind change)
{
    static const char *const names[] = {
        [CHANGE_none] = "none",
        [CHANGE_improved] = "improved",
        [CHANGE_regressed] = "regressed",
        [CHANGE_newly_assessed] = "newly_assessed",
        [CHANGE_no_longer_assessed] = "no_longer_assessed",
        [CHANGE_excluded] = "excluded",
        [CHANGE_included] = "included",
    };

    static_assert(sizeof names / sizeof names[0] == CHANGE_COUNT, "every change has its word");
    return names[change];
}

static bool is(const struct requirement_figure *f, enum requirement_state state)
{
    return f->state == state;
}

static enum change_kind change_of(const struct requirement_figure *a,
                                  const struct requirement_figure *b)
{
    if (is(a, REQUIREMENT_not_applicable) != is(b, REQUIREMENT_not_applicable))
        return is(b, REQUIREMENT_not_applicable) ? CHANGE_excluded : CHANGE_included;
    if (is(a, REQUIREMENT_not_assessed) != is(b, REQUIREMENT_not_assessed))
        return is(b, REQUIREMENT_not_assessed) ? CHANGE_no_longer_assessed : CHANGE_newly_assessed;
    if (a->supported == b->supported)
        return CHANGE_none;
    return b->supported > a->supported ? CHANGE_improved : CHANGE_regressed;
}

void comparison_make(struct comparison *c, const struct maturity *before,
                     const struct maturity *after)
{
    *c = (struct comparison){ 0 };
    assert(before->requirements.count == after->requirements.count);
    for (size_t i = 0; i < after->requirements.count; i++) {
        const struct requirement_figure *a = &before->requirements.items[i];
        const struct requirement_figure *b = &after->requirements.items[i];
        struct compared_requirement row = { a, b, change_of(a, b) };
        c->counts[row.change]++;
        *array_add(&c->rows) = row;
    }
}

void comparison_finish(struct comparison *c)
{
    array_free(&c->rows);
}
