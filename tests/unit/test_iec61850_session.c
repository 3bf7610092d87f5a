#include "asn1.h"
#include "dissect.h"

enum { FROM = 0xa1, GOOSE = 0x81, SAMPLES = 0x82 };

/* A message in a session of this version, its length counted as some makers do (2 more) or not. */
struct made {
    int type, kind, version, more, encrypted, simulated;
    const char *behind;
};

static struct asn1 number(unsigned value, unsigned bytes)
{
    struct asn1 made = { .length = 0 };

    while (bytes-- > 0)
        made.bytes[made.length++] = (char)(bytes < 4 ? value >> (8 * bytes) : 0);
    return made;
}

static struct asn1 session(struct made m, struct asn1 unit)
{
    struct asn1 element = asn1_join(number((unsigned)m.kind, 1), number((unsigned)m.simulated, 1));
    element = asn1_join(element, number(0x3007, 2));
    element = asn1_join(element, number((unsigned)unit.length + (unsigned)m.more, 2));
    element = asn1_join(element, unit);

    struct asn1 key = asn1_join(number(0, 4), number(0, 2));
    if (m.version == 1)
        key = asn1_join(key, asn1_join(number((unsigned)m.encrypted, 1), number(0, 1 + 4)));
    else
        key = asn1_join(key, asn1_join(number(7, 4), number((unsigned)m.encrypted, 1)));
    key = asn1_join(key, number(0, m.version == 1 ? 0 : (unsigned)m.encrypted));

    struct asn1 rest = asn1_join(number(1, 4), number((unsigned)m.version, 2));
    rest = asn1_join(asn1_join(rest, key), number((unsigned)element.length, 4));
    rest = asn1_join(rest, element);
    struct asn1 head = asn1_join(number((unsigned)m.type, 1), number(24, 1));
    head = asn1_join(asn1_join(head, number(0x8012, 2)), number((unsigned)rest.length, 4));
    head = asn1_join(asn1_join(number(0x0140, 2), head), rest);
    return m.behind ? asn1_join(head, asn1_bytes(m.behind, strlen(m.behind))) : head;
}

static struct asn1 goose(void)
{
    struct asn1 unit = asn1_join(ASN1(0x80, "A/LLN0$GO$x"), asn1_number(0x85, 4));

    return asn1_value(0x61, asn1_join(unit, ASN1(0xab, "")));
}

static struct asn1 samples(void)
{
    struct asn1 asdu = asn1_join(ASN1(0x80, "MU01"), asn1_number(0x85, 2));

    asdu = asn1_value(0xa2, asn1_value(0x30, asn1_join(asdu, ASN1(0x87, "\1\2\3\4"))));
    return asn1_value(0x60, asn1_join(asn1_number(0x80, 1), asdu));
}

static enum verdict publish(struct talk *talk, struct made m, struct asn1 unit)
{
    struct asn1 whole = session(m, unit);

    return talk_client(talk, whole.bytes, whole.length);
}

static void what_a_session_carries_is_read_as_on_ethernet(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec61850_session_protocol);

    for (int version = 1; version <= 2; version++)
        for (int more = 0; more <= 2; more += 2) {
            struct made m = { .type = FROM, .kind = GOOSE, .version = version, .more = more };
            assert_int_equal(publish(&talk, m, goose()), VERDICT_OK);
            assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
            assert_ptr_equal(talk.out.first->protocol, &goose_protocol);
        }
    publish(&talk, (struct made){ .type = 0xa2, .kind = SAMPLES, .version = 2 }, samples());
    assert_operation(&talk, MESSAGE_REQUEST, 0, SUB_NONE);
    assert_ptr_equal(talk.out.first->protocol, &sv_protocol);
    assert_part_said(&talk, "samples MU01", FIELD_state, "synchronized by a global clock");
    talk_end(&talk);
}

static void the_header_of_a_message_tells_that_it_is_simulated(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec61850_session_protocol);

    publish(&talk, (struct made){ .type = FROM, .kind = GOOSE, .version = 1, .simulated = 1 },
            goose());
    assert_operation(&talk, MESSAGE_REQUEST, 1, 2);
    assert_part_said(&talk, "GOOSE A/LLN0$GO$x", FIELD_state, "simulated");
    talk_end(&talk);
}

static void how_messages_are_protected_is_told_when_it_changes(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec61850_session_protocol);
    struct made m = { .type = FROM, .kind = GOOSE, .version = 2 };

    publish(&talk, m, goose());
    assert_said(&talk, FIELD_security, "routed GOOSE and samples without a signature");
    publish(&talk, m, goose());
    assert_said(&talk, FIELD_security, "");
    m.behind = "\x85\4abcd";
    publish(&talk, m, goose());
    assert_said(&talk, FIELD_security, "routed GOOSE and samples are signed");
    m.behind = "\xaf\2xx\x85\4abcd"; /* behind padding */
    publish(&talk, m, goose());
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void what_is_encrypted_is_counted_and_not_read(void **state)
{
    (void)state;

    for (int version = 1; version <= 2; version++) {
        struct talk talk = talk_begin(&iec61850_session_protocol);
        struct made m = { .type = FROM, .kind = GOOSE, .version = version, .encrypted = 12 };
        assert_int_equal(publish(&talk, m, goose()), VERDICT_OK);
        assert_operation(&talk, MESSAGE_REQUEST, FROM, SUB_NONE);
        assert_ptr_equal(talk.out.first->protocol, &iec61850_session_protocol);
        assert_said(&talk, FIELD_security, "routed GOOSE and samples are encrypted");
        talk_end(&talk);
    }
}

static void messages_about_keys_say_nothing_of_what_is_published(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&iec61850_session_protocol);

    publish(&talk, (struct made){ .type = 0xa3, .kind = 0x84, .version = 1 }, goose());
    assert_operation(&talk, MESSAGE_REQUEST, 0xa3, SUB_NONE);
    assert_class(&talk, CLASS_auth);
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static void every_shorter_or_foreign_datagram_is_refused(void **state)
{
    (void)state;
    struct made m = { .type = FROM, .kind = GOOSE, .version = 1 };
    struct asn1 whole = session(m, goose());
    struct talk talk = talk_begin(&iec61850_session_protocol);

    for (size_t length = 0; length < whole.length; length++) {
        assert_int_equal(talk_client(&talk, whole.bytes, length), VERDICT_MALFORMED);
        assert_int_equal(talk_probe(&iec61850_session_protocol, whole.bytes, length), MATCH_NO);
    }
    assert_int_equal(talk_probe(&iec61850_session_protocol, whole.bytes, whole.length), MATCH_YES);
    /* Without the transport's two bytes in front it proves less. */
    assert_int_equal(talk_probe(&iec61850_session_protocol, whole.bytes + 2, whole.length - 2),
                     MATCH_MAYBE);
    m.version = 3;
    assert_int_equal(publish(&talk, m, goose()), VERDICT_MALFORMED);
    m.version = 1;
    m.more = 1; /* a length that nobody counts */
    assert_int_equal(publish(&talk, m, goose()), VERDICT_MALFORMED);
    m = (struct made){ .type = 0xa4, .kind = GOOSE, .version = 1 };
    assert_int_equal(publish(&talk, m, goose()), VERDICT_MALFORMED);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_session_carries_is_read_as_on_ethernet),
        cmocka_unit_test(the_header_of_a_message_tells_that_it_is_simulated),
        cmocka_unit_test(how_messages_are_protected_is_told_when_it_changes),
        cmocka_unit_test(what_is_encrypted_is_counted_and_not_read),
        cmocka_unit_test(messages_about_keys_say_nothing_of_what_is_published),
        cmocka_unit_test(every_shorter_or_foreign_datagram_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
