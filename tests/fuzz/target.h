/*
 * target.h - an input of the program that is not a protocol: one function that a
 * fuzzer calls, and seeds of its own.  One file defines both.
 */
#pragma once

#include "inputs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Adds them; seeds->most is set by then. */
void target_seeds(struct seeds *seeds);
