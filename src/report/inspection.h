/*
 * inspection.h - one page to hand over: what is in some captures, without a
 * plant and without judgement.  Who is there, who asks whom for what, what can
 * change the process, and what was not understood.
 */
#pragma once

#include "base/buffer.h"
#include "model/asset.h"
#include "model/observed.h"
#include "model/traffic.h"

struct inspection {
    struct observed observed; /* sorted */
    struct assets assets;
    struct traffic traffic; /* over all captures */
};

/* The asset's id; a group address, which is nobody's, stands for itself. */
struct text inspection_end(const struct assets *assets, const struct address *address,
                           struct arena *into);

/* The whole file; the same captures give the same bytes. */
void inspection_html(const struct inspection *found, struct buffer *out);
