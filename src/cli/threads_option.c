#include "cli/threads_option.h"

#include <errno.h>

#include "sensor/sensor.h"

int threads_option(const char *word, unsigned *threads, struct problem *why)
{
    uint64_t number = 0;

    if (word && (!text_unsigned(text_of(word), SENSORS_MOST, &number) || number == 0))
        return problem_set(why, -EINVAL, "--threads %s: must be a whole number from 1 to %d", word,
                           SENSORS_MOST);
    *threads = (unsigned)number;
    return 0;
}
