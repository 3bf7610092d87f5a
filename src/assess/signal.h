/*
 * signal.h - evidence from the plant itself: a named check over what was seen
 * that supports or contradicts requirements.
 *
 * To add a signal: write src/assess/signals/<name>.c that defines
 * `const struct signal <name>_signal`, add one line to signals.def, and a test
 * that makes it speak and keeps it silent.
 *
 * A signal has one effect and speaks to one maturity level: a supporting one
 * shows that level like a piece of evidence, a contradicting one rules it out,
 * so that the level below stays.  It speaks only through rows; a row that is
 * only a note is shown and has no effect.  When there was nothing to look at, it
 * says so instead of passing silence off as good news.
 *
 * Most contradictions rule out level 3: a written rule may well exist, but
 * traffic shows that it is not carried out.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "assess/proof.h"
#include "base/attributes.h"
#include "model/plant.h"
#include "model/traffic.h"
#include "segment/conduit.h"

enum signal_effect { SIGNAL_contradicts, SIGNAL_supports };

enum signal_state {
    SIGNAL_no_data, /* nothing to look at */
    SIGNAL_clear,   /* looked, and no row has an effect */
    SIGNAL_found,
};

enum severity { SEVERITY_note, SEVERITY_low, SEVERITY_medium, SEVERITY_high };

/* One thing that was found. */
struct signal_row {
    enum severity severity; /* a note has no effect */
    struct text sentence;
    struct address
        about; /* the asset that would have to change: a measure for it takes the row out */
    struct address other; /* ADDRESS_NONE: no second asset */
    uint32_t dialogue;    /* index into traffic.dialogues; DIALOGUE_NONE */
    uint32_t capture;     /* where it was seen first */
    uint64_t frame;       /* 0: in no one frame */
    moment_us first, last;
};

struct signal_result {
    const struct signal *signal;
    enum signal_state state;
    bool looked;           /* there was something to look at */
    uint32_t found;        /* rows that are no notes */
    struct text sentence;  /* "3 conversations cross zones without a conduit." */
    moment_us first, last; /* of those rows; 0: none */
    ARRAY(struct signal_row) rows;
};

/* What a signal may look at; everything is already computed. */
struct sight {
    const struct plant *plant;
    const struct traffic *traffic;
    const struct passages *passages;
    struct arena *into; /* for sentences */
};

/* A requirement that a signal speaks to, and why. */
struct signal_requirement {
    const char *id;
    const char *why; /* a sentence */
};

enum { SIGNAL_REQUIREMENTS_MOST = 2 };

struct signal {
    const char *id; /* "crossing-without-conduit" */
    const char *title;
    const char *looks_at; /* a sentence */
    enum signal_effect effect;
    uint8_t level;
    struct signal_requirement requirements[SIGNAL_REQUIREMENTS_MOST];
    const char *one, *many; /* behind the number: "conversation crosses ..." */
    const char *clear;      /* a sentence for: looked, and found nothing */
    const char *no_data;    /* a sentence for: nothing to look at */
    void (*look)(const struct sight *s, struct signal_result *out);
};

struct signals {
    ARRAY(struct signal_result) results; /* in order of id */
};

void signals_run(struct signals *all, const struct sight *s);
void signals_finish(struct signals *all);

extern const struct signal *const signal_table[]; /* NULL ends */

const struct signal_result *signals_find(const struct signals *all, struct text id);
bool signal_cites(const struct signal *signal, struct text requirement);

/* Whether it was found for this requirement, and by how many rows that no measure takes out. */
uint32_t signal_standing(const struct signal_result *r, struct text requirement,
                         const struct proofs *proofs);

/* For the signals themselves. */

struct signal_row *signal_add(const struct sight *s, struct signal_result *out,
                              enum severity severity, const char *format, ...) PRINTF_LIKE(4, 5);
/* Ties the row to a dialogue: about one end, the other beside it. */
void signal_row_of(const struct sight *s, struct signal_row *row, uint32_t dialogue,
                   bool about_client);

/* "hmi-b (10.42.0.20)": the register's name, else the best one seen, else the address alone. */
const char *sight_name(const struct sight *s, const struct address *address);
/* "modbus on tcp port 502" */
const char *sight_service(const struct sight *s, const struct dialogue *d);
