/* What devices said of themselves and of each other. */
#include "store/plant.h"

static const struct record_column columns[] = {
    COLUMN(struct fact, capture, "capture"),
    COLUMN(struct fact, about, "about"),
    COLUMN(struct fact, part, "part"),
    WORD(struct fact, field, "field", field_words),
    COLUMN(struct fact, value, "value"),
    COLUMN(struct fact, source, "source"),
    COLUMN(struct fact, confidence, "confidence"),
    COLUMN(struct fact, count, "count"),
    COLUMN(struct fact, first, "first_at"),
    COLUMN(struct fact, last, "last_at"),
    COLUMN(struct fact, first_frame, "first_frame"),
};
const struct relation fact_relation = RELATION(columns, struct fact, .table = "fact", .keys = 6);

int facts_insert(struct db *db, const struct observed_work *w, struct problem *why)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < w->o->facts.count; i++) {
        struct fact row = w->o->facts.items[i];
        row.capture = w->captures[row.capture];
        if (row.capture)
            rc = record_insert(db, &fact_relation, &row, why);
    }
    return rc;
}

int facts_read(struct db *db, struct observed *o, struct problem *why)
{
    struct record_reader reader = record_read(db, &fact_relation, &o->text);
    struct fact row;
    int rc;

    while ((rc = record_next(&reader, &row, why)) == 1) {
        row.capture--;
        *array_add(&o->facts) = row;
    }
    return rc;
}
