#include "model/screening.h"

#include <assert.h>
#include <errno.h>

#include "model/ledger.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static size_t question_named(const struct screening *s, struct text id)
{
    size_t i = 0;

    while (i < s->questions.count && !text_equal(s->questions.items[i].id, id))
        i++;
    return i;
}

static int read_one(struct screening_answers *a, const struct screening *s, struct text entry,
                    struct problem *why)
{
    struct text rest = entry, id = text_cut(&rest, '=');
    size_t place = question_named(s, id);
    uint64_t level;

    if (place == s->questions.count)
        return problem_set(why, -EINVAL, "answer \"%.*s\": there is no such question",
                           SHOWN(entry));
    if (!text_unsigned(rest, SCREENING_ANSWERS - 1, &level))
        return problem_set(why, -EINVAL, "answer \"%.*s\": must be 0, 1 or 2", SHOWN(entry));
    if (a->levels[place] >= 0)
        return problem_set(why, -EINVAL, "answer \"%.*s\": the question is answered already",
                           SHOWN(entry));
    a->levels[place] = (int)level;
    return 0;
}

int screening_answers_read(struct screening_answers *a, const struct screening *s,
                           struct text answers, struct problem *why)
{
    int rc = 0;

    assert(s->questions.count <= SCREENING_MOST);
    for (size_t i = 0; i < SCREENING_MOST; i++)
        a->levels[i] = -1;
    for (struct text entry; rc == 0 && list_next(&answers, &entry);)
        rc = read_one(a, s, entry, why);
    return rc;
}
