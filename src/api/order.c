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

struct order_key order_number(int64_t number)
{
    return (struct order_key){ .high = (uint64_t)number ^ (uint64_t)INT64_MIN };
}

struct order_key order_text(struct text t)
{
    struct order_key key = { 0 };

    for (size_t i = 0; i < sizeof key.high; i++) {
        key.high = key.high << 8 | (i < t.length ? lower(t.at[i]) : 0);
        key.low =
            key.low << 8 | (i + sizeof key.high < t.length ? lower(t.at[i + sizeof key.high]) : 0);
    }
    return key;
}

struct sorted {
    struct order_key key;
    uint32_t row;
};

struct sorting {
    const struct order_column *column;
    const void *owner;
    bool descending;
};

static int compare(const struct sorting *s, const struct sorted *a, const struct sorted *b)
{
    int order = (a->key.high > b->key.high) - (a->key.high < b->key.high);

    if (order == 0)
        order = (a->key.low > b->key.low) - (a->key.low < b->key.low);
    if (order == 0 && (a->key.low & 0xff) && s->column->rest) /* a text that fills the key */
        order = compare_texts(s->column->rest(s->owner, a->row), s->column->rest(s->owner, b->row));
    return s->descending ? -order : order;
}

static void merge(const struct sorting *s, const struct sorted *left, size_t left_count,
                  const struct sorted *right, size_t right_count, struct sorted *out)
{
    while (left_count && right_count) {
        if (compare(s, left, right) > 0)
            *out++ = *right++, right_count--;
        else
            *out++ = *left++, left_count--;
    }
    memcpy(out, left_count ? left : right, (left_count + right_count) * sizeof *out);
}

/* Stable, and with an owner for the comparison, which qsort has neither. */
static void sort(const struct sorting *s, struct sorted *rows, size_t count, struct sorted *scratch)
{
    size_t half = count / 2;

    if (count < 2)
        return;
    sort(s, rows, half, scratch);
    sort(s, rows + half, count - half, scratch);
    memcpy(scratch, rows, count * sizeof *rows);
    merge(s, scratch, half, scratch + half, count - half, rows);
}

static uint32_t *make(const struct orders *o, struct order_choice choice)
{
    const struct sorting s = { &o->columns[choice.column], o->owner, choice.descending };
    struct sorted *rows = memory_zeroed(o->rows, sizeof *rows);
    struct sorted *scratch = memory_zeroed(o->rows, sizeof *scratch);
    uint32_t *numbers = memory_zeroed(o->rows, sizeof *numbers);

    for (uint32_t i = 0; i < o->rows; i++)
        rows[i] = (struct sorted){ s.column->key(o->owner, i), i };
    sort(&s, rows, o->rows, scratch);
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
