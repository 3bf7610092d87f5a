/*
 * tally.h - finished flows and dissected messages become conversations, facts
 * and bindings: the rows of model/observed.h, within fixed limits.
 *
 * Ownership: the tally owns its rows; tally_take() hands them over.
 * Bounded: each table has a maximum, and what is refused is counted under a
 * reason that the summary prints.
 */
#pragma once

#include "base/index.h"
#include "capture/flow.h"
#include "model/observed.h"

enum {
    TALLY_CONVERSATIONS_MOST = 1 << 22,
    TALLY_OPERATIONS_MOST = 1 << 12, /* distinct codes of one conversation */
    TALLY_FACTS_MOST = 1 << 20,
    TALLY_FACTS_PER_FIELD_MOST = 1024, /* values of one field of one device and its parts */
    TALLY_BINDINGS_MOST = 1 << 20,
};

/* An operation's row: the index over all of them needs one number for each. */
struct operation_place {
    uint32_t conversation, row;
};

struct tally {
    struct observed rows; /* capture index 0 in each */
    struct index conversations, facts, bindings, skips, fields, operations;
    ARRAY(struct operation_place) operation_places;
    ARRAY(struct rhythm *) rhythms; /* per operation place; NULL where it was asked too seldom */
    ARRAY(uint32_t) field_counts; /* distinct values per device and field */
    ARRAY(bool) carried;          /* per conversation: some payload was sent */
};

void tally_init(struct tally *t);
void tally_finish(struct tally *t);

/* The rows so far, to be gone on with; their text stays where it is. */
void tally_copy(struct tally *to, const struct tally *from);

void tally_flow(struct tally *t, const struct flow *f);
void tally_dissection(struct tally *t, const struct dissection *seen, uint64_t frame, int64_t at_ns);
/*
 * All flows are in.  A conversation in which nobody sent a payload (a connection
 * refused, or opened and closed) has no protocol of its own: it joins the one on
 * the same port, where there is one.
 */
void tally_end(struct tally *t);
void tally_skip(struct tally *t, struct text reason, uint64_t count, uint64_t frame);
