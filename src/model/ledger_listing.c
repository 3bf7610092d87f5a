#include "model/ledger_listing.h"

#include <string.h>

static bool is_shown(const struct ledger_field *f, bool narrow)
{
    return !narrow || f->main;
}

void ledger_listing_init(struct listing *t, const struct ledger *l, bool narrow)
{
    const char *columns[LISTING_COLUMNS_MOST + 1] = { 0 };
    size_t count = 0;

    for (size_t i = 0; i < l->field_count; i++)
        if (is_shown(&l->fields[i], narrow))
            columns[count++] = l->fields[i].name;
    listing_init(t, "bulkhead-ledger/1", columns);
}

static void list_date(struct listing *t, const struct ledger_field *f, const void *row)
{
    moment_us day;

    memcpy(&day, (const char *)row + f->at, sizeof day);
    listing_date(t, day);
}

/* A number that may not be 0 and is: there is none. */
static void list_number(struct listing *t, const struct ledger_field *f, struct text cell)
{
    uint64_t number = 0;

    (void)text_unsigned(cell, UINT64_MAX, &number);
    if (number < f->least)
        listing_text(t, TEXT(""));
    else
        listing_unsigned(t, number);
}

static void list_field(struct listing *t, const struct ledger_field *f, const void *row,
                       struct arena *into)
{
    struct text cell = ledger_cell(f, row, into);

    switch (f->kind) {
    case LEDGER_list:
        listing_list(t, cell);
        break;
    case LEDGER_flag:
        listing_flag(t, text_is(cell, "true"));
        break;
    case LEDGER_date:
        list_date(t, f, row);
        break;
    case LEDGER_level:
    case LEDGER_number:
    case LEDGER_money:
        list_number(t, f, cell);
        break;
    case LEDGER_text:
    case LEDGER_prose:
    case LEDGER_word:
    case LEDGER_address:
        listing_text(t, cell);
    }
}

void ledger_listing_row(struct listing *t, const struct ledger *l, bool narrow, const void *row,
                        struct arena *into)
{
    for (size_t i = 0; i < l->field_count; i++)
        if (is_shown(&l->fields[i], narrow))
            list_field(t, &l->fields[i], row, into);
}
