#include "api/order.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/memory.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/index.h"

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

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

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static int compare_texts(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;

    for (size_t i = 0; i < shared; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return lower(a.at[i]) < lower(b.at[i]) ? -1 : 1;
    return (a.length > b.length) - (a.length < b.length);
}

/* ---- texts: each different one gets its rank, so that rows are sorted by numbers alone ---- */

/* The beginning of a text as two numbers decides most comparisons. */
struct value {
    uint64_t high, low;
    struct text text;
    uint32_t number;
};

struct values {
    ARRAY(struct value) rows;
    struct index by_text;
};

static struct value value_of(struct text t, uint32_t number)
{
    struct value v = { .text = t, .number = number };

    for (size_t i = 0; i < sizeof v.high; i++) {
        v.high = v.high << 8 | (i < t.length ? lower(t.at[i]) : 0);
        v.low = v.low << 8 | (i + sizeof v.high < t.length ? lower(t.at[i + sizeof v.high]) : 0);
    }
    return v;
}

static int compare_values(const void *left, const void *right)
{
    const struct value *a = left, *b = right;
    int order = NUMBERS(a->high, b->high);

    order = order ? order : NUMBERS(a->low, b->low);
    return order ? order : compare_texts(a->text, b->text);
}

static bool same_text(const void *owner, const void *key, uint32_t item)
{
    const struct text *t = key;

    return text_equal(*t, ((const struct values *)owner)->rows.items[item].text);
}

static uint32_t number_of(struct values *all, struct text t)
{
    uint64_t hash = hash_bytes(t.at, t.length);
    uint32_t number = index_find(&all->by_text, hash, same_text, all, &t);

    if (number == INDEX_NONE) {
        number = (uint32_t)all->rows.count;
        *array_add(&all->rows) = value_of(t, number);
        index_insert(&all->by_text, hash, number);
    }
    return number;
}

/* By number of a value: those that compare equal have one rank. */
static uint32_t *ranks_of(struct values *all)
{
    uint32_t *ranks = memory_zeroed(all->rows.count, sizeof *ranks), rank = 0;

    if (all->rows.count)
        qsort(all->rows.items, all->rows.count, sizeof *all->rows.items, compare_values);
    for (size_t i = 0; i < all->rows.count; i++) {
        const struct value *v = &all->rows.items[i];
        rank += i > 0 && compare_values(v - 1, v) != 0;
        ranks[v->number] = rank;
    }
    return ranks;
}

/* ---- rows ---- */

struct sorted {
    int64_t key;
    uint32_t row;
};

static void take_numbers(const struct orders *o, const struct order_column *c, struct sorted *rows)
{
    for (uint32_t i = 0; i < o->rows; i++)
        rows[i] = (struct sorted){ c->number(o->owner, i), i };
}

static void take_texts(const struct orders *o, const struct order_column *c, struct sorted *rows)
{
    struct values all = { 0 };

    for (uint32_t i = 0; i < o->rows; i++)
        rows[i] = (struct sorted){ number_of(&all, c->text(o->owner, i)), i };
    uint32_t *ranks = ranks_of(&all);
    for (uint32_t i = 0; i < o->rows; i++)
        rows[i].key = ranks[rows[i].key];
    free(ranks);
    array_free(&all.rows);
    index_free(&all.by_text);
}

static void merge(const struct sorted *left, size_t left_count, const struct sorted *right,
                  size_t right_count, bool descending, struct sorted *out)
{
    while (left_count && right_count) {
        if (descending ? left->key < right->key : left->key > right->key)
            *out++ = *right++, right_count--;
        else
            *out++ = *left++, left_count--;
    }
    memcpy(out, left_count ? left : right, (left_count + right_count) * sizeof *out);
}

/* Stable, which qsort is not. */
static void sort(struct sorted *rows, size_t count, bool descending, struct sorted *scratch)
{
    size_t half = count / 2;

    if (count < 2)
        return;
    sort(rows, half, descending, scratch);
    sort(rows + half, count - half, descending, scratch);
    memcpy(scratch, rows, count * sizeof *rows);
    merge(scratch, half, scratch + half, count - half, descending, rows);
}

static uint32_t *make(const struct orders *o, struct order_choice choice)
{
    const struct order_column *column = &o->columns[choice.column];
    struct sorted *rows = memory_zeroed(o->rows, sizeof *rows);
    struct sorted *scratch = memory_zeroed(o->rows, sizeof *scratch);
    uint32_t *numbers = memory_zeroed(o->rows, sizeof *numbers);

    (column->number ? take_numbers : take_texts)(o, column, rows);
    sort(rows, o->rows, choice.descending, scratch);
    for (size_t i = 0; i < o->rows; i++)
        numbers[i] = rows[i].row;
    free(scratch);
    free(rows);
    return numbers;
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
