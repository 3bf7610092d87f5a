/*
 * product.h - a product in the plant: whose it is, and which zones depend on
 * it. Source: IEC 62443-4-2, component types.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct product {
    struct text id;
    struct text name;
    struct text supplier; /* parties */
    struct text model;
    struct text version;
    struct text kind;   /* software application, embedded device, host device, network device */
    struct text zones;  /* zones, ';' between */
    struct text assets; /* ';' between */
    moment_us support_ends;
};
