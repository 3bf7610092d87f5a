#include "model/ledgers/legacy.h"

#include "model/program.h"

static const char *const reason_words[] = { "end of support", "no fix",     "cannot authenticate",
                                            "cannot encrypt", "cannot log", "must not be changed",
                                            "other",          NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct legacy, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct legacy, name, "Name", 200), .required = true, .main = true },
    { LEDGER_ADDRESS(struct legacy, asset, "Asset"), .main = true },
    { LEDGER_WORD(struct legacy, reason, "Why", reason_words), .required = true, .main = true },
    { LEDGER_LIST(struct legacy, lacks, "Lacks"),
      .help = "Identifiers of 3-3 or 4-2, or your own words." },
    { LEDGER_DATE(struct legacy, support_ended, "Support ended"), .main = true },
    { LEDGER_TEXT(struct legacy, owner, "Owner", 200), .main = true },
    { LEDGER_DATE(struct legacy, replaced_by, "Replaced by"), .main = true },
    { LEDGER_PROSE(struct legacy, exit_plan, "Way out") },
    { LEDGER_PROSE(struct legacy, note, "Note") },
};

const struct ledger legacy_ledger = {
    .name = "legacy",
    .title = "Legacy systems",
    .one = "legacy system",
    .prefix = "LG-",
    .about = "Assets that cannot meet a requirement any more. Each needs a measure that stands in, "
             "and a way out.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct legacy),
    .rows = offsetof(struct program, legacy),
};
