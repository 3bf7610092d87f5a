/*
 * ledger.h - what a ledger is: rows of one kind that people keep (claims,
 * evidence, findings, actions ...), described once, field by field.
 *
 * From the description follow the table in the database, the section of the
 * plant file, the sheet and the CSV, the JSON, the form on the page, and the
 * rules that every row obeys.  Judgements use the row's own struct.
 * To add a ledger: ledgers/<name>.h with the struct of a row, ledgers/<name>.c
 * with its fields, a line in ledgers.def, an include in program.h, and its table
 * in a migration.
 * Ownership: descriptions are constant; rows live in an ARRAY of struct program,
 * their text in the program's arena.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/array.h"
#include "base/moment.h"
#include "base/text.h"
#include "model/address.h"

struct program;
struct row_check;

enum ledger_kind {
    LEDGER_text,   /* struct text: one line */
    LEDGER_prose,  /* struct text: several lines */
    LEDGER_word,   /* struct text: one of `words` */
    LEDGER_list,   /* struct text: several, with ';' between; order kept, no blanks around */
    LEDGER_flag,   /* bool */
    LEDGER_date,   /* moment_us: the start of a day; 0: none */
    LEDGER_level,  /* uint8_t */
    LEDGER_number, /* uint32_t */
    LEDGER_money,  /* uint64_t: whole units of the owner's currency */
    LEDGER_address /* struct address */
};

/* What the value, or each entry of a list, names. */
enum ledger_reference {
    REFERS_nowhere,
    REFERS_ledger, /* a row of `ledger`, by its first field */
    REFERS_zone,
    REFERS_conduit,
    REFERS_requirement, /* of IEC 62443-2-1 */
    REFERS_standard,    /* a row of the catalogue's table `ledger`: "2-4" */
    REFERS_signal       /* checked where signals are known */
};

struct ledger_field {
    const char *name;  /* column, key and JSON name: "expires" */
    const char *title; /* over a column and beside an input */
    const char *help;  /* a sentence for whoever fills it in, or NULL */
    enum ledger_kind kind;
    size_t at;            /* of the member in its row */
    uint64_t least, most; /* numbers: their range; text: characters, all bytes of a list */
    const char *const *words;
    enum ledger_reference refers;
    const char *ledger;
    const char *circle; /* of a field that names rows of its own ledger, where none may lead back
                           to itself: the rule; NULL: it may */
    bool required;      /* not empty, not 0 */
    bool main;          /* a column of the narrow table */
    bool kept;          /* by the program; people do not set it */
};

struct ledger {
    const char *name;   /* "findings" */
    const char *title;  /* "Findings" */
    const char *one;    /* "finding": in sentences */
    const char *prefix; /* of the ids that are given: "F-"; NULL: people name the rows */
    const char *about;  /* what it is for and how it begins: the empty state */
    const struct ledger_field *fields;
    size_t field_count;
    size_t keys; /* so many fields, from the first, name a row */
    size_t size; /* of a row */
    size_t rows; /* of its ARRAY in struct program */
    /* What the fields cannot say; NULL: nothing more. */
    void (*check)(const struct row_check *c, const void *row);
    /* Sets kept fields of a row that takes the place of `old`; NULL: they stay as they were. */
    void (*renew)(const void *old, void *row);
};

/* Beginnings of a field's initializer: { LEDGER_TEXT(struct finding, title, "Finding", 300),
 * .required = true } */
#define LEDGER_MEMBER(row, member, type)                                                           \
    .name = #member,                                                                               \
    .at = offsetof(row, member) + 0 * sizeof(char[_Generic(((row *)0)->member, type : 1, default   \
                                                           : -1)])
#define LEDGER_TEXT(row, member, heading, longest)                                                 \
    LEDGER_MEMBER(row, member, struct text), .title = (heading), .kind = LEDGER_text,              \
                                             .most = (longest)
#define LEDGER_PROSE(row, member, heading)                                                         \
    LEDGER_MEMBER(row, member, struct text), .title = (heading), .kind = LEDGER_prose,             \
                                             .most = LEDGER_PROSE_MOST
#define LEDGER_WORD(row, member, heading, of)                                                      \
    LEDGER_MEMBER(row, member, struct text), .title = (heading), .kind = LEDGER_word, .words = (of)
#define LEDGER_LIST(row, member, heading)                                                          \
    LEDGER_MEMBER(row, member, struct text), .title = (heading), .kind = LEDGER_list,              \
                                             .most = LEDGER_PROSE_MOST
#define LEDGER_FLAG(row, member, heading)                                                          \
    LEDGER_MEMBER(row, member, bool), .title = (heading), .kind = LEDGER_flag
#define LEDGER_DATE(row, member, heading)                                                          \
    LEDGER_MEMBER(row, member, moment_us), .title = (heading), .kind = LEDGER_date
#define LEDGER_LEVEL(row, member, heading, highest)                                                \
    LEDGER_MEMBER(row, member, uint8_t), .title = (heading), .kind = LEDGER_level, .most = (highest)
#define LEDGER_NUMBER(row, member, heading, highest)                                               \
    LEDGER_MEMBER(row, member, uint32_t), .title = (heading), .kind = LEDGER_number,               \
                                          .most = (highest)
#define LEDGER_MONEY(row, member, heading)                                                         \
    LEDGER_MEMBER(row, member, uint64_t), .title = (heading), .kind = LEDGER_money,                \
                                          .most = LEDGER_MONEY_MOST
#define LEDGER_ADDRESS(row, member, heading)                                                       \
    LEDGER_MEMBER(row, member, struct address), .title = (heading), .kind = LEDGER_address

#define LEDGER_FIELDS(list) .fields = (list), .field_count = COUNT_OF(list)

enum { LEDGER_PROSE_MOST = 10000, LEDGER_KEYS_MOST = 2 };
#define LEDGER_MONEY_MOST 1000000000000u

extern const struct ledger *const ledger_table[]; /* NULL ends; in the order of ledgers.def */

/* One by one, for judgements: finding_ledger and so on. */
#define LEDGER(row, rows) extern const struct ledger row##_ledger;
#include "model/ledgers.def"
#undef LEDGER

const struct ledger *ledger_find(struct text name); /* NULL: none */
const struct ledger_field *ledger_field(const struct ledger *l, struct text name);

/* A view of its rows; what is added to the view is not added to the program. */
struct any_array ledger_rows(const struct ledger *l, const struct program *p);
void ledger_set_rows(const struct ledger *l, struct program *p, struct any_array rows);
const void *ledger_row(const struct ledger *l, const struct program *p, size_t row);
void *ledger_add(const struct ledger *l, struct program *p); /* zeroed */

/* By the keys of `like`; the number of rows when there is none. */
size_t ledger_place(const struct ledger *l, const struct program *p, const void *like);
/* By the first field alone; NULL: none. */
const void *ledger_named(const struct ledger *l, const struct program *p, struct text id);
int ledger_compare(const struct ledger *l, const void *row, const void *other); /* by the keys */
void ledger_sort(const struct ledger *l, struct program *p);

/* The number in an id that was given: 3 in "F-003"; 0: it is none of this ledger. */
uint64_t ledger_id_number(const char *prefix, struct text id);
struct text ledger_id(const char *prefix, uint64_t number, struct arena *into);

/* A value as text: dates as YYYY-MM-DD, flags as true and false, nothing as "". */
struct text ledger_cell(const struct ledger_field *f, const void *row, struct arena *into);
/*
 * The same back, copied into the arena.  Empty: set.  Else what the rule is, as
 * "is not a date (YYYY-MM-DD)", and the row is as it was.
 */
struct text ledger_cell_read(const struct ledger_field *f, struct text value, void *row,
                             struct arena *into);

/* Copies the fields that people do not set, then lets the ledger renew them. */
void ledger_renew(const struct ledger *l, const void *old, void *row);

/* "F-003", or "AS-001/NET 1.1" where two fields name a row; a '/' or '%' in a key is
 * percent-encoded. */
struct text ledger_key(const struct ledger *l, const void *row, struct arena *into);
/* Sets the key fields of a row; false: it is no key of this ledger. */
bool ledger_key_read(const struct ledger *l, struct text key, void *row, struct arena *into);

/* for (struct text rest = list, entry; list_next(&rest, &entry);) */
bool list_next(struct text *rest, struct text *entry);
bool list_has(struct text list, struct text entry);
