/*
 * talks.h - the conversations of one state of the plant with what listings need
 * of them at hand: one row per dialogue, by client, server, port, transport and
 * protocol, addresses in the order of asset ids.
 *
 * Ownership: rows point into the assessment and the inventory, which outlive them.
 */
#pragma once

#include "api/inventory.h"

/* One end of a conversation. */
struct talk_end {
    struct text id;                  /* of the asset, else the address */
    const struct inventory_row *row; /* NULL: no asset of ours */
    struct text zone;                /* id; empty: none */
    bool is_group;
};

struct talk {
    struct text id;
    const char *search;
    const struct dialogue *dialogue;
    const struct passage *passage;
    struct talk_end client, server;
    uint32_t server_place;          /* among all servers, in the order of ids */
    uint32_t zone_pair, asset_pair; /* numbered from 0: equal where both ends are */
    uint32_t protocol;              /* number in the facet of protocols */
};

enum talk_facet { TALK_FACET_protocol, TALK_FACET_verdict, TALK_FACET_COUNT };

struct talks {
    struct arena text;
    ARRAY(struct talk) rows;
    uint32_t *row_of_dialogue;
    uint32_t zone_pairs, asset_pairs; /* how many there are */
    struct facet facets[TALK_FACET_COUNT];
    struct orders orders;
    const struct assessment *assessment;
};

extern const struct order_column talk_columns[];
extern const size_t talk_column_count;
enum { TALKS_BY_PACKETS, TALKS_BY_CLIENT }; /* the first two columns */
extern const struct order_choice talks_busiest_first;

void talks_make(struct talks *t, const struct assessment *a, const struct inventory *v);
void talks_finish(struct talks *t);

const struct talk *talks_of_dialogue(const struct talks *t, uint32_t dialogue);
const struct talk *talks_find(const struct talks *t, struct text id); /* NULL: none */
bool talk_is_of(const struct talk *talk, const struct inventory_row *row);
