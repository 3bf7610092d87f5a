#include "identify/identify.h"

#include "identify/binding.h"
#include "identify/classify.h"
#include "identify/evidence.h"

void identify(const struct observed *o, struct assets *out)
{
    assets_init(out);
    binding_find_devices(o, out);
    evidence_collect(o, out);
    classify(o, out);
}
