/*
 * listening.h - how much of the plant's traffic the sensor is known to have lost.
 *
 * What was seen stays true whatever was lost.  What was not seen proves less: a
 * signal that speaks because nothing was there asks listening_has_holes().
 */
#pragma once

#include "model/plant.h"

/* Runs that ended longer ago say nothing about how it is listened to now. */
static const moment_us listening_recent_us = 30 * 86400LL * 1000000;

struct listening_loss {
    uint64_t lost;      /* packets */
    double share;       /* of all packets of the run, from 0 to 1 */
    moment_us deaf;     /* nobody listened, or the interface was down */
    bool packets_count; /* lost so many that absence proves less */
    bool deaf_counts;   /* not listened for so long that it does */
};

/* Of one capture: nothing for a file, or for a run that is not recent. */
struct listening_loss listening_loss_of(const struct plant *plant, const struct capture *c);

/* Some recent run lost enough to count. */
bool listening_has_holes(const struct plant *plant);
