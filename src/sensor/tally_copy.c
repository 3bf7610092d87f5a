#include <stdlib.h>
#include <string.h>

#include "capture/must.h"
#include "sensor/tally.h"

/* The copy of an array; the items themselves are plain. */
#define COPY(to, from)                                                                             \
    do {                                                                                           \
        for (size_t i = 0; i < (from)->count; i++)                                                 \
            *array_add(to) = (from)->items[i];                                                     \
    } while (0)

static void copy_operations(struct conversation *to, const struct conversation *from)
{
    memset(&to->operations, 0, sizeof to->operations);
    COPY(&to->operations, &from->operations);
}

static void copy_rows(struct observed *to, const struct observed *from)
{
    observed_init(to);
    COPY(&to->captures, &from->captures);
    COPY(&to->skips, &from->skips);
    COPY(&to->bindings, &from->bindings);
    COPY(&to->facts, &from->facts);
    COPY(&to->conversations, &from->conversations);
    for (size_t i = 0; i < from->conversations.count; i++)
        copy_operations(&to->conversations.items[i], &from->conversations.items[i]);
}

static void copy_rhythms(struct tally *to, const struct tally *from)
{
    for (size_t i = 0; i < from->rhythms.count; i++) {
        const struct rhythm *rhythm = from->rhythms.items[i];
        struct rhythm *copy = rhythm ? must(malloc(sizeof *copy)) : NULL;
        if (copy)
            *copy = *rhythm;
        *array_add(&to->rhythms) = copy;
    }
}

void tally_copy(struct tally *to, const struct tally *from)
{
    *to = (struct tally){ 0 };
    copy_rows(&to->rows, &from->rows);
    to->conversations = index_copy(&from->conversations);
    to->facts = index_copy(&from->facts);
    to->bindings = index_copy(&from->bindings);
    to->skips = index_copy(&from->skips);
    to->fields = index_copy(&from->fields);
    to->operations = index_copy(&from->operations);
    COPY(&to->operation_places, &from->operation_places);
    copy_rhythms(to, from);
    COPY(&to->field_counts, &from->field_counts);
    COPY(&to->carried, &from->carried);
}
