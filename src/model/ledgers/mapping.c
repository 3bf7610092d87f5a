#include "model/ledgers/mapping.h"

#include "model/program.h"

static const char *const relation_words[] = { "equal", "subset", "superset", "intersects", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct mapping, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct mapping, framework, "Framework", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct mapping, control, "Control", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct mapping, title, "Title", 300), .main = true },
    { LEDGER_TEXT(struct mapping, requirement, "Requirement", 64), .required = true, .main = true,
      .refers = REFERS_requirement },
    { LEDGER_WORD(struct mapping, relation, "The control is", relation_words), .required = true,
      .main = true },
    { LEDGER_TEXT(struct mapping, provenance, "Who says so", 300), .required = true, .main = true },
};

const struct ledger mapping_ledger = {
    .name = "mappings",
    .title = "Own crosswalk",
    .one = "mapping",
    .prefix = "X-",
    .about =
        "Your own crosswalk from other frameworks. Import it as CSV; each row says who says so.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct mapping),
    .rows = offsetof(struct program, mappings),
};
