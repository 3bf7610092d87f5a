/*
 * selection.h - which technical requirements the target of a zone selects.
 *
 * A row of IEC 62443-3-3 or 4-2 applies when it is selected at the level that the
 * zone's SL-T has for the row's foundational requirement.
 */
#pragma once

#include "catalogue/catalogue.h"
#include "model/program.h"

/* `t` has the columns fr and sl1 to sl4. */
bool system_requirement_applies(const struct table *t, const struct table_row *row,
                                const struct zone *zone);
/* Of 4-2: a row without a foundational requirement applies at every level. */
bool component_requirement_applies(const struct table *t, const struct table_row *row,
                                   const struct zone *zone);
uint8_t zone_highest_target(const struct zone *zone); /* 0: none is set */
