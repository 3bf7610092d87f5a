/*
 * words.h - how the model's enumerations are written in the database: as words,
 * so that rows stay readable and outlive a change of order.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"

struct words {
    const char *(*word)(int value);
    int count;
};

extern const struct words transport_words, field_words, class_words, asset_class_words,
    binding_words, role_words;

bool words_parse(const struct words *words, struct text t, int *value);
