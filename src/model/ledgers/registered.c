#include "model/ledgers/registered.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_ADDRESS(struct registered, address, "Address"), .required = true, .main = true },
    { LEDGER_TEXT(struct registered, name, "Name", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct registered, role, "Role", 200), .main = true },
    { LEDGER_TEXT(struct registered, owner, "Owner", 200), .main = true },
    { LEDGER_FLAG(struct registered, legacy, "Cannot be updated any more"), .main = true },
    { LEDGER_DATE(struct registered, support_ends, "Support ends"), .main = true },
    { LEDGER_FLAG(struct registered, may_engineer, "May change programs and modes"), .main = true },
};

const struct ledger registered_ledger = {
    .name = "register",
    .title = "Register of assets",
    .one = "register entry",
    .about =
        "The assets that the owner knows of. What talks and is not here is a finding of its own.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct registered),
    .rows = offsetof(struct program, registered),
};
