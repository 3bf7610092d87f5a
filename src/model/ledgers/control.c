#include "model/ledgers/control.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct control, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct control, title, "Title", 300), .main = true },
    { LEDGER_FLAG(struct control, applicable, "Applicable"), .main = true },
    { LEDGER_FLAG(struct control, implemented, "Implemented"), .main = true },
    { LEDGER_TEXT(struct control, reference, "Document", 300), .main = true },
    { LEDGER_TEXT(struct control, owner, "Owner", 200), .main = true },
    { LEDGER_PROSE(struct control, note, "Note") },
};

const struct ledger control_ledger = {
    .name = "controls",
    .title = "Controls of the ISMS",
    .one = "control",
    .about = "The corporate management system's statement of applicability. Import it as CSV.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct control),
    .rows = offsetof(struct program, controls),
};
