/*
 * once.h - what was said of whom already, so that several captures and sources
 * of one thing are one row.
 */
#pragma once

#include <stdbool.h>

#include "base/array.h"
#include "base/index.h"
#include "base/text.h"
#include "model/address.h"

struct saying {
    struct address about;
    struct text says; /* lent */
};

struct once {
    ARRAY(struct saying) rows;
    struct index places;
};

/* Whether it is the first time; from then on it is known. */
bool once_add(struct once *o, const struct address *about, struct text says);
void once_finish(struct once *o);
