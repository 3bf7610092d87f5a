/*
 * sensor.h - the role that reads packets: a process of its own that may do
 * nothing but compute and write rows into its pipe.
 *
 * sensor_read_file() starts it on one capture file, waits, and adds its rows.
 * The sandbox is entered after the file is mapped and nDPI has built its tables,
 * and before the first byte of the capture is looked at.  A large capture is read
 * by several sensors, each with its share of the pairs of devices (gather.h).
 */
#pragma once

#include "ipc/sandbox.h"
#include "sensor/record.h"

/*
 * What the sensor does besides its work, to prove that it cannot: for the tests.
 * Source: house style, 12, sandbox tests.
 */
enum sensor_trial { TRIAL_NONE, TRIAL_OPEN_FILE, TRIAL_OPEN_SOCKET, TRIAL_EXECUTE };

enum { SENSORS_MOST = 64 };

struct sensor_options {
    enum sandbox_strength sandbox;
    bool without_sandbox; /* to compare figures; never offered on the command line */
    enum sensor_trial trial;
    unsigned threads; /* sensors that read together, at most SENSORS_MOST; 0: as its size deserves */
    struct record_observer observer;
};

/*
 * Read the capture at `path`.  A new row of into->captures is made for it; on an
 * error the rows read so far stay and `why` says what happened.
 */
MUST_USE int sensor_read_file(const char *path, const struct sensor_options *options,
                              struct observed *into, struct problem *why);

/* The same in this process, without sandbox: for fuzzing and for benchmarks. */
MUST_USE int sensor_read_bytes(struct cursor bytes, const char *name, struct observed *into,
                               struct problem *why);
