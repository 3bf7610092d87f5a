#include "model/ledgers/person.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct person, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct person, name, "Name", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct person, party, "Organisation", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "parties" },
    { LEDGER_TEXT(struct person, function, "Function", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct person, contact, "Contact", 300) },
    { LEDGER_DATE(struct person, until, "Until"), .help = "The day on which the function ends." },
};

const struct ledger person_ledger = {
    .name = "people",
    .title = "People",
    .one = "person",
    .prefix = "PE-",
    .about = "The people of the program. Training, sessions and actions name them.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct person),
    .rows = offsetof(struct program, people),
};
