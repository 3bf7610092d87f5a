#include "model/ledgers/metric_value.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct metric_value, metric, "Metric", 64), .required = true, .main = true,
      .refers = REFERS_ledger, .ledger = "metrics" },
    { LEDGER_DATE(struct metric_value, day, "Day"), .required = true, .main = true },
    { LEDGER_NUMBER(struct metric_value, value, "Value", 4000000000u), .main = true },
    { LEDGER_TEXT(struct metric_value, note, "Note", 300), .main = true },
};

const struct ledger metric_value_ledger = {
    .name = "readings",
    .title = "Readings",
    .one = "reading",
    .about = "The series of each metric, day by day.",
    LEDGER_FIELDS(fields),
    .keys = 2,
    .size = sizeof(struct metric_value),
    .rows = offsetof(struct program, readings),
};
