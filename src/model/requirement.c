#include "model/requirement.h"

const struct requirement *requirement_find(const struct requirements *all, struct text id)
{
    for (ARRAY_EACH(const struct requirement, row, &all->rows))
        if (text_equal(row->id, id))
            return row;
    return NULL;
}

bool requirements_have(const struct requirements *all, const char *parts, struct text id)
{
    struct text rest = text_of(parts);

    if (!all->has)
        return true;
    while (rest.length)
        if (all->has(all->standards, text_cut(&rest, ';'), id))
            return true;
    return false;
}
