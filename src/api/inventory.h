/*
 * inventory.h - every asset of one state of the plant: seen, registered, or both,
 * with what listings need of it at hand.
 *
 * In order of id: IPv4, IPv6, MAC, each by number.
 * Ownership: rows point into the plant and its assessment, which outlive them.
 */
#pragma once

#include "api/facet.h"
#include "api/order.h"
#include "assess/assessment.h"
#include "segment/zone.h"

#define ROW_NONE UINT32_MAX

struct inventory_row {
    struct address address; /* that gives the id */
    struct text id, name;
    const char *search;                  /* all words that it may be found by, in lower case */
    const struct asset *asset;           /* NULL: registered, and never seen */
    const struct registered *registered; /* NULL: not in the register */
    struct placement placement;
    uint32_t signals; /* contradicting ones that name it */
};

enum inventory_facet { FACET_class, FACET_role, FACET_zone, FACET_level, FACET_COUNT };

struct inventory {
    struct arena text;
    ARRAY(struct inventory_row) rows;
    uint32_t *row_of_asset; /* by number in plant.assets */
    struct facet facets[FACET_COUNT];
    struct orders orders;
    const struct plant *plant;
};

extern const char *const inventory_facet_names[FACET_COUNT];
extern const struct order_column inventory_columns[];
extern const size_t inventory_column_count;

void inventory_make(struct inventory *v, const struct assessment *a);
void inventory_finish(struct inventory *v);

/* By any address of the asset; NULL: nobody's. */
const struct inventory_row *inventory_at(const struct inventory *v, const struct address *address);
/* The same for an address as text. */
const struct inventory_row *inventory_find(const struct inventory *v, struct text id);

/* IPv4, IPv6, MAC, each by number: the order of ids. */
int inventory_compare(const struct address *a, const struct address *b);

enum asset_class inventory_class(const struct inventory_row *row);
struct text inventory_role(const struct inventory_row *row);
struct text inventory_level(const struct inventory_row *row);
struct text inventory_zone(const struct inventory_row *row); /* its id */
struct text inventory_value(const struct inventory_row *row, enum field field);

/* A row of a contradicting signal that has an effect, and names this asset. */
bool inventory_is_named(const struct inventory *v, const struct inventory_row *row,
                        const struct signal_result *signal);
