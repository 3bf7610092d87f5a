#include "capture/promise.h"

#include "dissect.h"

static const uint8_t client[4] = { 10, 41, 1, 10 }, server[4] = { 10, 41, 1, 20 };

static struct flow flow_between(const uint8_t a[4], uint16_t a_port, const uint8_t b[4],
                                uint16_t b_port)
{
    struct flow f = { 0 };
    bool swapped;

    struct address ends[] = { address_ipv4(a), address_ipv4(b) };
    f.key = flow_key_of(&ends[0], a_port, &ends[1], b_port, &swapped);
    f.key.transport = TRANSPORT_TCP;
    f.client = swapped;
    return f;
}

static struct flow control_connection(void)
{
    struct flow control = flow_between(client, 49152, server, 21);

    control.label = &ftp_protocol;
    return control;
}

static struct promises promised_by(struct talk *talk)
{
    struct promises p = { 0 };
    struct flow control = control_connection();

    promises_make(&p, &control, talk->out.expected);
    return p;
}

static void assert_kept(struct promises *p, struct flow f)
{
    promises_keep(p, &f);
    assert_ptr_equal(f.label, &ftp_protocol);
    assert_int_equal(f.service_port, 21);
    assert_memory_equal(f.key.ends[f.client].bytes, client, 4);
}

static void a_passive_data_connection_belongs_to_its_session(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(
        talk_server(&talk, BYTES("227 Entering Passive Mode (192,168,9,9,131,211)\r\n")), VERDICT_OK);
    struct promises p = promised_by(&talk);
    assert_kept(&p, flow_between(client, 50000, server, 131 << 8 | 211));
    talk_end(&talk);
}

static void an_extended_passive_connection_belongs_to_its_session(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(talk_server(&talk, BYTES("229 Extended Passive Mode (|||6446|)\r\n")),
                     VERDICT_OK);
    struct promises p = promised_by(&talk);
    assert_kept(&p, flow_between(client, 50000, server, 6446));
    talk_end(&talk);
}

static void in_active_mode_the_client_stays_the_client(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(talk_client(&talk, BYTES("EPRT |1|10.41.1.10|6275|\r\n")), VERDICT_OK);
    struct promises p = promised_by(&talk);
    assert_kept(&p, flow_between(server, 20, client, 6275));
    talk_end(&talk);
}

static void a_promise_is_kept_once(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(talk_server(&talk, BYTES("229 Extended Passive Mode (|||6446|)\r\n")),
                     VERDICT_OK);
    struct promises p = promised_by(&talk);
    assert_kept(&p, flow_between(client, 50000, server, 6446));
    struct flow later = flow_between(client, 50001, server, 6446);
    promises_keep(&p, &later);
    assert_null(later.label);
    talk_end(&talk);
}

static void a_stranger_who_comes_first_to_an_announced_port_is_not_the_client(void **state)
{
    (void)state;
    static const uint8_t stranger[4] = { 10, 41, 1, 66 };
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(talk_server(&talk, BYTES("229 Extended Passive Mode (|||6446|)\r\n")),
                     VERDICT_OK);
    struct promises p = promised_by(&talk);
    struct flow early = flow_between(stranger, 50000, server, 6446);
    promises_keep(&p, &early);
    assert_null(early.label);
    assert_kept(&p, flow_between(client, 50000, server, 6446));
    talk_end(&talk);
}

static void numbers_that_are_no_port_promise_nothing(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&ftp_protocol);

    assert_int_equal(talk_server(&talk, BYTES("227 Entering Passive Mode (10,41,1,20,300,1)\r\n")),
                     VERDICT_OK);
    assert_null(talk.out.expected);
    assert_int_equal(talk_server(&talk, BYTES("229 Extended Passive Mode (|||0|)\r\n")), VERDICT_OK);
    assert_null(talk.out.expected);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_passive_data_connection_belongs_to_its_session),
        cmocka_unit_test(an_extended_passive_connection_belongs_to_its_session),
        cmocka_unit_test(in_active_mode_the_client_stays_the_client),
        cmocka_unit_test(a_promise_is_kept_once),
        cmocka_unit_test(a_stranger_who_comes_first_to_an_announced_port_is_not_the_client),
        cmocka_unit_test(numbers_that_are_no_port_promise_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
