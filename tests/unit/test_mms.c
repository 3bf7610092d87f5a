#include "asn1.h"
#include "dissect.h"

enum { INVOKE = 7, REQUEST = 0xa0, RESPONSE = 0xa1 };

/* One MMS unit on an association that is there. */
static struct asn1 say(struct asn1 unit)
{
    struct asn1 pdv = asn1_join(asn1_number(2, 3), asn1_value(0xa0, unit));

    return asn1_join(asn1_bytes("\1\0\1\0", 4), asn1_value(0x61, asn1_value(0x30, pdv)));
}

static struct asn1 confirmed(unsigned unit, struct asn1 service)
{
    return say(asn1_value(unit, asn1_join(asn1_number(2, INVOKE), service)));
}

static struct asn1 variable(const char *item)
{
    struct asn1 name = asn1_value(0x1a, asn1_bytes(item, strlen(item)));

    name = asn1_value(0xa1, asn1_join(ASN1(0x1a, "LD0"), name));
    return asn1_value(0x30, asn1_value(0xa0, name));
}

static struct asn1 reading(struct asn1 variables)
{
    return asn1_value(0xa4, asn1_value(0xa1, asn1_value(0xa0, variables)));
}

static struct asn1 writing(const char *item)
{
    struct asn1 data = asn1_value(0xa0, ASN1(0x83, "\1"));

    return asn1_value(0xa5, asn1_join(asn1_value(0xa0, variable(item)), data));
}

static struct asn1 values(struct asn1 found)
{
    return asn1_value(0xa4, asn1_value(0xa1, found));
}

static enum verdict client(struct talk *talk, struct asn1 message)
{
    return talk_client(talk, message.bytes, message.length);
}

static enum verdict server(struct talk *talk, struct asn1 message)
{
    return talk_server(talk, message.bytes, message.length);
}

static enum match probe(struct asn1 message)
{
    return talk_probe(&mms_protocol, message.bytes, message.length);
}

/* ---- associations ---- */

static struct asn1 session(char unit, struct asn1 ppdu)
{
    char head[] = { unit, (char)(ppdu.length + 2), (char)0xc1, (char)ppdu.length };

    return asn1_join(asn1_bytes(head, sizeof head), ppdu);
}

static struct asn1 pdv(struct asn1 value)
{
    return asn1_value(0x61,
                      asn1_value(0x30, asn1_join(asn1_number(2, 1), asn1_value(0xa0, value))));
}

static struct asn1 connecting(struct asn1 acse)
{
    return asn1_value(
        0x31, asn1_join(asn1_value(0xa0, asn1_number(0x80, 1)), asn1_value(0xa2, pdv(acse))));
}

static const char mms_name[] = "\x28\xca\x22\2\3", ftam_name[] = "\x28\xc2\x7b\1\1";

static struct asn1 context(const char *name)
{
    return asn1_value(0xa1, asn1_value(6, asn1_bytes(name, 5)));
}

static struct asn1 request_with(struct asn1 proof)
{
    return session(13, connecting(asn1_value(0x60, asn1_join(context(mms_name), proof))));
}

static struct asn1 accept_with(unsigned char result)
{
    struct asn1 parameters = asn1_join(context(mms_name), asn1_value(0xa2, asn1_number(2, result)));

    return session(14, connecting(asn1_value(0x61, parameters)));
}

static void a_password_in_clear_is_told_of_the_server_that_takes_it_but_not_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 password = asn1_value(0xac, ASN1(0x80, "barrier"));

    assert_int_equal(client(&talk, request_with(password)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 0x60, 1);
    assert_class(&talk, CLASS_auth);
    assert_null(talk.out.statements);
    server(&talk, accept_with(1));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x60, 1);
    assert_null(talk.out.statements);
    client(&talk, request_with(password));
    server(&talk, accept_with(0));
    assert_operation(&talk, MESSAGE_RESPONSE, 0x60, 1);
    assert_said(&talk, FIELD_security, "MMS association with a password in clear text");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    talk_end(&talk);
}

static void a_session_that_is_refused_refuses_the_association(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);

    client(&talk, request_with(asn1_bytes("", 0)));
    assert_operation(&talk, MESSAGE_REQUEST, 0x60, SUB_NONE);
    assert_int_equal(talk_server(&talk, BYTES("\x0c\6\x11\1\1\x32\1\x82")), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REFUSAL, 0x60, SUB_NONE);
    talk_end(&talk);
}

static void an_association_of_another_application_is_none_of_ours(void **state)
{
    (void)state;
    struct asn1 transfer = asn1_value(0x60, context(ftam_name));

    assert_int_equal(probe(session(13, connecting(transfer))), MATCH_NO);
    assert_int_equal(probe(request_with(asn1_bytes("", 0))), MATCH_YES);
    assert_int_equal(probe(accept_with(0)), MATCH_YES);
}

/* ---- services ---- */

static void an_answer_is_counted_on_its_request_and_tells_who_the_device_is(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 identity = asn1_join(ASN1(0x80, "Ostwerk"), ASN1(0x81, "RX670"));

    assert_int_equal(client(&talk, confirmed(REQUEST, ASN1(0x82, ""))), VERDICT_OK);
    assert_operation(&talk, MESSAGE_REQUEST, 2, SUB_NONE);
    assert_class(&talk, CLASS_ident);
    identity = asn1_value(0xa2, asn1_join(identity, ASN1(0x82, "7.04")));
    assert_int_equal(server(&talk, confirmed(RESPONSE, identity)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 2, SUB_NONE);
    assert_said(&talk, FIELD_vendor, "Ostwerk");
    assert_said(&talk, FIELD_model, "RX670");
    assert_said(&talk, FIELD_firmware, "7.04");
    assert_string_equal(talk_said_of(&talk, FIELD_vendor), "10.41.1.20");
    talk_end(&talk);
}

static void the_name_of_a_variable_says_what_writing_it_does(void **state)
{
    (void)state;
    static const struct {
        const char *item;
        enum operation_class class;
    } rows[] = {
        { "CSWI1$CO$Pos$Oper", CLASS_operate },
        { "CSWI1$CO$Pos$SBOw", CLASS_operate },
        { "CSWI1$CO$Pos$Oper$ctlVal", CLASS_operate },
        { "CSWI1$CO$Pos$Cancel", CLASS_operate },
        { "PTOC1$SP$StrVal$setMag", CLASS_config },
        { "PTOC1$SG$StrVal", CLASS_config },
        { "MMXU1$CF$A$db", CLASS_config },
        { "LLN0$BR$brcb01$RptEna", CLASS_read },
        { "MMXU1$SV$A$subVal", CLASS_force },
        { "GGIO1$ST$Ind1", CLASS_write },
        { "Oper", CLASS_write },
        { "X$CO", CLASS_operate },
    };
    struct talk talk = talk_begin(&mms_protocol);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        client(&talk, confirmed(REQUEST, writing(rows[i].item)));
        assert_class(&talk, rows[i].class);
    }
    client(&talk, confirmed(REQUEST, reading(variable("CSWI1$CO$Pos$SBO"))));
    assert_operation(&talk, MESSAGE_REQUEST, 4, 3);
    assert_class(&talk, CLASS_operate);
    talk_end(&talk);
}

static void a_write_is_refused_when_one_value_was_and_a_read_when_all_were(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 good = ASN1(0x81, ""), bad = ASN1(0x80, "\3"), value = ASN1(0x83, "\1");
    struct asn1 both = asn1_join(variable("A$MX$B"), variable("A$MX$C"));

    client(&talk, confirmed(REQUEST, writing("X$CO$Y$Oper")));
    server(&talk, confirmed(RESPONSE, asn1_value(0xa5, asn1_join(good, bad))));
    assert_operation(&talk, MESSAGE_REFUSAL, 5, 1);
    client(&talk, confirmed(REQUEST, reading(both)));
    server(&talk, confirmed(RESPONSE, values(asn1_join(bad, value))));
    assert_operation(&talk, MESSAGE_RESPONSE, 4, SUB_NONE);
    client(&talk, confirmed(REQUEST, reading(both)));
    server(&talk, confirmed(RESPONSE, values(asn1_join(bad, bad))));
    assert_operation(&talk, MESSAGE_REFUSAL, 4, SUB_NONE);
    talk_end(&talk);
}

static void an_error_is_counted_on_what_was_asked_by_the_other_side(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 error =
        asn1_join(ASN1(0x80, "\7"), asn1_value(0xa2, asn1_value(0xa0, ASN1(0x87, "\2"))));

    client(&talk, confirmed(REQUEST, ASN1(0xbf4c, "\x19\1x")));
    assert_operation(&talk, MESSAGE_REQUEST, 76, SUB_NONE);
    assert_class(&talk, CLASS_delete);
    client(&talk, say(asn1_value(0xa2, error))); /* who asked does not answer */
    assert_operation(&talk, MESSAGE_REFUSAL, 0x82, SUB_NONE);
    server(&talk, say(asn1_value(0xa2, error)));
    assert_operation(&talk, MESSAGE_REFUSAL, 76, SUB_NONE);
    server(&talk, say(asn1_value(0xa4, asn1_join(ASN1(0x80, "\7"), ASN1(0x81, "\1")))));
    assert_operation(&talk, MESSAGE_REFUSAL, 0x84, SUB_NONE);
    talk_end(&talk);
}

static void a_name_plate_is_believed_only_where_the_place_of_a_member_is_certain(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 two = asn1_join(ASN1(0x8a, "Ostwerk"), ASN1(0x8a, "7.04"));
    struct asn1 four = asn1_join(ASN1(0x8a, "BM0412"), ASN1(0x8a, "RX670"));
    struct asn1 six =
        asn1_join(asn1_join(two, asn1_join(ASN1(0x8a, "7"), four)), ASN1(0x8a, "hall"));

    client(&talk, confirmed(REQUEST, reading(variable("LPHD1$DC$PhyNam"))));
    server(&talk, confirmed(RESPONSE, values(asn1_value(0xa2, two))));
    assert_said(&talk, FIELD_vendor, "Ostwerk");
    assert_said(&talk, FIELD_hardware, "");
    client(&talk, confirmed(REQUEST, reading(variable("LPHD1$DC$PhyNam"))));
    server(&talk, confirmed(RESPONSE, values(asn1_value(0xa2, six))));
    assert_said(&talk, FIELD_serial, "BM0412");
    assert_said(&talk, FIELD_location, "hall");
    client(&talk, confirmed(REQUEST, reading(variable("LLN0$DC$NamPlt"))));
    server(&talk, confirmed(RESPONSE, values(asn1_value(0xa2, two))));
    assert_said(&talk, FIELD_software, "7.04");
    talk_end(&talk);
}

static void members_are_told_by_the_place_of_their_variable_in_the_request(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 asked = asn1_join(variable("A$ST$B"), variable("LPHD1$DC$PhyNam$serNum"));

    client(&talk, confirmed(REQUEST, reading(asked)));
    server(&talk, confirmed(RESPONSE, values(asn1_join(ASN1(0x8a, "no"), ASN1(0x8a, "BM0412")))));
    assert_said(&talk, FIELD_serial, "BM0412");
    server(&talk, confirmed(RESPONSE, values(ASN1(0x8a, "again")))); /* nobody asked */
    assert_null(talk.out.statements);
    talk_end(&talk);
}

static struct asn1 names_asked(const char *class, struct asn1 scope)
{
    struct asn1 kind = asn1_value(0xa0, asn1_value(0x80, asn1_bytes(class, 1)));

    return asn1_value(0xa1, asn1_join(kind, asn1_value(0xa1, scope)));
}

static void logical_devices_and_their_nodes_are_listed(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 domains = asn1_join(ASN1(0x1a, "LD0"), ASN1(0x1a, "LD1"));
    struct asn1 variables = asn1_join(ASN1(0x1a, "LLN0"), ASN1(0x1a, "LLN0$DC"));

    client(&talk, confirmed(REQUEST, names_asked("\x09", ASN1(0x80, ""))));
    server(&talk, confirmed(RESPONSE, asn1_value(0xa1, asn1_value(0xa0, domains))));
    assert_string_equal(talk_said(&talk, FIELD_application, 1), "LD1");
    client(&talk, confirmed(REQUEST, names_asked("\0", ASN1(0x81, "LD1"))));
    server(&talk, confirmed(RESPONSE, asn1_value(0xa1, asn1_value(0xa0, variables))));
    assert_part_said(&talk, "logical device LD1", FIELD_application, "LLN0");
    assert_null(talk.out.statements->next);
    talk_end(&talk);
}

static void reports_come_from_the_server_and_say_how_a_control_ended(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 failed = asn1_value(0x30, asn1_value(0xa0, ASN1(0x80, "LastApplError")));
    struct asn1 lists[] = {
        asn1_value(0xa1, ASN1(0x80, "RPT")),
        asn1_value(0xa0, variable("X$CO$Y$Oper")),
        asn1_value(0xa0, failed),
        asn1_value(0xa0, variable("X$ST$Y")),
    };
    static const uint32_t subs[] = { 16, 17, 18, 0 };

    for (size_t i = 0; i < sizeof subs / sizeof subs[0]; i++) {
        struct asn1 report = say(asn1_value(0xa3, asn1_value(0xa0, lists[i])));
        talk_say(&talk, false, DIRECTION_UNKNOWN, report.bytes, report.length);
        assert_operation(&talk, MESSAGE_REQUEST, 0x83, subs[i]);
        assert_int_equal(talk.out.direction, DIRECTION_FROM_SERVER);
    }
    talk_end(&talk);
}

static void half_a_unit_is_never_one(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&mms_protocol);
    struct asn1 whole = confirmed(REQUEST, writing("X$CO$Y$Oper"));

    assert_int_equal(probe(whole), MATCH_YES);
    for (size_t length = 0; length < whole.length; length++) {
        assert_int_equal(talk_probe(&mms_protocol, whole.bytes, length), MATCH_NO);
        assert_int_equal(talk_client(&talk, whole.bytes, length), VERDICT_MALFORMED);
    }
    assert_int_equal(probe(say(ASN1(0xa0, "\4\1\1\x82"))), MATCH_NO);
    assert_int_equal(talk_probe(&mms_protocol, BYTES("\x32\1\0\0\0\7\0\2\0\0\4\1")), MATCH_NO);
    talk_end(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_in_clear_is_told_of_the_server_that_takes_it_but_not_kept),
        cmocka_unit_test(a_session_that_is_refused_refuses_the_association),
        cmocka_unit_test(an_association_of_another_application_is_none_of_ours),
        cmocka_unit_test(an_answer_is_counted_on_its_request_and_tells_who_the_device_is),
        cmocka_unit_test(the_name_of_a_variable_says_what_writing_it_does),
        cmocka_unit_test(a_write_is_refused_when_one_value_was_and_a_read_when_all_were),
        cmocka_unit_test(an_error_is_counted_on_what_was_asked_by_the_other_side),
        cmocka_unit_test(a_name_plate_is_believed_only_where_the_place_of_a_member_is_certain),
        cmocka_unit_test(members_are_told_by_the_place_of_their_variable_in_the_request),
        cmocka_unit_test(logical_devices_and_their_nodes_are_listed),
        cmocka_unit_test(reports_come_from_the_server_and_say_how_a_control_ended),
        cmocka_unit_test(half_a_unit_is_never_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
