/*
 * plant_text.h - what people decided as text files in a folder, fit for version
 * control: plant.yaml, zones.yaml, conduits.yaml and a file for each ledger.
 *
 * Rows stand in the order of their keys, a key in a line, and what has no value is
 * left out: the same rows give the same bytes, and a change is a small difference.
 * The format "plant" reads the folder back without loss.
 */
#pragma once

#include "base/buffer.h"
#include "model/program.h"

struct plant_part {
    const char *name; /* of what is no ledger */
    const struct ledger *ledger;
    void (*print)(const struct program *p, struct buffer *out); /* of what is no ledger */
};

/* The parts one after another; NULL behind the last. */
const struct plant_part *plant_part(size_t number);
const char *plant_part_name(const struct plant_part *part); /* "findings", of findings.yaml */
void plant_part_print(const struct plant_part *part, const struct program *p, struct buffer *out);
