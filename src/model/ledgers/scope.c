#include "model/ledgers/scope.h"

#include "model/program.h"
#include "model/program_check.h"

static const char *const kind_words[] = { "organisation", "site", "system", "zone", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct scope, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct scope, name, "Name", 200), .required = true, .main = true },
    { LEDGER_WORD(struct scope, kind, "Kind", kind_words), .required = true, .main = true },
    { LEDGER_TEXT(struct scope, parent, "Lies in", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "scopes", .circle = "lies in itself through its parents" },
    { LEDGER_FLAG(struct scope, remote, "Remote or unmanned"), .main = true },
    { LEDGER_TEXT(struct scope, place, "Place", 200) },
    { LEDGER_TEXT(struct scope, owner, "Answers for it", 200), .main = true },
    { LEDGER_PROSE(struct scope, includes, "What belongs to it") },
    { LEDGER_PROSE(struct scope, excludes, "What does not, and why") },
    { LEDGER_LIST(struct scope, zones, "Zones in it"), .refers = REFERS_zone },
};

/* Whoever lies in itself through its parents lies nowhere. */
const struct ledger scope_ledger = {
    .name = "scopes",
    .title = "Scopes",
    .one = "scope",
    .about = "What the program covers. Begin with the organisation, then its sites and the systems "
             "under consideration in them.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct scope),
    .rows = offsetof(struct program, scopes),
};
