/*
 * fuzz_protocol.c - one fuzz target per protocol, built with -DTARGET=<name>.
 */
#include "exercise.h"

#define JOINED(name)         name##_protocol
#define PROTOCOL_NAMED(name) JOINED(name)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    exercise(&PROTOCOL_NAMED(TARGET), data, size);
    return 0;
}
