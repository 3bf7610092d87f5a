/*
 * osi_presentation.h - presentation units, as far as to the values that they
 * carry.
 *
 * Source: ITU-T X.226, 8.2 (units); ISO/IEC 8823-1.
 */
#pragma once

#include "base/cursor.h"

/* The values in a unit, to be read one by one; failed when it is not one of ours. */
struct cursor presentation_values(struct cursor unit);

/* The next value as it stands, tag included; failed when there is none. */
struct cursor presentation_value(struct cursor *values);

/* Does a connect unit propose an abstract syntax that begins with these bytes? */
bool presentation_proposes(struct cursor unit, struct cursor syntax);
