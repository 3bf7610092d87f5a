/*
 * part.h - what the parts of the inspection page share; each prints one heading
 * and what belongs under it.
 */
#pragma once

#include "base/arena.h"
#include "report/html.h"
#include "report/inspection.h"

struct inspected {
    const struct inspection *found;
    struct arena *text;
};

/* "hmi-b (10.42.0.20)", linked to its place in the list of assets where it has one. */
void print_end(struct html *h, const struct inspected *in, const struct address *address);
/* In words, for cells that hold no link. */
const char *end_words(const struct inspected *in, const struct address *address);

void print_captures(struct html *h, const struct inspected *in);
void print_skips(struct html *h, const struct inspected *in);
void print_protocols(struct html *h, const struct inspected *in);
void print_matrix(struct html *h, const struct inspected *in);
void print_changes(struct html *h, const struct inspected *in);
void print_conversations(struct html *h, const struct inspected *in);
void print_assets(struct html *h, const struct inspected *in);
void print_identities(struct html *h, const struct inspected *in);
