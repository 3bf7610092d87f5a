#include "model/ledgers/assessment_run.h"

#include "model/program.h"
#include "model/program_check.h"

static const char *const profile_words[] = { "internal", "iecee", "acssa", "management system",
                                             NULL };
static const char *const state_words[] = { "planned", "open", "closed", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct assessment_run, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct assessment_run, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct assessment_run, scope, "Scope", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "scopes" },
    { LEDGER_WORD(struct assessment_run, profile, "Verdicts", profile_words), .required = true,
      .main = true },
    { LEDGER_WORD(struct assessment_run, state, "State", state_words), .required = true,
      .main = true },
    { LEDGER_DATE(struct assessment_run, begun, "Begun"), .main = true },
    { LEDGER_DATE(struct assessment_run, closed, "Closed"), .main = true },
    { LEDGER_TEXT(struct assessment_run, lead, "Led by", 200), .main = true },
    { LEDGER_LIST(struct assessment_run, team, "Team") },
    { LEDGER_TEXT(struct assessment_run, edition, "Edition", 100),
      .help = "Of the requirements it is held against." },
    { LEDGER_TEXT(struct assessment_run, copied_from, "Copied from", 64), .refers = REFERS_ledger,
      .ledger = "assessments" },
    { LEDGER_PROSE(struct assessment_run, note, "Note") },
};

static void check(const struct row_check *c, const void *row)
{
    const struct assessment_run *a = row;
    bool closed = text_is(a->state, "closed");

    if (closed != (a->closed != 0))
        check_fails(c, closed ? "is closed and needs the day on which it was"
                              : "has a day on which it was closed and is not closed");
    if (a->closed && a->begun && a->closed < a->begun)
        check_fails(c, "was closed before it was begun");
    if (text_equal(a->copied_from, a->id))
        check_fails(c, "cannot be copied from itself");
}

const struct ledger assessment_run_ledger = {
    .name = "assessments",
    .title = "Assessments",
    .one = "assessment",
    .prefix = "AS-",
    .about = "An assessment holds the claims of one scope at one time. Begin one here, or copy the "
             "last one forward.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct assessment_run),
    .rows = offsetof(struct program, assessments),
    .check = check,
};
