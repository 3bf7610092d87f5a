#include "proto/requests.h"

static void remove_row(struct requests *r, unsigned row)
{
    for (r->count--; row < r->count; row++)
        r->rows[row] = r->rows[row + 1];
}

static void append(struct requests *r, struct request asked)
{
    if (r->count == REQUESTS_MOST)
        remove_row(r, 0);
    r->rows[r->count++] = asked;
    r->answered = false;
}

static bool find(const struct requests *r, uint32_t key, unsigned *row)
{
    for (*row = 0; *row < r->count; (*row)++)
        if (r->rows[*row].key == key)
            return true;
    return false;
}

void requests_add(struct requests *r, struct request asked)
{
    unsigned row;

    if (find(r, asked.key, &row))
        remove_row(r, row);
    append(r, asked);
}

void requests_add_in_order(struct requests *r, struct request asked)
{
    if (r->answered)
        r->count = 0;
    append(r, asked);
}

bool requests_take(struct requests *r, uint32_t key, struct request *asked)
{
    unsigned row;

    r->answered = true;
    if (!find(r, key, &row))
        return false;
    *asked = r->rows[row];
    remove_row(r, row);
    return true;
}
