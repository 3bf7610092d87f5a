/* The types of members: how each is bound and how it is taken back. */
#include <stdio.h>
#include <string.h>

#include "store/record.h"

static void bind_text_member(struct statement *s, const void *member, const struct words *words)
{
    struct text t;

    (void)words;
    memcpy(&t, member, sizeof t);
    bind_text(s, t);
}

static bool take_text(struct statement *s, void *member, const struct words *words,
                      struct arena *into)
{
    struct text seen = column_text(s), kept = { 0 };

    (void)words;
    if (seen.length)
        kept = text_copy(seen, into);
    memcpy(member, &kept, sizeof kept);
    return true;
}

/* Integers of every width; the width's most is what may stand in the column. */
#define INTEGER_MEMBER(name, type, least, most)                                                    \
    static void bind_##name(struct statement *s, const void *member, const struct words *words)    \
    {                                                                                              \
        type value;                                                                                \
                                                                                                   \
        (void)words;                                                                               \
        memcpy(&value, member, sizeof value);                                                      \
        bind_integer(s, (int64_t)value);                                                           \
    }                                                                                              \
    static bool take_##name(struct statement *s, void *member, const struct words *words,          \
                            struct arena *into)                                                    \
    {                                                                                              \
        int64_t seen = column_integer(s);                                                          \
        type value = (type)seen;                                                                   \
                                                                                                   \
        (void)words;                                                                               \
        (void)into;                                                                                \
        memcpy(member, &value, sizeof value);                                                      \
        return seen >= (least) && seen <= (most);                                                  \
    }                                                                                              \
    const struct column_type type_##name = { bind_##name, take_##name };

INTEGER_MEMBER(bool, bool, 0, 1)
INTEGER_MEMBER(u8, uint8_t, 0, UINT8_MAX)
INTEGER_MEMBER(u16, uint16_t, 0, UINT16_MAX)
INTEGER_MEMBER(u32, uint32_t, 0, UINT32_MAX)
INTEGER_MEMBER(u64, uint64_t, 0, INT64_MAX)
INTEGER_MEMBER(moment, moment_us, INT64_MIN, INT64_MAX)

static void bind_address(struct statement *s, const void *member, const struct words *words)
{
    char shown[ADDRESS_TEXT] = "";
    struct address a;

    (void)words;
    memcpy(&a, member, sizeof a);
    if (a.kind != ADDRESS_NONE)
        address_format(&a, shown);
    bind_text(s, text_of(shown));
}

static bool take_address(struct statement *s, void *member, const struct words *words,
                         struct arena *into)
{
    struct text seen = column_text(s);
    struct address a = { 0 };

    (void)words;
    (void)into;
    bool good = seen.length == 0 || address_parse(seen, &a);
    memcpy(member, &a, sizeof a);
    return good;
}

static void bind_prefix(struct statement *s, const void *member, const struct words *words)
{
    char base[ADDRESS_TEXT], shown[ADDRESS_TEXT + 4];
    struct prefix p;

    (void)words;
    memcpy(&p, member, sizeof p);
    address_format(&p.base, base);
    snprintf(shown, sizeof shown, "%s/%u", base, p.bits);
    bind_text(s, text_of(shown));
}

static bool take_prefix(struct statement *s, void *member, const struct words *words,
                        struct arena *into)
{
    struct prefix p = { 0 };

    (void)words;
    (void)into;
    bool good = prefix_parse(column_text(s), &p);
    memcpy(member, &p, sizeof p);
    return good;
}

/* Every enumeration of the model has the size of an int. */
static void bind_word(struct statement *s, const void *member, const struct words *words)
{
    int value;

    memcpy(&value, member, sizeof value);
    bind_text(s, text_of(words->word(value)));
}

static bool take_word(struct statement *s, void *member, const struct words *words,
                      struct arena *into)
{
    int value = 0;

    (void)into;
    bool good = words_parse(words, column_text(s), &value);
    memcpy(member, &value, sizeof value);
    return good;
}

const struct column_type type_text = { bind_text_member, take_text };
const struct column_type type_address = { bind_address, take_address };
const struct column_type type_prefix = { bind_prefix, take_prefix };
const struct column_type type_word = { bind_word, take_word };
