#include "store/proof_rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/plant.h"

enum { SUSPECTS_MOST = 200000, INTEGERS_MOST = 1 << 24, PLACES_MOST = 64, WORDS_MOST = 260 };

/* ---- a row and the last entry about it ---- */

struct last_word {
    uint64_t sequence; /* 0: the trail does not know the row */
    moment_us at;
    struct text who, after;
};

static int last_word(struct db *db, const char *kind, struct text name, struct last_word *last,
                     struct arena *into, struct problem *why)
{
    static const struct query query = {
        "last entry of a row",
        "SELECT sequence, at, who, after FROM audit WHERE kind = $1 AND name "
        "= $2 ORDER BY sequence DESC LIMIT 1"
    };
    struct statement *s = db_statement(db, &query);

    *last = (struct last_word){ 0 };
    bind_text(s, text_of(kind));
    bind_text(s, name);
    int rc = statement_next(s, why);
    if (rc == 1) {
        last->sequence = (uint64_t)column_integer(s);
        last->at = column_integer(s);
        last->who = text_copy(column_text(s), into);
        last->after = text_copy(column_text(s), into);
    }
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

/* Up to the quote that ends a string, or the ',' or '}' that ends a number. */
static size_t value_length(struct text t)
{
    size_t i = 0;

    if (t.length && t.at[0] == '"') {
        for (i = 1; i < t.length && t.at[i] != '"'; i++)
            i += t.at[i] == '\\';
        return i < t.length ? i + 1 : t.length;
    }
    while (i < t.length && t.at[i] != ',' && t.at[i] != '}')
        i++;
    return i;
}

static struct text front(struct text *rest, size_t length)
{
    struct text part = { rest->at, length < rest->length ? length : rest->length };

    rest->at += part.length;
    rest->length -= part.length;
    return part;
}

/* The next member of an object that row_print wrote: "column" with its quotes, and its value. */
static bool next_member(struct text *rest, struct text *column, struct text *value)
{
    while (rest->length && rest->at[0] != '"')
        front(rest, 1);
    if (rest->length == 0)
        return false;
    *column = front(rest, value_length(*rest));
    while (rest->length && (rest->at[0] == ':' || rest->at[0] == ' '))
        front(rest, 1);
    *value = front(rest, value_length(*rest));
    return true;
}

static struct text member(struct text object, struct text wanted)
{
    struct text column, value;

    while (next_member(&object, &column, &value))
        if (text_equal(column, wanted))
            return value;
    return (struct text){ 0 };
}

static void say_member(struct buffer *out, struct text column, struct text now, struct text then)
{
    struct text nothing = TEXT("empty");

    if (text_equal(now, then) || out->length > WORDS_MOST)
        return;
    now = now.length ? now : nothing;
    then = then.length ? then : nothing;
    buffer_format(out, "%s%.*s is %.*s, not %.*s", out->length ? "; " : "",
                  column.length > 2 ? (int)column.length - 2 : 0, column.at + 1,
                  now.length < 100 ? (int)now.length : 100, now.at,
                  then.length < 100 ? (int)then.length : 100, then.at);
}

/* "level is 3, not 2; approver is empty, not "ann"" */
static struct text difference(struct text now, struct text then, struct arena *into)
{
    struct buffer out = BUFFER_KEPT;
    struct text column, value, rest = now;

    while (next_member(&rest, &column, &value))
        say_member(&out, column, value, member(then, column));
    for (rest = then; next_member(&rest, &column, &value);)
        if (!member(now, column).length)
            say_member(&out, column, (struct text){ 0 }, value);
    struct text kept = text_copy(buffer_view(&out), into);
    buffer_free(&out);
    return kept;
}

/* ---- one table ---- */

struct suspect {
    struct text name, row;
    struct row_mark mark;
};

struct table_proof {
    struct db *db;
    const struct db_table *table;
    struct problems *found;
    struct arena work;
    struct buffer scratch;
    struct seal now[SEAL_PARTS], sealed[SEAL_PARTS], difference[SEAL_PARTS];
    bool bad[SEAL_PARTS];
    ARRAY(struct suspect) suspects;
    int64_t highest[2]; /* of the first two columns of its key */
    uint64_t rows;
};

static bool count_row(void *owner, const struct db_value *values)
{
    struct table_proof *p = owner;
    struct row_mark mark;

    row_mark(p->table, values, &p->scratch, &mark);
    seal_add(&p->now[part_of(mark.weight)], &mark);
    for (size_t i = 0; i < 2 && i < p->table->key_count; i++)
        if (!values[p->table->keys[i]].is_text && values[p->table->keys[i]].integer > p->highest[i])
            p->highest[i] = values[p->table->keys[i]].integer;
    p->rows++;
    return true;
}

static bool suspect_row(void *owner, const struct db_value *values)
{
    struct table_proof *p = owner;
    struct suspect s;

    row_mark(p->table, values, &p->scratch, &s.mark);
    if (!p->bad[part_of(s.mark.weight)])
        return true;
    s.name = row_name(p->table, values, &p->work);
    p->scratch.length = 0;
    row_print(p->table, values, &p->scratch);
    s.row = text_copy(text_trim(buffer_view(&p->scratch)), &p->work);
    *array_add(&p->suspects) = s;
    return p->suspects.count < SUSPECTS_MOST;
}

static int compare_seals(struct table_proof *p, size_t *bad, struct problem *why)
{
    struct seal sealed, whole = { 0 };
    int rc = seal_read_all(p->db, p->table->name, p->sealed, &sealed, why);

    for (int part = 0; rc == 0 && part < SEAL_PARTS; part++) {
        p->difference[part] = seal_difference(&p->now[part], &p->sealed[part]);
        p->bad[part] = !seal_is_nothing(&p->difference[part]);
        *bad += p->bad[part];
        seal_join(&whole, &p->sealed[part]);
    }
    struct seal left = seal_difference(&whole, &sealed);
    if (rc == 0 && !seal_is_nothing(&left))
        problems_say(p->found, -EILSEQ,
                     "table %s: its seals do not fit together: a row of table "
                     "seal was altered",
                     p->table->name);
    return rc;
}

/* ---- what the trail says of a row ---- */

static void say(const struct table_proof *p, struct text name, const char *what,
                const struct last_word *last)
{
    char at[MOMENT_TEXT];

    moment_format(last->at, at);
    problems_say(p->found, -EILSEQ,
                 "table %s, row \"%.*s\": %s as audit entry %llu (%s, %.*s) left it",
                 p->table->name, name.length < 120 ? (int)name.length : 120, name.at, what,
                 (unsigned long long)last->sequence, at,
                 last->who.length < 40 ? (int)last->who.length : 40, last->who.at);
}

/* 1: it is said what is wrong with the row; 0: nothing is, as far as the trail knows. */
static int judge_by_trail(struct table_proof *p, const struct suspect *s, struct problem *why)
{
    struct last_word last;
    int rc = last_word(p->db, p->table->name, s->name, &last, &p->work, why);

    if (rc < 0 || last.sequence == 0 || text_equal(last.after, s->row))
        return rc;
    if (last.after.length == 0)
        say(p, s->name, "is there, though it was removed,", &last);
    else
        say(p, s->name, difference(s->row, last.after, &p->work).at, &last);
    return 1;
}

static bool is_suspect(const struct table_proof *p, struct text name)
{
    for (ARRAY_EACH(const struct suspect, s, &p->suspects))
        if (text_equal(s->name, name))
            return true;
    return false;
}

struct names {
    ARRAY(struct text) rows;
};

/* Rows that the trail knows in a part, whether they are there or not. */
static int names_in_trail(struct table_proof *p, int part, struct names *names, struct problem *why)
{
    static const struct query query = { "rows in the trail",
                                        "SELECT DISTINCT name FROM audit WHERE kind = $1" };
    struct statement *s = db_statement(p->db, &query);
    int rc;

    bind_text(s, text_of(p->table->name));
    while ((rc = statement_next(s, why)) == 1) {
        struct text name = column_text(s);
        if (part_of(weight_of_name(name)) == (unsigned)part && !is_suspect(p, name))
            *array_add(&names->rows) = text_copy(name, &p->work);
    }
    return rc;
}

static int judge_missing(struct table_proof *p, int part, size_t *said, struct problem *why)
{
    struct names names = { 0 };
    struct last_word last;
    int rc = names_in_trail(p, part, &names, why);

    for (ARRAY_EACH(const struct text, name, &names.rows)) {
        if (rc == 0)
            rc = last_word(p->db, p->table->name, *name, &last, &p->work, why);
        if (rc == 0 && last.after.length) {
            say(p, *name, "is missing, though it was there", &last);
            ++*said;
        }
    }
    array_free(&names.rows);
    return rc;
}

static int explain_by_trail(struct table_proof *p, int part, size_t *said, struct problem *why)
{
    int rc = 0;

    for (ARRAY_EACH(const struct suspect, s, &p->suspects)) {
        if (rc < 0 || part_of(s->mark.weight) != (unsigned)part)
            continue;
        rc = judge_by_trail(p, s, why);
        *said += rc == 1;
    }
    return rc < 0 ? rc : judge_missing(p, part, said, why);
}

/* ---- what the sums say of a row ---- */

static bool explain_present(const struct table_proof *p, int part)
{
    const struct seal *d = &p->difference[part];

    for (ARRAY_EACH(const struct suspect, s, &p->suspects)) {
        bool added = d->rows == 1 && sum_equal(&s->mark.sum, &d->plain);
        if (part_of(s->mark.weight) != (unsigned)part || (d->rows != 0 && !added) ||
            !seal_is_one_row(d, s->mark.weight))
            continue;
        problems_say(p->found, -EILSEQ, "table %s, row \"%.*s\": %s past the program",
                     p->table->name, s->name.length < 200 ? (int)s->name.length : 200, s->name.at,
                     added ? "it was added" : "it was changed");
        return true;
    }
    return false;
}

/* A row that is gone had a number: one of those up to the highest, or one more. */
static bool explain_absent(struct table_proof *p, int part)
{
    int64_t second = p->table->key_count > 1 ? PLACES_MOST : 0;

    if (p->difference[part].rows != -1 || p->table->key_count > 2 || p->highest[0] > INTEGERS_MOST)
        return false;
    for (int64_t i = 0; i <= p->highest[0] + 1; i++)
        for (int64_t place = 0; place <= second; place++) {
            struct db_value values[TABLE_COLUMNS_MOST] = { 0 };
            values[p->table->keys[0]].integer = i;
            if (p->table->key_count > 1)
                values[p->table->keys[1]].integer = place;
            struct text name = row_name(p->table, values, &p->work);
            uint32_t weight = weight_of_name(name);
            if (part_of(weight) != (unsigned)part || !seal_is_one_row(&p->difference[part], weight))
                continue;
            problems_say(p->found, -EILSEQ,
                         "table %s, row \"%.*s\": it was removed past the program", p->table->name,
                         (int)name.length, name.at);
            return true;
        }
    return false;
}

static void say_part(const struct table_proof *p, int part)
{
    long long more = p->difference[part].rows, count = more < 0 ? -more : more;

    if (more == 0)
        problems_say(p->found, -EILSEQ,
                     "table %s: several of these %lld rows were changed past the program: those "
                     "whose keys fall into part %d",
                     p->table->name, (long long)p->now[part].rows, part);
    else
        problems_say(p->found, -EILSEQ, "table %s: %lld %s %s past the program", p->table->name,
                     count, count == 1 ? "row was" : "rows were", more < 0 ? "removed" : "added");
}

static int explain_part(struct table_proof *p, int part, struct problem *why)
{
    size_t said = 0;
    int rc = 0;

    if (table_class(text_of(p->table->name)) == TABLE_decided)
        rc = explain_by_trail(p, part, &said, why);
    if (rc == 0 && said == 0 && !explain_present(p, part) && !explain_absent(p, part))
        say_part(p, part);
    return rc < 0 ? rc : 0;
}

static int explain_table(struct table_proof *p, struct problem *why)
{
    int rc = db_each_row(p->db, p->table, suspect_row, p, why);

    for (int part = 0; rc == 0 && part < SEAL_PARTS; part++)
        if (p->bad[part])
            rc = explain_part(p, part, why);
    return rc;
}

/* ---- all tables ---- */

static void open_proof(struct table_proof *p, struct db *db, const struct db_table *table,
                       struct problems *found)
{
    *p = (struct table_proof){ .db = db, .table = table, .found = found, .scratch = BUFFER_KEPT };
    arena_create(&p->work, ARENA_TRUSTED);
}

static void close_proof(struct table_proof *p)
{
    array_free(&p->suspects);
    buffer_free(&p->scratch);
    arena_destroy(&p->work);
}

static int prove_table(struct table_proof *p, struct problem *why)
{
    size_t bad = 0;
    int rc = db_each_row(p->db, p->table, count_row, p, why);

    if (rc == 0)
        rc = compare_seals(p, &bad, why);
    return rc < 0 || bad == 0 ? rc : explain_table(p, why);
}

static int against_trail(struct table_proof *p, struct problem *why)
{
    size_t said = 0;
    int rc;

    memset(p->bad, true, sizeof p->bad);
    rc = db_each_row(p->db, p->table, suspect_row, p, why);
    for (int part = 0; rc == 0 && part < SEAL_PARTS; part++)
        rc = explain_by_trail(p, part, &said, why);
    return rc < 0 ? rc : 0;
}

typedef int prove_one(struct table_proof *p, struct problem *why);

static int each_table(struct db *db, bool decided_only, prove_one *prove, struct problems *found,
                      uint64_t *rows, uint64_t *count, struct problem *why)
{
    struct db_tables tables = { 0 };
    struct arena names;

    arena_create(&names, ARENA_TRUSTED);
    int rc = db_read_tables(db, &tables, &names, why);
    for (ARRAY_EACH(const struct db_table, t, &tables.rows)) {
        enum table_class class = table_class(text_of(t->name));
        if (rc < 0 || class == TABLE_own || (decided_only && class != TABLE_decided))
            continue;
        struct table_proof *p = calloc(1, sizeof *p);
        if (!p) {
            rc = problem_set(why, -ENOMEM, "table %s: out of memory", t->name);
            continue;
        }
        open_proof(p, db, t, found);
        rc = prove(p, why);
        *rows += p->rows;
        ++*count;
        close_proof(p);
        free(p);
    }
    array_free(&tables.rows);
    arena_destroy(&names);
    return rc;
}

static int find_missing_tables(struct db *db, struct problems *found, struct problem *why)
{
    static const struct query query = {
        "sealed tables", "SELECT tbl, rows FROM seal WHERE part = -1 AND rows <> 0 ORDER BY tbl"
    };
    struct statement *s = db_statement(db, &query);
    int rc;

    while ((rc = statement_next(s, why)) == 1) {
        struct arena work;
        bool has = true;
        arena_create(&work, ARENA_TRUSTED);
        const char *table = text_string(column_text(s), &work);
        rc = db_has_table(db, table, &has, why);
        if (rc == 0 && !has)
            problems_say(found, -EILSEQ, "table %s is missing, with its %lld rows", table,
                         (long long)column_integer(s));
        arena_destroy(&work);
        if (rc < 0)
            break;
    }
    statement_stop(s);
    return rc;
}

int proof_rows(struct db *db, struct problems *found, uint64_t *rows, uint64_t *tables,
               struct problem *why)
{
    int rc = each_table(db, false, prove_table, found, rows, tables, why);

    return rc < 0 ? rc : find_missing_tables(db, found, why);
}

int proof_rows_against_trail(struct db *db, struct problems *found, struct problem *why)
{
    uint64_t rows = 0, tables = 0;

    return each_table(db, true, against_trail, found, &rows, &tables, why);
}
