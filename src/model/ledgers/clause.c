#include "model/ledgers/clause.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct clause, id, "Clause", 64), .required = true, .main = true },
    { LEDGER_PROSE(struct clause, answer, "Answer"), .required = true },
    { LEDGER_DATE(struct clause, answered, "Answered"), .main = true },
    { LEDGER_TEXT(struct clause, answered_by, "By", 200), .main = true },
    { LEDGER_LIST(struct clause, look_at, "Look at"), .main = true, .refers = REFERS_requirement },
};

const struct ledger clause_ledger = {
    .name = "clauses",
    .title = "Answers from the 2010 edition",
    .one = "old answer",
    .about = "Answers to clauses of the 2010 edition. They are carried as notes and count for "
             "nothing by themselves.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct clause),
    .rows = offsetof(struct program, clauses),
};
