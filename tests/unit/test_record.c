#include "sensor/record.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

static int read_back(const struct buffer *bytes, struct observed *into, struct problem *why)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes->at, bytes->length), bytes->length);
    close(ends[1]);
    *array_add(&into->captures) = (struct capture){ 0 };
    int rc = record_read_all(ends[0], 0, (struct record_observer){ 0 }, into, why);
    close(ends[0]);
    return rc;
}

static void fill(struct observed *o)
{
    const uint8_t ip[4] = { 10, 0, 0, 1 }, mac[6] = { 0, 0x1b, 0x1b, 1, 2, 3 };

    observed_init(o);
    *array_add(&o->captures) = (struct capture){ .packets = 3, .bytes = 300, .first = 1, .last = 9 };
    *array_add(&o->bindings) = (struct binding){ .mac = address_mac(mac),
                                                 .ip = address_ipv4(ip),
                                                 .how = BINDING_arp,
                                                 .count = 2,
                                                 .first_frame = 1 };
    *array_add(&o->facts) = (struct fact){ .about = address_ipv4(ip),
                                           .part = TEXT("slot 2"),
                                           .field = FIELD_model,
                                           .value = TEXT("CPU 315"),
                                           .source = TEXT("s7comm szl"),
                                           .confidence = 95,
                                           .count = 1 };
    struct conversation *c = array_add(&o->conversations);
    *c = (struct conversation){ .client = address_ipv4(ip),
                                .server = address_ipv4(ip),
                                .transport = TRANSPORT_TCP,
                                .port = 502,
                                .protocol = TEXT("modbus"),
                                .packets = 3 };
    *array_add(&c->operations) = (struct operation_count){ .protocol = TEXT("modbus"),
                                                           .code = TEXT("43/14"),
                                                           .name = TEXT("read device identification"),
                                                           .class = CLASS_ident,
                                                           .requests = 2,
                                                           .responses = 1 };
    *array_add(&o->skips) = (struct skip){ .reason = TEXT("odd"), .count = 4, .first_frame = 2 };
    *array_add(&o->protocols) = (struct protocol_count){ .name = TEXT("modbus"), .messages = 3 };
}

static void rows_come_back_as_they_were_sent(void **state)
{
    (void)state;
    struct observed sent, got;
    struct buffer bytes = BUFFER_KEPT, again = BUFFER_KEPT;
    struct problem why;

    fill(&sent);
    record_write_rows(&bytes, &sent);
    observed_init(&got);
    assert_int_equal(read_back(&bytes, &got, &why), 0);
    record_write_rows(&again, &got);
    assert_int_equal(bytes.length, again.length);
    assert_memory_equal(bytes.at, again.at, bytes.length);
    observed_finish(&sent);
    observed_finish(&got);
    buffer_free(&bytes);
    buffer_free(&again);
}

static void every_cut_of_the_stream_is_an_error_and_never_a_crash(void **state)
{
    (void)state;
    struct observed sent;
    struct buffer bytes = BUFFER_KEPT;

    fill(&sent);
    record_write_rows(&bytes, &sent);
    for (size_t length = 0; length < bytes.length; length++) {
        struct buffer cut = BUFFER_KEPT;
        struct observed got;
        struct problem why;
        buffer_bytes(&cut, bytes.at, length);
        observed_init(&got);
        assert_true(read_back(&cut, &got, &why) < 0);
        observed_finish(&got);
        buffer_free(&cut);
    }
    observed_finish(&sent);
    buffer_free(&bytes);
}

static void a_damaged_stream_never_crashes_the_receiver(void **state)
{
    (void)state;
    struct observed sent;
    struct buffer bytes = BUFFER_KEPT;

    fill(&sent);
    record_write_rows(&bytes, &sent);
    srand(62443);
    for (int round = 0; round < 3000; round++) {
        struct buffer hurt = BUFFER_KEPT;
        struct observed got;
        struct problem why;
        buffer_bytes(&hurt, bytes.at, bytes.length);
        hurt.at[(size_t)rand() % hurt.length] = (char)rand();
        observed_init(&got);
        int rc = read_back(&hurt, &got, &why);
        assert_true(rc == 0 || why.what[0]);
        observed_finish(&got);
        buffer_free(&hurt);
    }
    observed_finish(&sent);
    buffer_free(&bytes);
}

static void a_problem_of_the_sensor_arrives_as_its_sentence(void **state)
{
    (void)state;
    struct buffer bytes = BUFFER_KEPT;
    struct observed got;
    struct problem sent = { 0 }, why;

    problem_set(&sent, -22, "plant.pcap: not a pcap or pcapng capture");
    record_write_problem(&bytes, &sent);
    observed_init(&got);
    assert_int_equal(read_back(&bytes, &got, &why), -22);
    assert_string_equal(why.what, sent.what);
    observed_finish(&got);
    buffer_free(&bytes);
}

static void problem_arrives_as(const char *sent, const char *sentence)
{
    struct buffer bytes = BUFFER_KEPT;
    struct problem problem = { .code = -22 }, why;
    struct observed got;

    memcpy(problem.what, sent, strlen(sent) + 1);
    record_write_problem(&bytes, &problem);
    observed_init(&got);
    assert_int_equal(read_back(&bytes, &got, &why), -22);
    assert_string_equal(why.what, sentence);
    observed_finish(&got);
    buffer_free(&bytes);
}

static void a_sensor_that_was_taken_over_commands_no_terminal_and_leaves_no_silence(void **state)
{
    (void)state;
    problem_arrives_as("", "sensor: sent a problem without words");
    problem_arrives_as("\033[2Ja\xc2\x9b\xff\n\xc3\xa4", "?[2Ja??? \xc3\xa4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back_as_they_were_sent),
        cmocka_unit_test(every_cut_of_the_stream_is_an_error_and_never_a_crash),
        cmocka_unit_test(a_damaged_stream_never_crashes_the_receiver),
        cmocka_unit_test(a_problem_of_the_sensor_arrives_as_its_sentence),
        cmocka_unit_test(a_sensor_that_was_taken_over_commands_no_terminal_and_leaves_no_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
