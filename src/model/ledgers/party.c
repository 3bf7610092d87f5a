#include "model/ledgers/party.h"

#include "model/program.h"

static const char *const kind_words[] = {
    "asset owner",      "operator", "integrator", "maintenance provider",
    "product supplier", "other",    NULL
};

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct party, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct party, name, "Name", 200), .required = true, .main = true },
    { LEDGER_WORD(struct party, kind, "Role", kind_words), .required = true, .main = true },
    { LEDGER_TEXT(struct party, contact, "Contact", 300), .main = true },
    { LEDGER_PROSE(struct party, note, "Note") },
};

const struct ledger party_ledger = {
    .name = "parties",
    .title = "Organisations",
    .one = "organisation",
    .prefix = "P-",
    .about = "Who has a part in the program: the asset owner first, then those who build, maintain "
             "and supply.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct party),
    .rows = offsetof(struct program, parties),
};
