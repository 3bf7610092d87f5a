#include "report/html.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const struct {
    char bytes[4];
    const char *instead;
} escapes[] = {
    { "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" }, { "'", "&#39;" },
};

/* Characters that show something else than what is there. */
static const char *const unwanted[] = {
    "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad", "\xe2\x80\xae", /* embeddings */
    "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9",                 /* isolates */
    "\xef\xbf\xbe", "\xef\xbf\xbf", /* no characters at all */
};

static const char replacement[] = "\xef\xbf\xbd";

static bool is_unwanted(const char *at, size_t length)
{
    unsigned char c = (unsigned char)*at;

    if (length == 1)
        return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
    if (length == 2)
        return c == 0xc2 && (unsigned char)at[1] < 0xa0; /* the second block of controls */
    for (size_t i = 0; length == 3 && i < COUNT_OF(unwanted); i++)
        if (memcmp(at, unwanted[i], length) == 0)
            return true;
    return false;
}

static const char *escape_of(char c)
{
    for (size_t i = 0; i < COUNT_OF(escapes); i++)
        if (escapes[i].bytes[0] == c)
            return escapes[i].instead;
    return NULL;
}

static void escaped(struct buffer *out, struct text t)
{
    for (size_t i = 0; i < t.length;) {
        size_t n = utf8_length(t.at + i, t.length - i);
        const char *instead = n == 1 ? escape_of(t.at[i]) : NULL;
        if (n == 0 || is_unwanted(t.at + i, n))
            instead = replacement;
        if (instead)
            buffer_string(out, instead);
        else
            buffer_bytes(out, t.at + i, n);
        i += n ? n : 1;
    }
}

/* Text of the document: written, and said to whoever keeps its tables. */
static void written(struct html *h, struct text t)
{
    escaped(h->out, t);
    if (h->tables && !h->in_tag)
        tables_say(h->tables, t);
}

static void escaped_format(struct html *h, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

static void escaped_format(struct html *h, const char *format, va_list arguments)
{
    char small[512];
    struct arena text;
    va_list again;

    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    assert(length >= 0);
    if ((size_t)length < sizeof small) {
        written(h, (struct text){ small, (size_t)length });
    } else {
        arena_create(&text, ARENA_TRUSTED);
        char *large = arena_array(&text, char, (size_t)length + 1);
        vsnprintf(large, (size_t)length + 1, format, again);
        written(h, (struct text){ large, (size_t)length });
        arena_destroy(&text);
    }
    va_end(again);
}

static void end_tag(struct html *h)
{
    if (h->in_tag)
        buffer_char(h->out, '>');
    h->in_tag = false;
}

struct html html_to(struct buffer *out)
{
    buffer_string(out, "<!DOCTYPE html>\n");
    return (struct html){ .out = out };
}

void html_open(struct html *h, const char *element)
{
    end_tag(h);
    assert(h->depth < HTML_DEPTH_MOST);
    h->open[h->depth++] = element;
    buffer_format(h->out, "<%s", element);
    h->in_tag = true;
    if (h->tables)
        tables_open(h->tables, element);
}

void html_attribute(struct html *h, const char *name, const char *format, ...)
{
    va_list arguments;

    assert(h->in_tag);
    buffer_format(h->out, " %s=\"", name);
    va_start(arguments, format);
    escaped_format(h, format, arguments);
    va_end(arguments);
    buffer_char(h->out, '"');
}

/* Lines end behind these, so that a person can read the file. */
static bool ends_line(const char *element)
{
    static const char *const blocks[] = { "p",   "tr",    "li",    "table", "section",
                                          "h2",  "h3",    "h4",    "thead", "tbody",
                                          "svg", "style", "title", "dd",    "g" };

    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        if (strcmp(element, blocks[i]) == 0)
            return true;
    return false;
}

void html_close(struct html *h, const char *element)
{
    end_tag(h);
    assert(h->depth > 0 && strcmp(h->open[h->depth - 1], element) == 0);
    h->depth--;
    buffer_format(h->out, ends_line(element) ? "</%s>\n" : "</%s>", element);
    if (h->tables)
        tables_close(h->tables, element);
}

void html_void(struct html *h, const char *element)
{
    end_tag(h);
    buffer_format(h->out, "<%s", element);
    h->in_tag = true;
}

void html_end_void(struct html *h)
{
    assert(h->in_tag);
    buffer_string(h->out, " />\n");
    h->in_tag = false;
}

void html_text(struct html *h, struct text t)
{
    end_tag(h);
    written(h, t);
}

void html_say(struct html *h, const char *format, ...)
{
    va_list arguments;

    end_tag(h);
    va_start(arguments, format);
    escaped_format(h, format, arguments);
    va_end(arguments);
}

void html_open_class(struct html *h, const char *element, const char *class)
{
    html_open(h, element);
    if (class)
        html_attribute(h, "class", "%s", class);
}

void html_element(struct html *h, const char *element, const char *class, const char *format, ...)
{
    va_list arguments;

    html_open_class(h, element, class);
    end_tag(h);
    va_start(arguments, format);
    escaped_format(h, format, arguments);
    va_end(arguments);
    html_close(h, element);
}

void html_link(struct html *h, struct text anchor, const char *format, ...)
{
    va_list arguments;

    html_open(h, "a");
    html_attribute(h, "href", "#%.*s", SHOWN(anchor));
    end_tag(h);
    va_start(arguments, format);
    escaped_format(h, format, arguments);
    va_end(arguments);
    html_close(h, "a");
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

struct text html_anchor(struct arena *into, const char *prefix, struct text name)
{
    size_t before = strlen(prefix);
    char *at = arena_array(into, char, before + name.length + 1);

    for (size_t i = 0; i < before; i++)
        at[i] = prefix[i];
    for (size_t i = 0; i < name.length; i++)
        at[before + i] = is_plain(name.at[i]) ? name.at[i] : '-';
    return (struct text){ at, before + name.length };
}

void html_style(struct html *h, struct text css)
{
    html_open(h, "style");
    end_tag(h);
    buffer_text(h->out, css);
    html_close(h, "style");
}

void html_table(struct html *h, const char *caption, const struct html_column *columns)
{
    html_open_class(h, "div", "wide"); /* scrolls by itself on a narrow screen */
    html_open(h, "table");
    if (caption)
        html_element(h, "caption", NULL, "%s", caption);
    html_open(h, "thead");
    html_open(h, "tr");
    for (const struct html_column *c = columns; c->title; c++) {
        html_open_class(h, "th", c->class);
        html_attribute(h, "scope", "col");
        html_say(h, "%s", c->title);
        html_close(h, "th");
    }
    html_close(h, "tr");
    html_close(h, "thead");
    html_open(h, "tbody");
}

void html_table_end(struct html *h)
{
    html_close(h, "tbody");
    html_close(h, "table");
    html_close(h, "div");
}

void html_row(struct html *h, const char *class)
{
    html_open_class(h, "tr", class);
}

void html_row_end(struct html *h)
{
    html_close(h, "tr");
}

void html_cell(struct html *h, const char *class, const char *format, ...)
{
    va_list arguments;

    html_open_class(h, "td", class);
    end_tag(h);
    va_start(arguments, format);
    escaped_format(h, format, arguments);
    va_end(arguments);
    html_close(h, "td");
}

void html_cell_text(struct html *h, const char *class, struct text t)
{
    html_open_class(h, "td", class);
    html_text(h, t);
    html_close(h, "td");
}
