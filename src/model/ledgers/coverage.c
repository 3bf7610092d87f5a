#include "model/ledgers/coverage.h"

#include "model/program.h"

static const char *const relation_words[] = { "equal", "subset", "superset", "intersects", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct coverage, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_TEXT(struct coverage, control, "Control", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "controls" },
    { LEDGER_WORD(struct coverage, relation, "The control is", relation_words), .required = true,
      .main = true },
    { LEDGER_TEXT(struct coverage, reference, "Where", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct coverage, provenance, "Who says so", 200), .main = true },
    { LEDGER_DATE(struct coverage, checked, "Checked"), .main = true },
};

const struct ledger coverage_ledger = {
    .name = "coverages",
    .title = "Covered by the ISMS",
    .one = "coverage",
    .about = "Which requirements the corporate management system answers, how far, and where that "
             "is written.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct coverage),
    .rows = offsetof(struct program, coverages),
};
