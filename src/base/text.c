#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { WIRE_TEXT_MOST = 511 };

struct text text_of(const char *string)
{
    return (struct text){ string, string ? strlen(string) : 0 };
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool text_is(struct text a, const char *string)
{
    return text_equal(a, text_of(string));
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;

    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static struct text digits(struct text *t)
{
    size_t count = 0;

    while (count < t->length && t->at[count] >= '0' && t->at[count] <= '9')
        count++;
    struct text number = { t->at, count };
    *t = (struct text){ t->at + count, t->length - count };
    while (number.length > 1 && number.at[0] == '0')
        number = (struct text){ number.at + 1, number.length - 1 };
    return number;
}

int text_compare_numbered(struct text a, struct text b)
{
    struct text left = a, right = b;
    int order = 0;

    while (order == 0 && left.length && right.length) {
        struct text m = digits(&left), n = digits(&right);
        if (m.length && n.length && m.length != n.length)
            return m.length > n.length ? 1 : -1;
        order = text_compare(m, n);
        if (order || !left.length || !right.length || left.at[0] != right.at[0])
            break;
        left = (struct text){ left.at + 1, left.length - 1 };
        right = (struct text){ right.at + 1, right.length - 1 };
    }
    order = order ? order : text_compare(left, right);
    return order ? order : text_compare(a, b);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_starts(struct text t, const char *prefix)
{
    size_t i = 0;

    while (prefix[i] && i < t.length && lower(t.at[i]) == lower(prefix[i]))
        i++;
    return !prefix[i];
}

bool text_contains(struct text hay, const char *needle)
{
    for (; hay.length > 0; hay.at++, hay.length--)
        if (text_starts(hay, needle))
            return true;
    return !*needle;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text t)
{
    while (t.length > 0 && is_blank(t.at[0]))
        t.at++, t.length--;
    while (t.length > 0 && is_blank(t.at[t.length - 1]))
        t.length--;
    return t;
}

struct text text_cut(struct text *rest, char separator)
{
    const char *found = rest->length ? memchr(rest->at, separator, rest->length) : NULL;
    size_t before = found ? (size_t)(found - rest->at) : rest->length;
    struct text part = { rest->at, before };
    size_t used = found ? before + 1 : before;

    *rest = (struct text){ rest->at + used, rest->length - used };
    return part;
}

bool text_unsigned(struct text t, uint64_t most, uint64_t *value)
{
    uint64_t sum = 0;

    if (t.length == 0)
        return false;
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(t.at[i] - '0');
        if (digit > most || sum > (most - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

struct text text_copy(struct text t, struct arena *into)
{
    char *copy = arena_array(into, char, t.length + 1);

    if (!copy)
        return (struct text){ 0 };
    if (t.length)
        memcpy(copy, t.at, t.length);
    return (struct text){ copy, t.length };
}

const char *text_string(struct text t, struct arena *into)
{
    struct text copy = text_copy(t, into);

    return copy.at ? copy.at : "";
}

struct text text_format(struct arena *into, const char *format, ...)
{
    va_list again, arguments;

    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *out = length < 0 ? NULL : arena_array(into, char, (size_t)length + 1);
    if (out)
        vsnprintf(out, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return out ? (struct text){ out, (size_t)length } : (struct text){ 0 };
}

/* Of ASCII, and those behind it that terminals obey as well: U+0080 to U+009F. */
static bool is_control(const char *at, size_t length)
{
    unsigned char first = (unsigned char)at[0];

    return first < 0x20 || first == 0x7f ||
           (length == 2 && first == 0xc2 && (unsigned char)at[1] < 0xa0);
}

/* What stands between words in a text of several lines. */
static bool is_gap(char c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

void text_make_printable(char *at, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t n = utf8_length(at + i, length - i);
        bool is_shown = n > 0 && !is_control(at + i, n);
        if (!is_shown)
            at[i] = is_gap(at[i]) ? ' ' : '?';
        i += is_shown ? n : 1;
    }
}

struct text text_from_wire(struct cursor bytes, struct arena *into)
{
    const char *raw = (const char *)bytes.next;
    size_t length = bytes.left < WIRE_TEXT_MOST ? bytes.left : WIRE_TEXT_MOST;
    const char *nul = length ? memchr(raw, 0, length) : NULL;

    if (nul)
        length = (size_t)(nul - raw);
    char *clean = arena_array(into, char, length + 1);
    if (!clean)
        return (struct text){ 0 };
    if (length)
        memcpy(clean, raw, length);
    text_make_printable(clean, length);
    return text_trim((struct text){ clean, length });
}
