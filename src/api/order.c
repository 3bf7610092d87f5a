#include "api/order.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/memory.h"

struct orders_made {
    pthread_mutex_t lock;
    uint32_t *rows[ORDER_COLUMNS_MOST][2]; /* ascending, descending */
};

void orders_init(struct orders *o, const struct order_column *columns, size_t count,
                 const void *owner, size_t rows)
{
    *o = (struct orders){ .columns = columns, .column_count = count, .owner = owner, .rows = rows };
    o->made = memory_zeroed(1, sizeof *o->made);
    pthread_mutex_init(&o->made->lock, NULL);
}

void orders_finish(struct orders *o)
{
    for (size_t i = 0; i < o->column_count; i++) {
        free(o->made->rows[i][false]);
        free(o->made->rows[i][true]);
    }
    pthread_mutex_destroy(&o->made->lock);
    free(o->made);
}

struct sorting {
    order_compare *compare;
    const void *owner;
    int sign;
};

static void merge(const struct sorting *s, const uint32_t *left, size_t left_count,
                  const uint32_t *right, size_t right_count, uint32_t *out)
{
    while (left_count && right_count) {
        bool take_right = s->sign * s->compare(s->owner, *left, *right) > 0;
        if (take_right)
            *out++ = *right++, right_count--;
        else
            *out++ = *left++, left_count--;
    }
    memcpy(out, left_count ? left : right, (left_count + right_count) * sizeof *out);
}

/* Stable, and with an owner for the comparison, which qsort has neither. */
static void sort(const struct sorting *s, uint32_t *rows, size_t count, uint32_t *scratch)
{
    size_t half = count / 2;

    if (count < 2)
        return;
    sort(s, rows, half, scratch);
    sort(s, rows + half, count - half, scratch);
    memcpy(scratch, rows, count * sizeof *rows);
    merge(s, scratch, half, scratch + half, count - half, rows);
}

static uint32_t *numbers(size_t count)
{
    uint32_t *made = memory_zeroed(count, sizeof *made);

    for (size_t i = 0; i < count; i++)
        made[i] = (uint32_t)i;
    return made;
}

static uint32_t *make(const struct orders *o, struct order_choice choice)
{
    const struct sorting s = { o->columns[choice.column].compare, o->owner,
                               choice.descending ? -1 : 1 };
    uint32_t *rows = numbers(o->rows), *scratch = numbers(o->rows);

    sort(&s, rows, o->rows, scratch);
    free(scratch);
    return rows;
}

const uint32_t *orders_get(const struct orders *o, struct order_choice choice)
{
    pthread_mutex_lock(&o->made->lock);
    uint32_t **place = &o->made->rows[choice.column][choice.descending];
    if (!*place)
        *place = make(o, choice);
    pthread_mutex_unlock(&o->made->lock);
    return *place;
}

bool order_parse(const struct order_column *columns, size_t count, struct text t,
                 struct order_choice *choice)
{
    bool descending = text_starts(t, "-");

    if (descending)
        text_cut(&t, '-');
    for (size_t i = 0; i < count; i++)
        if (text_is(t, columns[i].name)) {
            *choice = (struct order_choice){ (uint8_t)i, descending };
            return true;
        }
    return false;
}

const char *search_text(struct text t, struct arena *into)
{
    char *copy = arena_array(into, char, t.length + 1);

    for (size_t i = 0; i < t.length; i++)
        copy[i] = t.at[i] >= 'A' && t.at[i] <= 'Z' ? (char)(t.at[i] + ('a' - 'A')) : t.at[i];
    return copy;
}

struct search search_for(struct text words, struct arena *into)
{
    struct search s = { arena_array(into, const char *, words.length / 2 + 1), 0 };

    while (words.length) {
        struct text word = text_cut(&words, ' ');
        if (word.length)
            s.words[s.count++] = search_text(word, into);
    }
    return s;
}

bool search_finds(const struct search *s, const char *text)
{
    for (size_t i = 0; i < s->count; i++)
        if (!strstr(text, s->words[i]))
            return false;
    return true;
}
