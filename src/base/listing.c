#include "base/listing.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"

enum { NUMBER_TEXT = 32 };

void listing_init(struct listing *t, const char *format, const char *const *columns)
{
    *t = (struct listing){ .format = format };
    for (; *columns; columns++) {
        assert(t->column_count < LISTING_COLUMNS_MOST);
        t->columns[t->column_count++] = *columns;
    }
}

void listing_finish(struct listing *t)
{
    array_free(&t->cells);
}

void listing_text(struct listing *t, struct text value)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_TEXT, .text = value };
}

void listing_list(struct listing *t, struct text entries)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_LIST, .text = entries };
}

void listing_string(struct listing *t, const char *value)
{
    listing_text(t, text_of(value));
}

void listing_unsigned(struct listing *t, uint64_t value)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_UNSIGNED, .number = value };
}

void listing_bool(struct listing *t, bool value)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_BOOL, .number = value };
}

void listing_flag(struct listing *t, bool value)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_FLAG, .number = value };
}

void listing_moment(struct listing *t, moment_us at)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_MOMENT, .number = (uint64_t)at };
}

void listing_date(struct listing *t, moment_us day)
{
    *array_add(&t->cells) = (struct cell){ .kind = CELL_DATE, .number = (uint64_t)day };
}

/* The cell as text; numbers are written into `room`. */
static struct text as_text(const struct cell *c, char room[NUMBER_TEXT])
{
    switch (c->kind) {
    case CELL_TEXT:
    case CELL_LIST:
        return c->text;
    case CELL_UNSIGNED:
        snprintf(room, NUMBER_TEXT, "%" PRIu64, c->number);
        return text_of(room);
    case CELL_BOOL:
        return text_of(c->number ? "yes" : "no");
    case CELL_FLAG:
        return text_of(c->number ? "true" : "false");
    case CELL_MOMENT:
        if (!c->number)
            return TEXT("");
        moment_format((moment_us)c->number, room);
        return text_of(room);
    case CELL_DATE:
        if (!c->number)
            return TEXT("");
        moment_format_date((moment_us)c->number, room);
        return text_of(room);
    }
    return TEXT("");
}

/* Characters, not bytes: continuation bytes take no column. */
static size_t width_of(struct text t)
{
    size_t width = 0;

    for (size_t i = 0; i < t.length; i++)
        width += ((unsigned char)t.at[i] & 0xc0) != 0x80;
    return width;
}

static void measure(const struct listing *t, size_t *widths)
{
    char room[NUMBER_TEXT];

    for (size_t i = 0; i < t->column_count; i++)
        widths[i] = width_of(text_of(t->columns[i]));
    for (size_t i = 0; i < t->cells.count; i++) {
        size_t width = width_of(as_text(&t->cells.items[i], room));
        if (width > widths[i % t->column_count])
            widths[i % t->column_count] = width;
    }
}

/* What could move the cursor of a terminal is shown as '?'. */
static void put_plain(struct buffer *out, struct text t)
{
    for (size_t i = 0; i < t.length;) {
        size_t n = utf8_length(t.at + i, t.length - i);
        bool control = (unsigned char)t.at[i] < 0x20 || t.at[i] == 0x7f;
        if (n == 0 || control)
            buffer_char(out, '?');
        else
            buffer_bytes(out, t.at + i, n);
        i += n ? n : 1;
    }
}

static void put_padded(struct buffer *out, struct text t, size_t width, bool right, bool last)
{
    size_t pad = width - width_of(t);

    for (size_t i = 0; right && i < pad; i++)
        buffer_char(out, ' ');
    put_plain(out, t);
    for (size_t i = 0; !right && !last && i < pad; i++)
        buffer_char(out, ' ');
    buffer_string(out, last ? "\n" : "  ");
}

static void print_text(const struct listing *t, struct buffer *out)
{
    size_t widths[LISTING_COLUMNS_MOST];
    char room[NUMBER_TEXT];

    measure(t, widths);
    for (size_t i = 0; i < t->column_count; i++) {
        bool number = t->cells.count > i && t->cells.items[i].kind == CELL_UNSIGNED;
        put_padded(out, text_of(t->columns[i]), widths[i], number, i + 1 == t->column_count);
    }
    for (size_t i = 0; i < t->cells.count; i++) {
        const struct cell *c = &t->cells.items[i];
        size_t column = i % t->column_count;
        put_padded(out, as_text(c, room), widths[column], c->kind == CELL_UNSIGNED,
                   column + 1 == t->column_count);
    }
}

static void print_csv(const struct listing *t, struct buffer *out)
{
    char room[NUMBER_TEXT];

    for (size_t i = 0; i < t->column_count; i++)
        csv_field(out, text_of(t->columns[i]), i == 0);
    csv_end_row(out);
    for (size_t i = 0; i < t->cells.count; i++) {
        csv_field(out, as_text(&t->cells.items[i], room), i % t->column_count == 0);
        if ((i + 1) % t->column_count == 0)
            csv_end_row(out);
    }
}

static void print_list(struct json *j, const char *key, struct text entries)
{
    json_array(j, key);
    while (entries.length)
        json_text(j, NULL, text_trim(text_cut(&entries, ';')));
    json_array_end(j);
}

static void print_cell(struct json *j, const char *key, const struct cell *c)
{
    switch (c->kind) {
    case CELL_TEXT:
        json_text_or_null(j, key, c->text);
        break;
    case CELL_LIST:
        print_list(j, key, c->text);
        break;
    case CELL_UNSIGNED:
        json_unsigned(j, key, c->number);
        break;
    case CELL_BOOL:
    case CELL_FLAG:
        json_bool(j, key, c->number);
        break;
    case CELL_MOMENT:
        json_moment(j, key, (moment_us)c->number);
        break;
    case CELL_DATE: {
        char room[NUMBER_TEXT];
        json_text_or_null(j, key, as_text(c, room));
        break;
    }
    }
}

static void print_json(const struct listing *t, struct buffer *out)
{
    struct json j = json_to(out);

    json_object(&j, NULL);
    json_string(&j, "format", t->format);
    json_array(&j, "rows");
    for (size_t i = 0; i < t->cells.count; i++) {
        if (i % t->column_count == 0)
            json_object(&j, NULL);
        print_cell(&j, t->columns[i % t->column_count], &t->cells.items[i]);
        if ((i + 1) % t->column_count == 0)
            json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    buffer_char(out, '\n');
}

void listing_print(const struct listing *t, enum listing_style style, struct buffer *out)
{
    static void (*const printers[])(const struct listing *, struct buffer *) = {
        [LISTING_TEXT] = print_text, [LISTING_CSV] = print_csv, [LISTING_JSON] = print_json
    };

    assert(t->cells.count % t->column_count == 0);
    printers[style](t, out);
}
