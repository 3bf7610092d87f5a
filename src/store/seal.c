#include "store/seal.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

/* ---- sums ---- */

static void sum_add_times(struct row_sum *s, const struct row_sum *other, uint32_t times)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < SUM_LIMBS; i++) {
        carry += s->limbs[i] + (uint64_t)other->limbs[i] * times;
        s->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static struct row_sum sum_negated(const struct row_sum *s)
{
    struct row_sum negated;
    uint64_t carry = 1;

    for (size_t i = 0; i < SUM_LIMBS; i++) {
        carry += (uint32_t)~s->limbs[i];
        negated.limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return negated;
}

bool sum_equal(const struct row_sum *a, const struct row_sum *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* ---- rows ---- */

static bool is_empty(const struct db_value *value)
{
    return value->is_text ? value->text.length == 0 : value->integer == 0;
}

/* Which column, what kind, what: nothing can be read in two ways. */
static void write_value(struct buffer *out, size_t column, const struct db_value *value)
{
    buffer_u8(out, (uint8_t)column);
    buffer_u8(out, value->is_text);
    if (value->is_text) {
        buffer_u32le(out, (uint32_t)value->text.length);
        buffer_text(out, value->text);
    } else {
        buffer_u64le(out, (uint64_t)value->integer);
    }
}

static uint32_t limb(const unsigned char *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static struct row_sum sum_of(const struct buffer *written)
{
    unsigned char digest[SUM_LIMBS * 4];
    struct row_sum sum;

    crypto_generichash(digest, sizeof digest, (const unsigned char *)written->at, written->length,
                       NULL, 0);
    for (size_t i = 0; i < SUM_LIMBS; i++)
        sum.limbs[i] = limb(digest + 4 * i);
    return sum;
}

static void write_number(struct buffer *out, int64_t number)
{
    char digits[20];
    size_t count = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do
        digits[count++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        buffer_char(out, '-');
    while (count)
        buffer_char(out, digits[--count]);
}

static void write_name(const struct db_table *t, const struct db_value *values, struct buffer *out)
{
    for (size_t i = 0; i < t->key_count; i++) {
        const struct db_value *value = &values[t->keys[i]];
        if (i)
            buffer_char(out, '/');
        for (size_t c = 0; value->is_text && c < value->text.length; c++) {
            char letter = value->text.at[c];
            if (letter == '/' || letter == '%')
                buffer_string(out, letter == '/' ? "%2F" : "%25");
            else
                buffer_char(out, letter);
        }
        if (!value->is_text)
            write_number(out, value->integer);
    }
}

/* FNV-1a, 64 bits folded: it locates rows and proves nothing. */
static uint32_t fold(uint64_t hash, struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        hash = (hash ^ (unsigned char)t.at[i]) * 0x100000001b3u;
    hash ^= hash >> 32;
    return (uint32_t)hash ? (uint32_t)hash : 1;
}

uint32_t weight_of_name(struct text name)
{
    return fold(0xcbf29ce484222325u, name);
}

void row_mark(const struct db_table *table, const struct db_value *values, struct buffer *scratch,
              struct row_mark *mark)
{
    scratch->length = 0;
    write_name(table, values, scratch);
    mark->weight = weight_of_name(buffer_view(scratch));

    scratch->length = 0;
    buffer_string(scratch, table->name);
    buffer_char(scratch, 0);
    for (size_t i = 0; i < table->column_count; i++)
        if (!is_empty(&values[i]))
            write_value(scratch, i, &values[i]);
    mark->sum = sum_of(scratch);
}

struct text row_name(const struct db_table *table, const struct db_value *values,
                     struct arena *into)
{
    struct buffer name = BUFFER_KEPT;

    write_name(table, values, &name);
    struct text kept = text_copy(buffer_view(&name), into);
    buffer_free(&name);
    return kept;
}

/* ---- seals ---- */

void seal_add(struct seal *s, const struct row_mark *row)
{
    s->rows++;
    sum_add_times(&s->plain, &row->sum, 1);
    sum_add_times(&s->weighted, &row->sum, row->weight);
}

void seal_take(struct seal *s, const struct row_mark *row)
{
    const struct row_sum negated = sum_negated(&row->sum);

    s->rows--;
    sum_add_times(&s->plain, &negated, 1);
    sum_add_times(&s->weighted, &negated, row->weight);
}

void seal_join(struct seal *s, const struct seal *other)
{
    s->rows += other->rows;
    sum_add_times(&s->plain, &other->plain, 1);
    sum_add_times(&s->weighted, &other->weighted, 1);
}

struct seal seal_difference(const struct seal *s, const struct seal *other)
{
    struct seal minus = { -other->rows, sum_negated(&other->plain), sum_negated(&other->weighted) };

    seal_join(&minus, s);
    return minus;
}

bool seal_is_nothing(const struct seal *s)
{
    static const struct seal nothing;

    return s->rows == 0 && sum_equal(&s->plain, &nothing.plain) &&
           sum_equal(&s->weighted, &nothing.weighted);
}

bool seal_is_one_row(const struct seal *difference, uint32_t weight)
{
    struct row_sum expected = { { 0 } };

    sum_add_times(&expected, &difference->plain, weight);
    return sum_equal(&expected, &difference->weighted);
}

/* ---- kept ---- */

static void sum_format(const struct row_sum *s, char out[SUM_TEXT])
{
    unsigned char bytes[SUM_LIMBS * 4];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(s->limbs[i / 4] >> (8 * (i % 4)));
    sodium_bin2hex(out, SUM_TEXT, bytes, sizeof bytes);
}

/* Anything else than 128 digits is no sum that was ever written: it is 0, and will not fit. */
static struct row_sum sum_parse(struct text t)
{
    unsigned char bytes[SUM_LIMBS * 4];
    size_t length = 0;
    struct row_sum s = { { 0 } };

    if (t.length != SUM_TEXT - 1 ||
        sodium_hex2bin(bytes, sizeof bytes, t.at, t.length, NULL, &length, NULL) < 0 ||
        length != sizeof bytes)
        return s;
    for (size_t i = 0; i < SUM_LIMBS; i++)
        s.limbs[i] = limb(bytes + 4 * i);
    return s;
}

static struct seal take_seal(struct statement *q)
{
    struct seal s = { .rows = column_integer(q) };

    s.plain = sum_parse(column_text(q));
    s.weighted = sum_parse(column_text(q));
    return s;
}

int seal_read_all(struct db *db, const char *table, struct seal parts[SEAL_PARTS],
                  struct seal *whole, struct problem *why)
{
    static const struct query query = {
        "seals", "SELECT part, rows, plain, weighted FROM seal WHERE tbl = $1"
    };
    struct statement *q = db_statement(db, &query);
    int rc;

    memset(parts, 0, SEAL_PARTS * sizeof *parts);
    *whole = (struct seal){ 0 };
    bind_text(q, text_of(table));
    while ((rc = statement_next(q, why)) == 1) {
        int64_t part = column_integer(q);
        struct seal s = take_seal(q);
        if (part >= 0 && part < SEAL_PARTS)
            parts[part] = s;
        else
            seal_join(whole, &s); /* one that is none of ours spoils the whole */
    }
    return rc;
}

int seal_read(struct db *db, const char *table, int part, struct seal *s, struct problem *why)
{
    static const struct query query = {
        "seal", "SELECT rows, plain, weighted FROM seal WHERE tbl = $1 AND part = $2"
    };
    struct statement *q = db_statement(db, &query);

    *s = (struct seal){ 0 };
    bind_text(q, text_of(table));
    bind_integer(q, part);
    int rc = statement_next(q, why);
    if (rc == 1)
        *s = take_seal(q);
    statement_stop(q);
    return rc < 0 ? rc : 0;
}

int seal_write(struct db *db, const char *table, int part, const struct seal *s,
               struct problem *why)
{
    static const struct query query = {
        "keep seal", "INSERT INTO seal (tbl, part, rows, plain, weighted) VALUES ($1, $2, $3, $4, "
                     "$5) ON CONFLICT (tbl, part) DO UPDATE SET rows = excluded.rows, plain = "
                     "excluded.plain, weighted = excluded.weighted"
    };
    struct statement *q = db_statement(db, &query);
    char plain[SUM_TEXT], weighted[SUM_TEXT];

    sum_format(&s->plain, plain);
    sum_format(&s->weighted, weighted);
    bind_text(q, text_of(table));
    bind_integer(q, part);
    bind_integer(q, s->rows);
    bind_text(q, text_of(plain));
    bind_text(q, text_of(weighted));
    return statement_run(q, why) < 0 ? why->code : 0;
}
