/*
 * ledger_cell.c - one value of a row as text, and back: a table of kinds, each
 * with its two directions.
 */
#include <string.h>

#include "model/ledger.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

typedef struct text cell_show(const struct ledger_field *f, const void *member, struct arena *into);
typedef struct text cell_read(const struct ledger_field *f, struct text value, void *member,
                              struct arena *into);

static const struct text fits = { 0 };

/* ---- text ---- */

static struct text show_text(const struct ledger_field *f, const void *member, struct arena *into)
{
    struct text t;

    (void)f;
    (void)into;
    memcpy(&t, member, sizeof t);
    return t;
}

static size_t characters(struct text t)
{
    size_t count = 0;

    for (size_t i = 0; i < t.length; i++)
        count += ((unsigned char)t.at[i] & 0xc0) != 0x80;
    return count;
}

static bool has_control_characters(struct text t, bool lines)
{
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if ((c < ' ' && !(lines && (c == '\n' || c == '\t'))) || c == 0x7f)
            return true;
    }
    return false;
}

static void keep_text(struct text value, void *member, struct arena *into)
{
    struct text kept = value.length ? text_copy(value, into) : fits;

    memcpy(member, &kept, sizeof kept);
}

static struct text read_text(const struct ledger_field *f, struct text value, void *member,
                             struct arena *into)
{
    if (has_control_characters(value, f->kind == LEDGER_prose))
        return f->kind == LEDGER_prose ? TEXT("must not hold control characters")
                                       : TEXT("must be one line without control characters");
    if (characters(value) > f->most)
        return text_format(into, "must have at most %llu characters", (unsigned long long)f->most);
    keep_text(value, member, into);
    return fits;
}

static struct text known_words(const struct ledger_field *f, struct arena *into)
{
    struct text all = { 0 };

    for (size_t i = 0; f->words[i]; i++)
        all = text_format(into, "%.*s%s%s", SHOWN(all), i ? ", " : "", f->words[i]);
    return all;
}

static struct text read_word(const struct ledger_field *f, struct text value, void *member,
                             struct arena *into)
{
    bool known = value.length == 0;

    for (size_t i = 0; !known && f->words[i]; i++)
        known = text_is(value, f->words[i]);
    if (!known)
        return text_format(into, "must be one of: %.*s", SHOWN(known_words(f, into)));
    keep_text(value, member, into);
    return fits;
}

/* One blank less or more between entries makes no other list. */
static struct text read_list(const struct ledger_field *f, struct text value, void *member,
                             struct arena *into)
{
    char *kept = arena_array(into, char, value.length + 1);
    struct text rest = value, entry;
    size_t used = 0;

    if (has_control_characters(value, false))
        return TEXT("must be entries without control characters");
    if (value.length > f->most)
        return text_format(into, "must have at most %llu bytes", (unsigned long long)f->most);
    while (list_next(&rest, &entry)) {
        if (used)
            kept[used++] = ';';
        memcpy(kept + used, entry.at, entry.length);
        used += entry.length;
    }
    struct text list = { used ? kept : NULL, used };
    memcpy(member, &list, sizeof list);
    return fits;
}

/* ---- flags, dates, numbers ---- */

static struct text show_flag(const struct ledger_field *f, const void *member, struct arena *into)
{
    bool set;

    (void)f;
    (void)into;
    memcpy(&set, member, sizeof set);
    return set ? TEXT("true") : TEXT("false");
}

/* As spreadsheets and people write it. */
static const char *const yes_words[] = { "true", "TRUE", "True", "yes", "Yes", "YES", NULL };
static const char *const no_words[] = { "false", "FALSE", "False", "no", "No", "NO", NULL };

static bool is_any(struct text value, const char *const words[])
{
    bool any = false;

    for (; *words; words++)
        any |= text_is(value, *words);
    return any;
}

static struct text read_flag(const struct ledger_field *f, struct text value, void *member,
                             struct arena *into)
{
    bool set = is_any(value, yes_words);

    (void)f;
    (void)into;
    if (!set && value.length && !is_any(value, no_words))
        return TEXT("must be true or false, or yes or no");
    memcpy(member, &set, sizeof set);
    return fits;
}

static struct text show_date(const struct ledger_field *f, const void *member, struct arena *into)
{
    moment_us day;
    char shown[11];

    (void)f;
    memcpy(&day, member, sizeof day);
    if (day == 0)
        return fits;
    moment_format_date(day, shown);
    return text_copy(text_of(shown), into);
}

static struct text read_date(const struct ledger_field *f, struct text value, void *member,
                             struct arena *into)
{
    enum { DATE_LENGTH = 10 };
    moment_us day = 0;

    (void)f;
    (void)into;
    if (value.length && (value.length != DATE_LENGTH || !moment_parse(value, &day)))
        return TEXT("must be a date, YYYY-MM-DD");
    memcpy(member, &day, sizeof day);
    return fits;
}

static struct text range_rule(const struct ledger_field *f, struct arena *into)
{
    return text_format(into, "must be a whole number from %llu to %llu",
                       (unsigned long long)f->least, (unsigned long long)f->most);
}

#define NUMBER_CELL(name, type)                                                                    \
    static struct text show_##name(const struct ledger_field *f, const void *member,               \
                                   struct arena *into)                                             \
    {                                                                                              \
        type value;                                                                                \
                                                                                                   \
        (void)f;                                                                                   \
        memcpy(&value, member, sizeof value);                                                      \
        return text_format(into, "%llu", (unsigned long long)value);                               \
    }                                                                                              \
    static struct text read_##name(const struct ledger_field *f, struct text value, void *member,  \
                                   struct arena *into)                                             \
    {                                                                                              \
        uint64_t number = 0;                                                                       \
                                                                                                   \
        if (value.length && (!text_unsigned(value, f->most, &number) || number < f->least))        \
            return range_rule(f, into);                                                            \
        type kept = (type)number;                                                                  \
        memcpy(member, &kept, sizeof kept);                                                        \
        return fits;                                                                               \
    }

NUMBER_CELL(level, uint8_t)
NUMBER_CELL(number, uint32_t)
NUMBER_CELL(money, uint64_t)

/* ---- addresses ---- */

static struct text show_address(const struct ledger_field *f, const void *member,
                                struct arena *into)
{
    char shown[ADDRESS_TEXT];
    struct address a;

    (void)f;
    memcpy(&a, member, sizeof a);
    if (a.kind == ADDRESS_NONE)
        return fits;
    address_format(&a, shown);
    return text_copy(text_of(shown), into);
}

static struct text read_address(const struct ledger_field *f, struct text value, void *member,
                                struct arena *into)
{
    struct address a = { 0 };

    (void)f;
    (void)into;
    if (value.length && (!address_parse(value, &a) || address_is_group(&a)))
        return TEXT("must be the IP or MAC address of one asset");
    memcpy(member, &a, sizeof a);
    return fits;
}

static const struct {
    cell_show *show;
    cell_read *read;
} kinds[] = {
    [LEDGER_text] = { show_text, read_text },    [LEDGER_prose] = { show_text, read_text },
    [LEDGER_word] = { show_text, read_word },    [LEDGER_list] = { show_text, read_list },
    [LEDGER_flag] = { show_flag, read_flag },    [LEDGER_date] = { show_date, read_date },
    [LEDGER_level] = { show_level, read_level }, [LEDGER_number] = { show_number, read_number },
    [LEDGER_money] = { show_money, read_money }, [LEDGER_address] = { show_address, read_address },
};

struct text ledger_cell(const struct ledger_field *f, const void *row, struct arena *into)
{
    return kinds[f->kind].show(f, (const char *)row + f->at, into);
}

struct text ledger_cell_read(const struct ledger_field *f, struct text value, void *row,
                             struct arena *into)
{
    return kinds[f->kind].read(f, text_trim(value), (char *)row + f->at, into);
}
