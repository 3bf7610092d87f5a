#include "catalogue/catalogue.h"

static struct screening_question question_of(const struct table *t, const struct table_row *row)
{
    static const char *const answers[] = { "answer_0", "answer_1", "answer_2" };
    static const char *const collect[] = { "collect_0", "collect_1", "collect_2" };
    struct screening_question q = {
        .id = table_value(t, row, "id"),
        .question = table_value(t, row, "question"),
        .why = table_value(t, row, "why"),
        .requirements = table_value(t, row, "requirements"),
    };

    for (int i = 0; i < SCREENING_ANSWERS; i++) {
        q.answers[i] = table_value(t, row, answers[i]);
        q.collect[i] = table_value(t, row, collect[i]);
    }
    return q;
}

void catalogue_screening(const struct catalogue *c, struct screening *into)
{
    const struct table *t = catalogue_table(c, TEXT("screening"));

    for (size_t i = 0; t && i < t->rows.count && i < SCREENING_MOST; i++)
        *array_add(&into->questions) = question_of(t, &t->rows.items[i]);
}
