#include "model/ledgers/lesson.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct lesson, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct lesson, title, "Incident", 300), .required = true, .main = true },
    { LEDGER_DATE(struct lesson, happened, "Happened on"), .required = true, .main = true },
    { LEDGER_TEXT(struct lesson, scope, "Scope", 64), .refers = REFERS_ledger, .ledger = "scopes" },
    { LEDGER_PROSE(struct lesson, what, "What happened"), .required = true },
    { LEDGER_PROSE(struct lesson, cause, "Root cause") },
    { LEDGER_TEXT(struct lesson, recurrence, "Signal that would show it again", 64), .main = true,
      .refers = REFERS_signal },
    { LEDGER_DATE(struct lesson, checked, "Last checked"), .main = true },
    { LEDGER_FLAG(struct lesson, recurred, "It came again"), .main = true },
};

const struct ledger lesson_ledger = {
    .name = "lessons",
    .title = "Lessons",
    .one = "lesson",
    .prefix = "LS-",
    .about = "What incidents taught. Each leads to actions, and names the signal that would show "
             "it coming again.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct lesson),
    .rows = offsetof(struct program, lessons),
};
