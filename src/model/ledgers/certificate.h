/*
 * certificate.h - a certificate of a provider or product: input to the
 * program, proof of nothing by itself.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct certificate {
    struct text id;
    struct text title;
    struct text party;   /* parties */
    struct text product; /* products */
    struct text scheme;
    struct text number;
    moment_us issued;
    moment_us expires;
    struct text covers;
    struct text evidence; /* evidence */
};
