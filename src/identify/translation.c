#include "identify/translation.h"

#include <stdlib.h>

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_stacks(const void *left, const void *right)
{
    const struct fact *a = *(const struct fact *const *)left;
    const struct fact *b = *(const struct fact *const *)right;
    int order = address_compare(&a->about, &b->about);

    order = order ? order : NUMBERS(a->first, b->first);
    return order ? order : text_compare(a->value, b->value);
}

static bool is_two_systems(const struct fact *a, const struct fact *b)
{
    return address_equal(&a->about, &b->about) && !text_equal(a->value, b->value) &&
           b->first <= a->last;
}

static void tell(struct assets *assets, const struct fact *second)
{
    uint32_t number = assets_number_at(assets, &second->about);

    if (number == ASSET_NONE)
        return;
    *array_add(&assets->items.items[number].evidence) =
        (struct sighting){ .field = FIELD_capability,
                           .value = TEXT("address translation"),
                           .source = TEXT("initial times to live of 64 and 128"),
                           .confidence = CONFIDENCE_BEHAVIOUR,
                           .capture = second->capture,
                           .frame = second->first_frame,
                           .count = second->count,
                           .first = second->first,
                           .last = second->last };
}

void translation_find(const struct observed *o, struct assets *assets)
{
    ARRAY(const struct fact *) stacks = { 0 };
    const struct fact *before = NULL; /* of one address, the one that goes on longest */

    for (ARRAY_EACH(const struct fact, f, &o->facts))
        if (f->field == FIELD_stack)
            *array_add(&stacks) = f;
    if (stacks.count)
        qsort(stacks.items, stacks.count, sizeof *stacks.items, compare_stacks);
    for (size_t i = 0; i < stacks.count; i++) {
        const struct fact *f = stacks.items[i];
        if (before && is_two_systems(before, f))
            tell(assets, f);
        if (!before || !address_equal(&before->about, &f->about) || f->last > before->last)
            before = f;
    }
    array_free(&stacks);
}
