#include "cli/quantity.h"

#include <errno.h>
#include <string.h>

struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit byte_units[] = {
    { "", 1 },
    { "KiB", UINT64_C(1) << 10 },
    { "MiB", UINT64_C(1) << 20 },
    { "GiB", UINT64_C(1) << 30 },
    { "TiB", UINT64_C(1) << 40 },
    { NULL, 0 },
};

static const struct unit duration_units[] = {
    { "", 1000000 },
    { "s", 1000000 },
    { "m", UINT64_C(60) * 1000000 },
    { "h", UINT64_C(3600) * 1000000 },
    { "d", UINT64_C(86400) * 1000000 },
    { NULL, 0 },
};

enum { NUMBER_MOST = 1000000 };

/* False: no number, no such unit, or too large. */
static bool parse(const char *value, const struct unit *units, uint64_t most, uint64_t *result)
{
    size_t digits = strspn(value, "0123456789");
    struct text number = { value, digits };
    struct text unit = text_trim(text_of(value + digits));

    while (units->name && !text_is(unit, units->name))
        units++;
    return units->name && text_unsigned(number, most, result) &&
           *result <= (uint64_t)INT64_MAX / units->factor && (*result *= units->factor, true);
}

int quantity_bytes(const char *option, const char *value, uint64_t *bytes, struct problem *why)
{
    if (parse(value, byte_units, INT64_MAX, bytes))
        return 0;
    return problem_set(why, -EINVAL, "%s %s: must be a number of bytes such as 512MiB or 2GiB",
                       option, value);
}

int quantity_duration(const char *option, const char *value, moment_us *duration,
                      struct problem *why)
{
    uint64_t us;

    if (!parse(value, duration_units, NUMBER_MOST, &us) || us == 0)
        return problem_set(why, -EINVAL, "%s %s: must be a time such as 10s, 5m or 1h", option,
                           value);
    *duration = (moment_us)us;
    return 0;
}

int quantity_count(const char *option, const char *value, uint64_t least, uint64_t most,
                   uint64_t *count, struct problem *why)
{
    if (text_unsigned(text_of(value), most, count) && *count >= least)
        return 0;
    return problem_set(why, -EINVAL, "%s %s: must be a number from %llu to %llu", option, value,
                       (unsigned long long)least, (unsigned long long)most);
}
