#include "report/tables.h"

#include <string.h>

enum { NAME_MOST = 60 };

static bool is_one_of(const char *element, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(element, *names) == 0)
            return true;
    return false;
}

void tables_init(struct tables *t)
{
    *t = (struct tables){ .words = BUFFER_KEPT };
    arena_create(&t->text, ARENA_TRUSTED);
}

void tables_finish(struct tables *t)
{
    for (ARRAY_EACH(struct kept_table, table, &t->items)) {
        array_free(&table->columns);
        array_free(&table->cells);
    }
    array_free(&t->items);
    buffer_free(&t->words);
    arena_destroy(&t->text);
}

static char name_character(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
}

/* Letters and digits, with one '-' for whatever stands between them. */
static struct text plain_name(struct text title, struct arena *into)
{
    struct buffer name = BUFFER_KEPT;

    for (size_t i = 0; i < title.length && name.length < NAME_MOST; i++) {
        char c = name_character(title.at[i]);
        if (c != '-' || (name.length && name.at[name.length - 1] != '-'))
            buffer_char(&name, c);
    }
    while (name.length && name.at[name.length - 1] == '-')
        name.length--;
    struct text copy = name.length ? text_copy(buffer_view(&name), into) : TEXT("table");
    buffer_free(&name);
    return copy;
}

const struct kept_table *tables_find(const struct tables *t, struct text name)
{
    for (ARRAY_EACH(const struct kept_table, table, &t->items))
        if (text_equal(table->name, name))
            return table;
    return NULL;
}

static struct text name_for(struct tables *t, struct text title)
{
    struct text plain = plain_name(title, &t->text), name = plain;

    for (unsigned n = 2; tables_find(t, name); n++)
        name = text_format(&t->text, "%.*s-%u", (int)plain.length, plain.at, n);
    return name;
}

static void begin_table(struct tables *t)
{
    struct text none = { 0 };

    *array_add(&t->items) = (struct kept_table){ .name = none };
    t->caption = none;
    t->in_body = false;
}

/* The caption comes behind the opening of its table, so a table is named at its first column. */
static void name_table(struct tables *t)
{
    struct kept_table *table = &t->items.items[t->items.count - 1];

    if (table->name.length)
        return;
    struct text title = t->caption.length ? t->caption : t->heading;
    struct text name = name_for(t, title);
    table->title = title;
    table->name = name;
}

static const char *const headings[] = { "h1", "h2", "h3", "h4", "figcaption", NULL };
static const char *const cells[] = { "td", "th", NULL };
static const char *const blocks[] = { "div", "p", "li", "br", NULL };

void tables_open(struct tables *t, const char *element)
{
    if (t->keeping) {
        t->inside++;
        if (t->words.length && is_one_of(element, blocks))
            buffer_char(&t->words, '\n');
        return;
    }
    if (strcmp(element, "table") == 0)
        begin_table(t);
    else if (strcmp(element, "tbody") == 0)
        t->in_body = true;
    t->keeping = is_one_of(element, headings) || is_one_of(element, cells) ||
                 strcmp(element, "caption") == 0;
    t->element = element;
    t->inside = 0;
    t->words.length = 0;
}

void tables_say(struct tables *t, struct text words)
{
    if (t->keeping)
        buffer_text(&t->words, words);
}

/* Without the soft hyphens that help a narrow column. */
static struct text kept_words(struct tables *t)
{
    static const char soft[] = "\xc2\xad";
    size_t kept = 0;

    for (size_t i = 0; i < t->words.length; i++) {
        if (i + 1 < t->words.length && memcmp(t->words.at + i, soft, 2) == 0)
            i++;
        else
            t->words.at[kept++] = t->words.at[i];
    }
    t->words.length = kept;
    return text_copy(text_trim(buffer_view(&t->words)), &t->text);
}

/* A chart says its title, a stop, and then more. */
static struct text first_sentence(struct text words)
{
    return text_cut(&words, '.');
}

static void keep(struct tables *t)
{
    struct text words = kept_words(t);

    if (strcmp(t->element, "caption") == 0) {
        t->caption = words;
    } else if (strcmp(t->element, "figcaption") == 0) {
        t->heading = first_sentence(words);
    } else if (is_one_of(t->element, headings)) {
        t->heading = words;
    } else if (t->items.count) {
        name_table(t);
        struct kept_table *table = &t->items.items[t->items.count - 1];
        if (t->in_body) /* a page says "-" where there is nothing; data says nothing */
            *array_add(&table->cells) = text_is(words, "-") ? (struct text){ 0 } : words;
        else
            *array_add(&table->columns) = words;
    }
}

static void fill_row(struct kept_table *table)
{
    while (table->columns.count && table->cells.count % table->columns.count)
        *array_add(&table->cells) = (struct text){ 0 };
}

void tables_close(struct tables *t, const char *element)
{
    if (t->keeping && t->inside) {
        t->inside--;
        return;
    }
    if (t->keeping)
        keep(t);
    else if (strcmp(element, "tr") == 0 && t->items.count)
        fill_row(&t->items.items[t->items.count - 1]);
    t->keeping = false;
}

size_t kept_table_rows(const struct kept_table *t)
{
    return t->columns.count ? t->cells.count / t->columns.count : 0;
}

struct text kept_table_cell(const struct kept_table *t, size_t row, size_t column)
{
    return t->cells.items[row * t->columns.count + column];
}
