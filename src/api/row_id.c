#include "api/row_id.h"

#include <stdio.h>
#include <string.h>

bool parse_row_id(struct text t, void *id)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    enum { LONGEST = 64 };

    if (t.length < 1 || t.length > LONGEST || t.at[0] == '-')
        return false;
    for (size_t i = 0; i < t.length; i++)
        if (!strchr(allowed, t.at[i]))
            return false;
    *(struct text *)id = t;
    return true;
}
