#include "model/requirement.h"

const struct requirement *requirement_find(const struct requirements *all, struct text id)
{
    for (ARRAY_EACH(const struct requirement, row, &all->rows))
        if (text_equal(row->id, id))
            return row;
    return NULL;
}
