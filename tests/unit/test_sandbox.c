/*
 * test_sandbox.c - the sensor's rights are enough and not more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ipc/role.h"
#include "sensor/sensor.h"

#include "unit.h"

static char path[] = "/tmp/bulkhead-sandbox-XXXXXX";

/* One Modbus request in a pcap file: enough for every layer to work. */
static const uint8_t capture[] = {
    0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0, /* header */
    1, 0, 0, 0, 0, 0, 0, 0, 66, 0, 0, 0, 66, 0, 0, 0,                                   /* record */
    0, 0x80, 0xf4, 1, 2, 3, 0, 0x1b, 0x1b, 4, 5, 6, 8, 0,                               /* Ethernet */
    0x45, 0, 0, 52, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,                  /* IPv4 */
    0xc0, 0, 1, 0xf6, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0,             /* TCP */
    0, 1, 0, 0, 0, 6, 17, 3, 0, 1, 0, 2,                                                /* Modbus */
};

static int read_with(struct sensor_options options, struct buffer *rows, struct problem *why)
{
    struct observed seen;

    observed_init(&seen);
    int rc = sensor_read_file(path, &options, &seen, why);
    if (rc == 0)
        record_write_rows(rows, &seen);
    observed_finish(&seen);
    return rc;
}

static void the_figures_are_the_same_inside_and_outside(void **state)
{
    (void)state;
    struct buffer inside = BUFFER_KEPT, outside = BUFFER_KEPT;
    struct problem why;

    assert_int_equal(read_with((struct sensor_options){ 0 }, &inside, &why), 0);
    assert_int_equal(
        read_with((struct sensor_options){ .without_sandbox = true }, &outside, &why), 0);
    assert_true(inside.length > 100);
    assert_int_equal(inside.length, outside.length);
    assert_memory_equal(inside.at, outside.at, inside.length);
    buffer_free(&inside);
    buffer_free(&outside);
}

static void assert_dies(enum sensor_trial trial)
{
    struct buffer rows = BUFFER_KEPT;
    struct problem why;

    assert_true(read_with((struct sensor_options){ .trial = trial }, &rows, &why) < 0);
    assert_non_null(strstr(why.what, "killed by its sandbox"));
    buffer_free(&rows);
}

static void opening_a_file_kills_the_sensor(void **state)
{
    (void)state;
    assert_dies(TRIAL_OPEN_FILE);
}

static void opening_a_socket_kills_the_sensor(void **state)
{
    (void)state;
    assert_dies(TRIAL_OPEN_SOCKET);
}

static void starting_a_program_kills_the_sensor(void **state)
{
    (void)state;
    assert_dies(TRIAL_EXECUTE);
}

static void without_a_sandbox_the_same_acts_succeed(void **state)
{
    (void)state;
    struct buffer rows = BUFFER_KEPT;
    struct problem why;
    struct sensor_options options = { .without_sandbox = true, .trial = TRIAL_OPEN_FILE };

    assert_int_equal(read_with(options, &rows, &why), 0);
    buffer_free(&rows);
}

/* As a reader does: it holds two descriptors and may write into the first. */
struct two_ends {
    int outlet, socket;
    int into; /* where it writes */
};

static int write_role(void *work, int to_parent)
{
    const struct two_ends *ends = work;
    struct sandbox sandbox = { .work = SANDBOX_LISTENS,
                               .outlets = { to_parent, ends->outlet },
                               .outlet_count = 2 };
    struct problem why;

    if (sandbox_enter(&sandbox, &why) < 0)
        return 3;
    return write(ends->into, "frame", 5) != 5;
}

static int write_into(struct two_ends *ends, int into, struct problem *why)
{
    struct role role = { .name = "reader",
                         .run = write_role,
                         .work = ends,
                         .keeps = { ends->outlet, ends->socket },
                         .keep_count = 2 };
    struct role_process process;

    ends->into = into;
    assert_int_equal(role_start(&role, &process, why), 0);
    return role_wait(&process, why);
}

static void who_listens_writes_into_its_outlets_and_never_into_its_socket(void **state)
{
    (void)state;
    int pair[2];
    struct problem why;

    assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), 0);
    struct two_ends ends = { .outlet = pair[0], .socket = pair[1] };
    assert_int_equal(write_into(&ends, ends.outlet, &why), 0);
    assert_true(write_into(&ends, ends.socket, &why) < 0);
    assert_non_null(strstr(why.what, "killed by its sandbox"));
    close(pair[0]);
    close(pair[1]);
}

static int write_capture(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    ssize_t written = fd < 0 ? -1 : write(fd, capture, sizeof capture);
    if (fd >= 0)
        close(fd);
    return written == sizeof capture ? 0 : -1;
}

static int remove_capture(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_the_same_inside_and_outside),
        cmocka_unit_test(opening_a_file_kills_the_sensor),
        cmocka_unit_test(opening_a_socket_kills_the_sensor),
        cmocka_unit_test(starting_a_program_kills_the_sensor),
        cmocka_unit_test(without_a_sandbox_the_same_acts_succeed),
        cmocka_unit_test(who_listens_writes_into_its_outlets_and_never_into_its_socket),
    };
    return cmocka_run_group_tests(tests, write_capture, remove_capture);
}
