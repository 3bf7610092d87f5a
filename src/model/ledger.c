#include "model/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "model/program.h"

const struct ledger *const ledger_table[] = {
#define LEDGER(row, rows) &row##_ledger,
#include "model/ledgers.def"
#undef LEDGER
    NULL,
};

const struct ledger *ledger_find(struct text name)
{
    for (const struct ledger *const *l = ledger_table; *l; l++)
        if (text_is(name, (*l)->name))
            return *l;
    return NULL;
}

const struct ledger_field *ledger_field(const struct ledger *l, struct text name)
{
    for (size_t i = 0; i < l->field_count; i++)
        if (text_is(name, l->fields[i].name))
            return &l->fields[i];
    return NULL;
}

struct any_array ledger_rows(const struct ledger *l, const struct program *p)
{
    struct any_array rows;

    memcpy(&rows, (const char *)p + l->rows, sizeof rows);
    return rows;
}

void ledger_set_rows(const struct ledger *l, struct program *p, struct any_array rows)
{
    memcpy((char *)p + l->rows, &rows, sizeof rows);
}

const void *ledger_row(const struct ledger *l, const struct program *p, size_t row)
{
    return (const char *)ledger_rows(l, p).items + row * l->size;
}

void *ledger_add(const struct ledger *l, struct program *p)
{
    struct any_array rows = ledger_rows(l, p);

    rows.items = array_grow(rows.items, &rows.count, &rows.capacity, l->size);
    ledger_set_rows(l, p, rows);
    return (char *)rows.items + (rows.count - 1) * l->size;
}

/* ---- order ---- */

static struct text text_at(const struct ledger_field *f, const void *row)
{
    struct text t;

    memcpy(&t, (const char *)row + f->at, sizeof t);
    return t;
}

static int compare_texts(const void *a, const void *b)
{
    struct text left, right;

    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return text_compare(left, right);
}

static int compare_days(const void *a, const void *b)
{
    moment_us left, right;

    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return (left > right) - (left < right);
}

static int compare_addresses(const void *a, const void *b)
{
    struct address left, right;

    memcpy(&left, a, sizeof left);
    memcpy(&right, b, sizeof right);
    return address_compare(&left, &right);
}

/* Keys are text, dates or addresses. */
static int compare_key(const struct ledger_field *f, const void *row, const void *other)
{
    const char *a = (const char *)row + f->at, *b = (const char *)other + f->at;

    return f->kind == LEDGER_date      ? compare_days(a, b)
           : f->kind == LEDGER_address ? compare_addresses(a, b)
                                       : compare_texts(a, b);
}

int ledger_compare(const struct ledger *l, const void *row, const void *other)
{
    int order = 0;

    for (size_t i = 0; order == 0 && i < l->keys; i++)
        order = compare_key(&l->fields[i], row, other);
    return order;
}

/* Merge sort: qsort gives no way to say by which ledger. */
static void merge(const struct ledger *l, char *rows, char *spare, size_t count)
{
    size_t half = count / 2, left = 0, right = half;

    if (count < 2)
        return;
    merge(l, rows, spare, half);
    merge(l, rows + half * l->size, spare, count - half);
    for (size_t i = 0; i < count; i++) {
        bool from_left =
            left < half && (right == count ||
                            ledger_compare(l, rows + left * l->size, rows + right * l->size) <= 0);
        size_t from = from_left ? left++ : right++;
        memcpy(spare + i * l->size, rows + from * l->size, l->size);
    }
    memcpy(rows, spare, count * l->size);
}

static bool is_sorted(const struct ledger *l, struct any_array rows)
{
    for (size_t i = 1; i < rows.count; i++)
        if (ledger_compare(l, (char *)rows.items + (i - 1) * l->size,
                           (char *)rows.items + i * l->size) > 0)
            return false;
    return true;
}

void ledger_sort(const struct ledger *l, struct program *p)
{
    struct any_array rows = ledger_rows(l, p);
    struct any_array spare = { 0 };

    if (is_sorted(l, rows))
        return;
    for (size_t i = 0; i < rows.count; i++)
        spare.items = array_grow(spare.items, &spare.count, &spare.capacity, l->size);
    merge(l, rows.items, spare.items, rows.count);
    array_release(spare.items);
}

size_t ledger_place(const struct ledger *l, const struct program *p, const void *like)
{
    struct any_array rows = ledger_rows(l, p);

    for (size_t i = 0; i < rows.count; i++)
        if (ledger_compare(l, (char *)rows.items + i * l->size, like) == 0)
            return i;
    return rows.count;
}

const void *ledger_named(const struct ledger *l, const struct program *p, struct text id)
{
    struct any_array rows = ledger_rows(l, p);

    for (size_t i = 0; i < rows.count; i++) {
        const char *row = (const char *)rows.items + i * l->size;
        if (text_equal(text_at(&l->fields[0], row), id))
            return row;
    }
    return NULL;
}

uint64_t ledger_id_number(const char *prefix, struct text id)
{
    enum { NUMBER_MOST = 999999999 };
    size_t length = strlen(prefix);
    uint64_t number = 0;

    if (id.length > length && memcmp(id.at, prefix, length) == 0)
        (void)text_unsigned((struct text){ id.at + length, id.length - length }, NUMBER_MOST,
                            &number);
    return number;
}

struct text ledger_id(const char *prefix, uint64_t number, struct arena *into)
{
    return text_format(into, "%s%03llu", prefix, (unsigned long long)number);
}

static size_t size_of(enum ledger_kind kind)
{
    switch (kind) {
    case LEDGER_flag:
        return sizeof(bool);
    case LEDGER_date:
        return sizeof(moment_us);
    case LEDGER_level:
        return sizeof(uint8_t);
    case LEDGER_number:
        return sizeof(uint32_t);
    case LEDGER_money:
        return sizeof(uint64_t);
    case LEDGER_address:
        return sizeof(struct address);
    case LEDGER_text:
    case LEDGER_prose:
    case LEDGER_word:
    case LEDGER_list:
        break;
    }
    return sizeof(struct text);
}

void ledger_renew(const struct ledger *l, const void *old, void *row)
{
    for (size_t i = 0; i < l->field_count; i++) {
        const struct ledger_field *f = &l->fields[i];
        if (f->kept)
            memcpy((char *)row + f->at, (const char *)old + f->at, size_of(f->kind));
    }
    if (l->renew)
        l->renew(old, row);
}

/* ---- keys in one word ---- */

static void encode(struct text t, char *out, size_t *used)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c != '/' && c != '%') {
            out[(*used)++] = (char)c;
            continue;
        }
        out[(*used)++] = '%';
        out[(*used)++] = digits[c >> 4];
        out[(*used)++] = digits[c & 15];
    }
}

struct text ledger_key(const struct ledger *l, const void *row, struct arena *into)
{
    struct text parts[LEDGER_KEYS_MOST];
    size_t most = l->keys, used = 0;

    for (size_t i = 0; i < l->keys; i++) {
        parts[i] = ledger_cell(&l->fields[i], row, into);
        most += 3 * parts[i].length;
    }
    char *key = arena_array(into, char, most + 1);
    for (size_t i = 0; i < l->keys; i++) {
        if (i)
            key[used++] = '/';
        encode(parts[i], key, &used);
    }
    return (struct text){ key, used };
}

static int digit(char c)
{
    const char *digits = "0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

static bool decode(struct text t, struct arena *into, struct text *plain)
{
    char *out = arena_array(into, char, t.length + 1);
    size_t used = 0;

    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] != '%') {
            out[used++] = t.at[i];
            continue;
        }
        int high = i + 2 < t.length ? digit(t.at[i + 1]) : -1;
        int low = i + 2 < t.length ? digit(t.at[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        out[used++] = (char)(high << 4 | low);
        i += 2;
    }
    *plain = (struct text){ out, used };
    return true;
}

bool ledger_key_read(const struct ledger *l, struct text key, void *row, struct arena *into)
{
    for (size_t i = 0; i < l->keys; i++) {
        struct text plain, part = i + 1 < l->keys ? text_cut(&key, '/') : key;
        if (!decode(part, into, &plain) || ledger_cell_read(&l->fields[i], plain, row, into).length)
            return false;
    }
    return true;
}

/* ---- lists ---- */

bool list_next(struct text *rest, struct text *entry)
{
    while (rest->length) {
        *entry = text_trim(text_cut(rest, ';'));
        if (entry->length)
            return true;
    }
    return false;
}

bool list_has(struct text list, struct text wanted)
{
    for (struct text entry; list_next(&list, &entry);)
        if (text_equal(entry, wanted))
            return true;
    return false;
}
