#include "base/csv.h"

#include <errno.h>
#include <string.h>

struct csv csv_over(struct text content, struct arena *into)
{
    if (content.length >= 3 && memcmp(content.at, "\xef\xbb\xbf", 3) == 0)
        content = (struct text){ content.at + 3, content.length - 3 };
    return (struct csv){ .rest = content, .next_line = 1, .into = into };
}

static char peek(const struct csv *c)
{
    return c->rest.length ? c->rest.at[0] : '\n';
}

static char take(struct csv *c)
{
    char taken = c->rest.at[0];

    if (taken == '\n')
        c->next_line++;
    c->rest.at++;
    c->rest.length--;
    return taken;
}

/* Bytes up to the closing quote: as long as the field can become. */
static size_t quoted_most(struct text rest)
{
    size_t i = 1;

    while (i < rest.length && (rest.at[i] != '"' || (i + 1 < rest.length && rest.at[i + 1] == '"')))
        i += rest.at[i] == '"' ? 2 : 1;
    return i;
}

static bool quoted_field(struct csv *c, struct text *field)
{
    char *out = arena_array(c->into, char, quoted_most(c->rest) + 1);
    size_t length = 0;

    take(c);
    while (out && c->rest.length) {
        char taken = take(c);
        if (taken == '"' && !(c->rest.length && peek(c) == '"')) {
            *field = (struct text){ out, length };
            return true;
        }
        if (taken == '"')
            take(c);
        out[length++] = taken;
    }
    return false;
}

static struct text plain_field(struct csv *c)
{
    struct text field = { c->rest.at, 0 };

    while (c->rest.length && peek(c) != ',' && peek(c) != '\n') {
        take(c);
        field.length++;
    }
    if (field.length && field.at[field.length - 1] == '\r')
        field.length--;
    return field;
}

int csv_next(struct csv *c, const char *name, struct problem *why)
{
    c->count = 0;
    c->line = c->next_line;
    if (c->rest.length == 0)
        return 0;
    for (;;) {
        if (c->count == CSV_FIELDS_MOST)
            return problem_set(why, -EINVAL, "%s line %zu: more than %d fields in one row", name,
                               c->line, CSV_FIELDS_MOST);
        struct text *field = &c->fields[c->count++];
        if (peek(c) != '"' || !c->rest.length)
            *field = plain_field(c);
        else if (!quoted_field(c, field))
            return problem_set(why, -EINVAL, "%s line %zu: a quoted field is never closed", name,
                               c->line);
        if (c->rest.length && peek(c) == '\r')
            take(c);
        if (!c->rest.length)
            return 1;
        char end = take(c);
        if (end == '\n')
            return 1;
        if (end != ',')
            return problem_set(why, -EINVAL, "%s line %zu: text behind a closing quote", name,
                               c->line);
    }
}

/* Apostrophes before it count, too: what was written comes back as it was. */
static bool starts_formula(struct text t)
{
    size_t i = 0;

    while (i < t.length && t.at[i] == '\'')
        i++;
    return i < t.length && t.at[i] && strchr("=+-@\t\r", t.at[i]) != NULL;
}

struct text csv_plain(struct text field)
{
    struct text rest = { field.at + 1, field.length - 1 };

    return field.length && field.at[0] == '\'' && starts_formula(rest) ? rest : field;
}

void csv_field(struct buffer *out, struct text value, bool first)
{
    bool quote = false;

    if (!first)
        buffer_char(out, ',');
    for (size_t i = 0; i < value.length && !quote; i++)
        quote = strchr(",\"\r\n", value.at[i]) && value.at[i];
    if (quote)
        buffer_char(out, '"');
    if (starts_formula(value))
        buffer_char(out, '\'');
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] == '"')
            buffer_char(out, '"');
        buffer_char(out, value.at[i]);
    }
    if (quote)
        buffer_char(out, '"');
}

void csv_end_row(struct buffer *out)
{
    buffer_char(out, '\n');
}
