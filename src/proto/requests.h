/*
 * requests.h - what was asked, for protocols whose answers do not say it.
 *
 * Lives in a flow's state.  A request is found again by the key that its answer
 * repeats (a transaction number), or, where nothing is repeated, as the oldest
 * that waits.  The oldest gives way when there are too many.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { REQUESTS_MOST = 16 };

struct request {
    uint32_t key;
    uint32_t code, sub;
    uint32_t note; /* the dissector's own */
};

struct requests {
    struct request rows[REQUESTS_MOST]; /* oldest first */
    uint8_t count;
    bool answered; /* since the last request */
};

/* A request whose key waits already is asked again: it replaces the one before. */
void requests_add(struct requests *r, struct request asked);

/*
 * The same without keys.  Who asks after an answer has come waits for nothing
 * older any more, so that one lost answer shifts no more than the next.
 */
void requests_add_in_order(struct requests *r, struct request asked);

/* Take out the oldest with this key; false, and *asked as it was, when there is none. */
bool requests_take(struct requests *r, uint32_t key, struct request *asked);
