#include "assess/standing.h"

static const char *const evidence_states[] = {
    [EVIDENCE_counting] = "counting",         [EVIDENCE_expired] = "expired",
    [EVIDENCE_not_yet] = "not_yet",           [EVIDENCE_file_missing] = "file_missing",
    [EVIDENCE_file_altered] = "file_altered",
};

const char *evidence_state_name(enum evidence_state state)
{
    return evidence_states[state];
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
