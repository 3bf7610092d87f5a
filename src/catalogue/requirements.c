#include "catalogue/catalogue.h"

/* "SPE 3 Network and communications security" without its first two words. */
static struct text after_number(struct text t)
{
    text_cut(&t, ' ');
    text_cut(&t, ' ');
    return t;
}

/* "NET 1" of "NET 1 Segmentation". */
static struct text first_two_words(struct text t)
{
    struct text rest = after_number(t);

    return (struct text){ t.at, rest.length ? t.length - rest.length - 1 : t.length };
}

static struct requirement requirement_of(const struct table *t, const struct table_row *row)
{
    struct text id = table_value(t, row, "id"), rest = id;
    struct text group = table_value(t, row, "group");

    return (struct requirement){
        .id = id,
        .element = text_cut(&rest, ' '),
        .element_title = after_number(table_value(t, row, "spe")),
        .group = first_two_words(group),
        .group_title = after_number(group),
        .title = table_value(t, row, "title"),
        .related = table_value(t, row, "related_by_our_analysis"),
        .confidence = table_value(t, row, "confidence"),
    };
}

static void add_hints(struct requirement *r, const struct table *hints)
{
    static const char *const columns[] = { "level_1", "level_2", "level_3", "level_4" };
    const struct table_row *row = hints ? table_find(hints, r->id) : NULL;

    if (!row)
        return;
    r->asked_first = table_value(hints, row, "asked_first");
    for (int i = 0; i < REQUIREMENT_LEVELS; i++)
        r->hints[i] = table_value(hints, row, columns[i]);
}

static bool has_row(const void *standards, struct text part, struct text id)
{
    const struct table *t = catalogue_table(standards, part);

    return t && table_find(t, id);
}

void catalogue_requirements(const struct catalogue *c, struct requirements *into)
{
    const struct table *t = catalogue_table(c, TEXT("2-1"));
    const struct table *hints = catalogue_table(c, TEXT("evidence-hints"));

    for (size_t i = 0; t && i < t->rows.count; i++) {
        struct requirement *r = array_add(&into->rows);
        *r = requirement_of(t, &t->rows.items[i]);
        add_hints(r, hints);
    }
    into->standards = c;
    into->has = has_row;
}
