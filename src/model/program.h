/*
 * program.h - what people say about the plant: its zones and conduits, its
 * register of assets, and the claims, evidence and measures of its security
 * program.  Plain rows; judging them is segment/ and assess/.
 *
 * Text lives in the arena of the `struct plant` that holds the rows.
 * Levels are maturity levels 1..4; 0 is "not assessed".  Dates are the start of
 * their day in UTC; something that expires on a date counts up to the day before.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/moment.h"
#include "base/text.h"
#include "model/access.h"
#include "model/address.h"
#include "model/observed.h"

enum { FR_COUNT = 7, ML_MOST = 4 };

/* A set of assets by rule.  Source: IEC 62443-3-2 ZCR 3. */
struct zone {
    struct text id;     /* "cell-a" */
    struct text name;   /* "Cell A, intake pumps" */
    struct text parent; /* zone id, or empty */
    struct text purpose;
    struct text level; /* Purdue level: "1", "3.5" */
    struct text owner;
    bool safety;                 /* holds safety functions */
    bool business;               /* outside the control system: enterprise, internet */
    uint8_t sl_target[FR_COUNT]; /* SL-T 0..4 in the order of FR 1..7 */
    ARRAY(struct prefix) prefixes;
    ARRAY(struct address) members; /* named one by one; outrank prefixes */
};

/* One thing that a conduit lets through. */
struct service {
    struct text protocol;     /* "modbus", or empty for any */
    enum transport transport; /* TRANSPORT_NONE for any */
    uint16_t port;            /* 0 for any */
    uint8_t access;           /* bit per enum access; 0 for any */
};

/* Communication between two zones that somebody answers for. */
struct conduit {
    struct text id, name;
    struct text from, to; /* zone ids: who asks, who answers */
    struct text owner, reason;
    moment_us expires;              /* 0: never */
    ARRAY(struct service) services; /* none: nothing passes */
};

/* An asset as the owner's register has it.  Source: IEC 62443-2-1 CM 1.1. */
struct registered {
    struct address address;
    struct text name, role, owner;
    bool legacy;            /* cannot be updated any more */
    moment_us support_ends; /* 0: not known */
    bool may_engineer;      /* entitled to change programs and modes */
};

/* What somebody says of one requirement in one scope. */
struct claim {
    struct text requirement; /* "NET 1.1" */
    uint8_t level;           /* claimed; 0: not assessed */
    uint8_t target;          /* 0: none set */
    struct text narrative, assessor, method;
    moment_us at;
    bool not_applicable; /* then reason and approver are both present */
    struct text reason, approver;
};

/* What became of the file behind a digest; whoever keeps the files finds out. */
enum evidence_file {
    EVIDENCE_FILE_unchecked,
    EVIDENCE_FILE_intact,
    EVIDENCE_FILE_missing,
    EVIDENCE_FILE_altered
};

/* What is shown for a claim. */
struct evidence {
    struct text id; /* "EV-001" */
    struct text requirement;
    uint8_t level; /* the maturity level that it shows: 1..4 */
    struct text kind, title, custodian, scope;
    struct text
        digest; /* SHA-256 of the file in the evidence store; empty: a link or record elsewhere */
    struct text link;
    enum evidence_file file;      /* not a column: looked up when the plant is opened */
    moment_us collected, expires; /* expires 0: never */
};

/* Stands in for a requirement that some asset cannot meet. */
struct measure {
    struct text id, title;
    struct text requirement;
    struct address asset;
    struct text argument; /* why it is equivalent */
    struct text approver, exit_plan;
    moment_us tested;  /* effectiveness last shown; 0: never */
    bool effective;    /* outcome of that test */
    moment_us expires; /* always set */
    uint32_t renewals;
};

struct program {
    struct text plant, organisation, site;
    bool clock_observed; /* "today" is the day of the last packet, not of the wall clock */
    ARRAY(struct zone) zones;
    ARRAY(struct conduit) conduits;
    ARRAY(struct registered) registered;
    ARRAY(struct claim) claims;
    ARRAY(struct evidence) evidence;
    ARRAY(struct measure) measures;
};

void program_finish(struct program *p);
const struct zone *program_zone(const struct program *p, struct text id); /* NULL: none */
const struct claim *program_claim(const struct program *p, struct text requirement);
