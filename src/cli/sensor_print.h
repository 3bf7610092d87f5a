/*
 * sensor_print.h - what `bulkhead sensor` says while it listens: a line for each
 * interface and interval on standard error, or with --json objects of format
 * bulkhead-sensor/1, one per line, on standard output.
 */
#pragma once

#include "sensor/listener.h"

struct sensor_print {
    bool json, quiet;
    size_t devices; /* in the plant */
};

void sensor_print_status(const struct sensor_print *how, const struct listener_status *status);
void sensor_print_event(const struct sensor_print *how, const char *interface,
                        const char *sentence);
