#include "exchange/sheet.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "model/program_check.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

void sheet_complain(struct sheets *s, const char *place, size_t number, const char *format, ...)
{
    char rule[512], row[32] = "";
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(rule, sizeof rule, format, arguments);
    va_end(arguments);
    if (number)
        snprintf(row, sizeof row, " row %zu", number);
    s->failed = true;
    problems_say(s->found, -EINVAL, "%s%s: %s", place, row, rule);
}

void sheets_begin(struct sheets *s, const struct format_input *in, struct plant *into,
                  struct problems *found)
{
    *s = (struct sheets){ .in = in, .found = found, .into = &into->text, .draft = into->program };
    s->draft.lookup = (struct address_lookup){ 0 }; /* that of the old rows is the plant's */
    arena_create(&s->scratch, ARENA_TRUSTED);
}

/* ---- rows by their keys ---- */

struct keyed {
    const struct ledger *ledger;
    const struct program *program;
};

static bool same_key(const void *owner, const void *key, uint32_t item)
{
    const struct keyed *k = owner;

    return ledger_compare(k->ledger, key, ledger_row(k->ledger, k->program, item)) == 0;
}

static uint64_t hash_key(struct sheets *s, const struct ledger *l, const void *row)
{
    struct text key = ledger_key(l, row, &s->scratch);

    return hash_bytes(key.at, key.length);
}

static uint32_t find_row(struct sheets *s, const struct sheet_target *t, const void *like)
{
    struct keyed owner = { t->ledger, &s->draft };

    return index_find(&t->keys, hash_key(s, t->ledger, like), same_key, &owner, like);
}

static void index_row(struct sheets *s, struct sheet_target *t, size_t row)
{
    const void *like = ledger_row(t->ledger, &s->draft, row);

    if (find_row(s, t, like) == INDEX_NONE)
        index_insert(&t->keys, hash_key(s, t->ledger, like), (uint32_t)row);
}

/* The draft's own copy of the rows. */
static void take_rows(struct sheets *s, struct sheet_target *t)
{
    struct any_array rows = ledger_rows(t->ledger, &s->draft);

    ledger_set_rows(t->ledger, &s->draft, (struct any_array){ 0 });
    for (size_t i = 0; i < rows.count; i++) {
        memcpy(ledger_add(t->ledger, &s->draft), (char *)rows.items + i * t->ledger->size,
               t->ledger->size);
        *array_add(&t->numbers) = 0;
        index_row(s, t, i);
    }
}

struct sheet sheet_begin(struct sheets *s, const struct ledger *l, const char *place)
{
    size_t i = 0;

    while (ledger_table[i] != l)
        i++;
    assert(i < SHEET_LEDGERS_MOST);
    struct sheet_target *t = &s->targets[i];
    if (!t->ledger) {
        t->ledger = l;
        t->place = place;
        take_rows(s, t);
    }
    return (struct sheet){ .sheets = s, .target = t };
}

/* ---- the header ---- */

static const struct ledger_field *field_of(const struct ledger *l, struct text heading)
{
    const struct ledger_field *f = ledger_field(l, heading);

    for (size_t i = 0; !f && i < l->field_count; i++)
        if (text_is(heading, l->fields[i].title))
            f = &l->fields[i];
    return f;
}

static struct text known_fields(const struct ledger *l, struct arena *into)
{
    struct text all = { 0 };

    for (size_t i = 0; i < l->field_count; i++)
        all = text_format(into, "%.*s%s%s", SHOWN(all), i ? ", " : "", l->fields[i].name);
    return all;
}

static bool has_column(const struct sheet *sheet, const struct ledger_field *f)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (sheet->columns[i] == f)
            return true;
    return false;
}

static bool take_heading(struct sheet *sheet, struct text heading, size_t number)
{
    struct sheets *s = sheet->sheets;
    const struct ledger *l = sheet->target->ledger;
    const struct ledger_field *f = field_of(l, heading);
    bool fits = !heading.length || (f && !has_column(sheet, f));

    if (heading.length && !f)
        sheet_complain(s, sheet->target->place, number,
                       "column %zu \"%.*s\" is no field of %s; there are: %.*s",
                       sheet->column_count + 1, SHOWN(heading), l->name,
                       SHOWN(known_fields(l, &s->scratch)));
    else if (!fits)
        sheet_complain(s, sheet->target->place, number, "column \"%s\" stands there twice",
                       f->name);
    sheet->columns[sheet->column_count++] = f;
    return fits;
}

bool sheet_header(struct sheet *sheet, const struct text *cells, size_t count, size_t number)
{
    const struct sheet_target *t = sheet->target;
    bool fits = true;

    for (size_t i = 0; i < count; i++) {
        if (i == SHEET_COLUMNS_MOST) {
            sheet_complain(sheet->sheets, t->place, number, "more than %d columns",
                           SHEET_COLUMNS_MOST);
            return false;
        }
        fits &= take_heading(sheet, text_trim(cells[i]), number);
    }
    for (size_t i = t->ledger->prefix ? 1 : 0; fits && i < t->ledger->keys; i++)
        if (!has_column(sheet, &t->ledger->fields[i])) {
            sheet_complain(sheet->sheets, t->place, number,
                           "column \"%s\", which names a row, is missing",
                           t->ledger->fields[i].name);
            fits = false;
        }
    return fits;
}

/* ---- rows ---- */

/* One line, and of long values their beginning, so that the rule behind them is seen. */
static struct text beginning(struct text value, struct arena *into)
{
    enum { SHOWN_MOST = 60 };
    size_t end = value.length < SHOWN_MOST ? value.length : SHOWN_MOST;

    while (end && end < value.length && ((unsigned char)value.at[end] & 0xc0) == 0x80)
        end--;
    char *line = arena_array(into, char, end + 1);
    for (size_t i = 0; i < end; i++)
        line[i] = (unsigned char)value.at[i] < ' ' || value.at[i] == 0x7f ? ' ' : value.at[i];
    return text_format(into, "%s%s", line, end < value.length ? "..." : "");
}

static bool is_number(const struct ledger_field *f)
{
    return f->kind == LEDGER_level || f->kind == LEDGER_number || f->kind == LEDGER_money;
}

/* What spreadsheets make of flags and of numbers that are not there. */
static struct text as_cell(const struct ledger_field *f, struct text cell)
{
    cell = text_trim(cell);
    if (is_number(f) && f->least && text_is(cell, "0"))
        return TEXT("");
    if (f->kind != LEDGER_flag)
        return cell;
    if (cell.length == 4 && text_starts(cell, "true"))
        return TEXT("true");
    return cell.length == 5 && text_starts(cell, "false") ? TEXT("false") : cell;
}

static bool read_cell(const struct sheet *sheet, const struct ledger_field *f, struct text cell,
                      size_t number, void *row, struct arena *into)
{
    struct sheets *s = sheet->sheets;
    struct text rule = ledger_cell_read(f, as_cell(f, cell), row, into);

    if (rule.length)
        sheet_complain(s, sheet->target->place, number, "%s \"%.*s\" %.*s", f->name,
                       SHOWN(beginning(text_trim(cell), &s->scratch)), SHOWN(rule));
    return rule.length == 0;
}

/* The row with its keys alone. */
static bool read_keys(const struct sheet *sheet, const struct text *cells, size_t count,
                      size_t number, void *row)
{
    const struct ledger *l = sheet->target->ledger;
    bool fits = true;

    for (size_t i = 0; i < count && i < sheet->column_count; i++)
        if (sheet->columns[i] && sheet->columns[i] < l->fields + l->keys)
            fits &= read_cell(sheet, sheet->columns[i], cells[i], number, row, sheet->sheets->into);
    return fits;
}

static void read_values(const struct sheet *sheet, const struct text *cells, size_t count,
                        size_t number, void *row)
{
    const struct ledger *l = sheet->target->ledger;

    for (size_t i = 0; i < count && i < sheet->column_count; i++)
        if (sheet->columns[i] && sheet->columns[i] >= l->fields + l->keys)
            (void)read_cell(sheet, sheet->columns[i], cells[i], number, row, sheet->sheets->into);
}

static void replace_row(struct sheet *sheet, uint32_t place, const struct text *cells, size_t count,
                        size_t number)
{
    struct sheets *s = sheet->sheets;
    const struct ledger *l = sheet->target->ledger;
    char *row = (char *)ledger_rows(l, &s->draft).items + place * l->size;
    void *old = arena_alloc(&s->scratch, 1, l->size, alignof(max_align_t));

    memcpy(old, row, l->size);
    read_values(sheet, cells, count, number, row);
    ledger_renew(l, old, row);
    sheet->target->numbers.items[place] = number;
    s->merged.replaced++;
}

static bool waits_for_id(const struct ledger *l, const void *row)
{
    struct text id;

    if (!l->prefix)
        return false;
    memcpy(&id, (const char *)row + l->fields[0].at, sizeof id);
    return id.length == 0;
}

static void add_row(struct sheet *sheet, const void *keys, const struct text *cells, size_t count,
                    size_t number)
{
    struct sheets *s = sheet->sheets;
    struct sheet_target *t = sheet->target;
    void *row = ledger_add(t->ledger, &s->draft);

    memcpy(row, keys, t->ledger->size);
    read_values(sheet, cells, count, number, row);
    *array_add(&t->numbers) = number;
    if (!waits_for_id(t->ledger, row))
        index_row(s, t, t->numbers.count - 1);
    s->merged.added++;
}

static bool is_empty(const struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_trim(cells[i]).length)
            return false;
    return true;
}

void sheet_row(struct sheet *sheet, const struct text *cells, size_t count, size_t number)
{
    struct sheets *s = sheet->sheets;
    struct sheet_target *t = sheet->target;

    if (is_empty(cells, count))
        return;
    if (count > sheet->column_count &&
        !is_empty(cells + sheet->column_count, count - sheet->column_count)) {
        sheet_complain(s, t->place, number, "has %zu cells; the header has %zu", count,
                       sheet->column_count);
        return;
    }
    void *keys = arena_alloc(&s->scratch, 1, t->ledger->size, alignof(max_align_t));
    if (!read_keys(sheet, cells, count, number, keys))
        return;
    uint32_t place = waits_for_id(t->ledger, keys) ? INDEX_NONE : find_row(s, t, keys);
    if (place == INDEX_NONE)
        add_row(sheet, keys, cells, count, number);
    else if (t->numbers.items[place] == 0)
        replace_row(sheet, place, cells, count, number);
    else
        sheet_complain(s, t->place, number, "%s \"%.*s\" stands in row %zu already", t->ledger->one,
                       SHOWN(ledger_key(t->ledger, keys, &s->scratch)), t->numbers.items[place]);
}

/* ---- the end ---- */

static struct text first_text(const struct ledger *l, const void *row)
{
    struct text id;

    memcpy(&id, (const char *)row + l->fields[0].at, sizeof id);
    return id;
}

static void give_ids(struct sheets *s, const struct sheet_target *t)
{
    const struct ledger *l = t->ledger;
    struct any_array rows = ledger_rows(l, &s->draft);
    uint64_t most = 0;

    for (size_t i = 0; l->prefix && i < rows.count; i++) {
        uint64_t number = ledger_id_number(l->prefix, first_text(l, ledger_row(l, &s->draft, i)));
        most = number > most ? number : most;
    }
    for (size_t i = 0; l->prefix && i < rows.count; i++) {
        char *row = (char *)rows.items + i * l->size;
        if (first_text(l, row).length)
            continue;
        struct text id = ledger_id(l->prefix, ++most, s->into);
        memcpy(row + l->fields[0].at, &id, sizeof id);
    }
}

static void complain_of(struct sheets *s, const struct complaint *c)
{
    const struct sheet_target *t = s->targets;

    while (c->part == PART_ledger && t < s->targets + SHEET_LEDGERS_MOST && t->ledger != c->ledger)
        t++;
    bool ours = c->part == PART_ledger && t < s->targets + SHEET_LEDGERS_MOST;
    sheet_complain(s, ours ? t->place : s->in->name, ours ? t->numbers.items[c->row] : 0, "%.*s",
                   SHOWN(c->sentence));
}

/* Asked only when every row is sound by itself. */
static void check(struct sheets *s)
{
    struct complaints complaints = { 0 };

    program_check(&s->draft, s->in->requirements, &s->scratch, &complaints);
    for (ARRAY_EACH(const struct complaint, c, &complaints.rows))
        complain_of(s, c);
    array_free(&complaints.rows);
}

/* What does not go to the plant is given back: the old rows, or the draft's. */
static void hand_over(struct sheets *s, const struct sheet_target *t, struct plant *into)
{
    struct any_array old = ledger_rows(t->ledger, &into->program);
    struct any_array new = ledger_rows(t->ledger, &s->draft);

    array_release(s->failed ? new.items : old.items);
    if (s->failed)
        return;
    ledger_set_rows(t->ledger, &into->program, new);
    ledger_sort(t->ledger, &into->program);
}

int sheets_finish(struct sheets *s, struct plant *into)
{
    for (struct sheet_target *t = s->targets; t < s->targets + SHEET_LEDGERS_MOST; t++)
        if (t->ledger)
            give_ids(s, t);
    if (!s->failed)
        check(s);
    for (struct sheet_target *t = s->targets; t < s->targets + SHEET_LEDGERS_MOST; t++) {
        if (t->ledger)
            hand_over(s, t, into);
        array_free(&t->numbers);
        index_free(&t->keys);
    }
    if (!s->failed && into->program.lookup.settled)
        program_settle(&into->program);
    if (!s->failed && s->in->merged)
        *s->in->merged = s->merged;
    arena_destroy(&s->scratch);
    return s->failed ? -EINVAL : 0;
}
