/*
 * talk_filter.h - which conversations a listing is asked for: the keys of its
 * query, and whether a conversation fits all that were given.
 */
#pragma once

#include "api/input.h"
#include "api/page.h"
#include "api/plant_view.h"

/* As it stands in the query; what was not given is empty or the COUNT of its words. */
struct talk_words {
    struct text q, client, server, asset, protocol, zone_from, zone_to;
    enum passage_state verdict;
    enum access access;
};

#define TALK_WORDS_NONE                                                                            \
    {                                                                                              \
        .verdict = PASSAGE_STATE_COUNT, .access = ACCESS_COUNT                                     \
    }

bool parse_verdict(struct text t, void *verdict);
bool parse_access(struct text t, void *access);

/* Rows of a query's table, for a struct with the member `words`. */
#define TALK_WORD(row, member) INPUT_TEXT(row, words.member, #member, 0, 200)
#define TALK_FIELDS(row)                                                                           \
    TALK_WORD(row, q), TALK_WORD(row, client), TALK_WORD(row, server), TALK_WORD(row, asset),      \
        TALK_WORD(row, protocol), TALK_WORD(row, zone_from), TALK_WORD(row, zone_to),              \
        INPUT_PARSED(row, words.verdict, "verdict", parse_verdict,                                 \
                     "must be allowed, not_allowed, inside_zone, no_zone or not_judged"),          \
        INPUT_PARSED(row, words.access, "access", parse_access,                                    \
                     "must be unknown, discover, read, write, control, program or manage")

/* Numbers of the talks that fit, in this order; they live in the request's arena. */
struct selection talks_select(struct request *r, const struct talk_words *words,
                              struct order_choice order);
