/*
 * conduit.h - whether the conduits let a dialogue pass.
 *
 * A conduit names a zone and thereby the zones inside it.  A dialogue passes when
 * every kind of access seen in it is let through by a service of some conduit
 * from its client's zone to its server's that has not expired today.  A service
 * lets through what fits all that it says: protocol (of the conversation or of
 * an operation in it), transport, port and access; what it leaves out, it leaves
 * open.  Where no operation was seen, access says nothing.
 *
 * ICMP that nobody answers reports on other packets, and passes with them.
 *
 * Not judged: what is sent to a group, since no one zone is meant, and frames
 * that no router passes on (link layer, link-local addresses) unless both ends
 * are in a zone.
 */
#pragma once

#include <stdbool.h>

#include "model/plant.h"
#include "model/traffic.h"
#include "segment/way.h"
#include "segment/zone.h"

enum passage_state {
    PASSAGE_allowed,
    PASSAGE_not_allowed,
    PASSAGE_inside_zone,
    PASSAGE_no_zone, /* an end is in no zone, or two zones claim it */
    PASSAGE_not_judged,
    PASSAGE_STATE_COUNT
};

struct passage {
    enum passage_state state;
    const struct zone *from, *to;
    const struct conduit
        *conduit;       /* that lets it through, or comes closest; NULL: none leads there */
    uint8_t refused;    /* bit per enum access that was seen and is not let through */
    struct text reason; /* a sentence */
};

/* One passage per dialogue, in the order of the dialogues; owns the sentences. */
struct passages {
    struct arena text;
    struct ways ways;
    ARRAY(struct passage) rows;
    ARRAY(bool) used; /* per conduit of the program: something that it is meant for passed */
};

void passages_judge(struct passages *p, const struct plant *plant, const struct traffic *traffic);
void passages_finish(struct passages *p);

const char *passage_state_name(enum passage_state state); /* "not_allowed" */

bool conduit_is_expired(const struct conduit *c, moment_us today);

/* "read, write": the names of a mask's accesses in their order. */
struct text access_names(uint8_t access, struct arena *into);
