#include "model/ledgers/action.h"

#include "model/program.h"
#include "model/program_check.h"

static const char *const outage_words[] = { "no outage", "reduced operation", "short stop",
                                            "planned shutdown", NULL };
static const char *const phase_words[] = { "30 days", "6 months", "18 months", NULL };
static const char *const state_words[] = { "open", "in work", "done", "dropped", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct action, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct action, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct action, finding, "Finding", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "findings" },
    { LEDGER_TEXT(struct action, lesson, "Lesson", 64), .refers = REFERS_ledger,
      .ledger = "lessons" },
    { LEDGER_LIST(struct action, requirements, "Closes"), .main = true,
      .refers = REFERS_requirement },
    { LEDGER_TEXT(struct action, risk, "Risk", 300) },
    { LEDGER_TEXT(struct action, owner, "Owner", 200), .main = true },
    { LEDGER_TEXT(struct action, party, "Organisation", 64), .refers = REFERS_ledger,
      .ledger = "parties" },
    { LEDGER_MONEY(struct action, cost, "Cost"), .main = true },
    { LEDGER_WORD(struct action, outage, "Needs", outage_words) },
    { LEDGER_NUMBER(struct action, outage_hours, "Hours of outage", 10000) },
    { LEDGER_LIST(struct action, depends, "After"), .refers = REFERS_ledger, .ledger = "actions",
      .circle = "waits for itself through what it comes after" },
    { LEDGER_DATE(struct action, due, "Due"), .main = true },
    { LEDGER_WORD(struct action, phase, "Phase", phase_words) },
    { LEDGER_WORD(struct action, state, "State", state_words), .required = true, .main = true },
    { LEDGER_DATE(struct action, done, "Done on") },
    { LEDGER_NUMBER(struct action, reduction, "Risk reduction", 100),
      .help = "0 to 100, by your own judgement; the roadmap divides it by the cost." },
    { LEDGER_FLAG(struct action, cannot_wait, "Cannot wait") },
    { LEDGER_PROSE(struct action, verification, "How one sees that it is done") },
};

static void check(const struct row_check *c, const void *row)
{
    const struct action *a = row;
    bool done = text_is(a->state, "done");

    if (done != (a->done != 0))
        check_fails(c, done ? "is done and needs the day on which it was"
                            : "has a day on which it was done and is not done");
}

const struct ledger action_ledger = {
    .name = "actions",
    .title = "Actions",
    .one = "action",
    .prefix = "ACT-",
    .about =
        "What will be done about findings, risks and lessons. The roadmap orders what stands here.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct action),
    .rows = offsetof(struct program, actions),
    .check = check,
};
