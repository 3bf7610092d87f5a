#include "dissect.h"

/* Messages are put together from these; sizes are filled in by finish(). */
struct draft {
    char bytes[4096];
    size_t length;
};

static void put(struct draft *d, const char *bytes, size_t length)
{
    assert_true(d->length + length <= sizeof d->bytes);
    memcpy(d->bytes + d->length, bytes, length);
    d->length += length;
}

static void put_u32(struct draft *d, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        put(d, &(char){ (char)(value >> 8 * i & 0xff) }, 1);
}

static void put_string(struct draft *d, const char *value)
{
    put_u32(d, value ? (uint32_t)strlen(value) : UINT32_MAX);
    if (value)
        put(d, value, strlen(value));
}

static struct draft begin(const char *type_and_chunk)
{
    struct draft d = { .length = 0 };

    put(&d, type_and_chunk, 4);
    put_u32(&d, 0);
    return d;
}

static void finish(struct draft *d)
{
    for (int i = 0; i < 4; i++)
        d->bytes[4 + i] = (char)(d->length >> 8 * i & 0xff);
}

/* A service message up to and including its header. */
static struct draft service(const char *type_and_chunk, uint32_t request, unsigned node)
{
    struct draft d = begin(type_and_chunk);

    put_u32(&d, 7);
    put_u32(&d, 1);
    put_u32(&d, request);
    put_u32(&d, request);
    put(&d, (char[]){ 1, 0, (char)(node & 0xff), (char)(node >> 8) }, 4);
    return d;
}

static struct draft asks(uint32_t request, unsigned node)
{
    struct draft d = service("MSGF", request, node);

    put(&d, BYTES("\0\0\0\0\0\0\0\0\0\0"
                  "\1\0\0\0\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0"));
    return d;
}

static struct draft answers(uint32_t request, unsigned node, uint32_t result)
{
    struct draft d = service("MSGF", request, node);

    put(&d, BYTES("\0\0\0\0\0\0\0\0\1\0\0\0"));
    put_u32(&d, result);
    put(&d, BYTES("\0\0\0\0\0\0\0\0"));
    return d;
}

static enum verdict say(struct talk *talk, bool client, struct draft d)
{
    finish(&d);
    return client ? talk_client(talk, d.bytes, d.length) : talk_server(talk, d.bytes, d.length);
}

static void open_with(struct talk *talk, const char *policy)
{
    struct draft d = begin("OPNF");

    put_u32(&d, 7);
    put_string(&d, policy);
    put_string(&d, "certificate");
    put_string(&d, "thumbprint");
    put(&d, BYTES("\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f"));
    assert_int_equal(say(talk, true, d), VERDICT_OK);
    assert_operation(talk, MESSAGE_REQUEST, 446, SUB_NONE);
    assert_int_equal(say(talk, false, d), VERDICT_OK);
    assert_operation(talk, MESSAGE_RESPONSE, 446, SUB_NONE);
}

#define BAD 0x80100000u
#define UNCERTAIN 0x40000000u

static void an_answer_is_counted_on_its_request_even_when_that_was_not_seen(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);

    assert_int_equal(say(&talk, false, answers(9, 676, 0)), VERDICT_OK);
    assert_operation(&talk, MESSAGE_RESPONSE, 673, SUB_NONE);
    assert_class(&talk, CLASS_write);
    assert_int_equal(talk.left, 0);
    say(&talk, false, answers(9, 634, UNCERTAIN));
    assert_operation(&talk, MESSAGE_RESPONSE, 631, SUB_NONE);
    say(&talk, false, answers(9, 12212, 0)); /* this one stands one behind its request */
    assert_operation(&talk, MESSAGE_RESPONSE, 12211, SUB_NONE);
    talk_end(&talk);
}

static void a_fault_refuses_the_service_whose_request_it_answers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);

    say(&talk, true, asks(5, 712));
    assert_class(&talk, CLASS_operate);
    say(&talk, true, asks(6, 631));
    say(&talk, false, answers(5, 397, BAD));
    assert_operation(&talk, MESSAGE_REFUSAL, 712, SUB_NONE);
    say(&talk, false, answers(5, 397, BAD)); /* nothing waits for this one any more */
    assert_operation(&talk, MESSAGE_REFUSAL, 397, SUB_NONE);
    say(&talk, false, answers(6, 634, BAD));
    assert_operation(&talk, MESSAGE_REFUSAL, 631, SUB_NONE);
    talk_end(&talk);
}

static void a_write_of_which_nothing_was_done_is_refused(void **state)
{
    (void)state;
    static const struct {
        unsigned answer;
        uint32_t results[2];
        enum message_kind kind;
    } rows[] = {
        { 676, { BAD, BAD }, MESSAGE_REFUSAL },
        { 676, { BAD, 0 }, MESSAGE_RESPONSE },
        { 503, { BAD, BAD }, MESSAGE_REFUSAL },
        { 715, { BAD, BAD }, MESSAGE_RESPONSE }, /* other things stand between the calls' results */
        { 634, { BAD, BAD }, MESSAGE_RESPONSE }, /* values, not results */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct talk talk = talk_begin(&opcua_protocol);
        struct draft d = answers(1, rows[i].answer, 0);
        put_u32(&d, 2);
        put_u32(&d, rows[i].results[0]);
        put_u32(&d, rows[i].results[1]);
        say(&talk, false, d);
        assert_operation(&talk, rows[i].kind, rows[i].answer - 3, SUB_NONE);
        talk_end(&talk);
    }
}

static void a_message_of_several_chunks_is_one_message(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft first = answers(3, 530, 0), rest = service("MSGC", 3, 631);

    memcpy(first.bytes, "MSGC", 4);
    say(&talk, false, first);
    assert_operation(&talk, MESSAGE_RESPONSE, 527, SUB_NONE);
    assert_int_equal(say(&talk, false, rest), VERDICT_OK);
    assert_null(talk.out.first);
    say(&talk, true, asks(4, 631)); /* the other side is not in the middle of anything */
    assert_operation(&talk, MESSAGE_REQUEST, 631, SUB_NONE);
    memcpy(rest.bytes, "MSGF", 4);
    say(&talk, false, rest);
    assert_null(talk.out.first);
    say(&talk, false, answers(3, 634, 0));
    assert_operation(&talk, MESSAGE_RESPONSE, 631, SUB_NONE);
    talk_end(&talk);
}

static void an_aborted_answer_is_a_refusal_unless_its_beginning_was_counted(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft begun = answers(2, 530, 0);

    say(&talk, true, asks(1, 631));
    say(&talk, false, service("MSGA", 1, 0));
    assert_operation(&talk, MESSAGE_REFUSAL, 631, SUB_NONE);
    memcpy(begun.bytes, "MSGC", 4);
    say(&talk, false, begun);
    say(&talk, false, service("MSGA", 2, 0));
    assert_null(talk.out.first);
    say(&talk, false, answers(2, 530, 0)); /* and it is over */
    assert_operation(&talk, MESSAGE_RESPONSE, 527, SUB_NONE);
    talk_end(&talk);
}

static void an_error_refuses_what_was_being_opened(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft hello = begin("HELF"), error = begin("ERRF");

    put(&hello, (char[20]){ 0 }, 20);
    put_string(&hello, "opc.tcp://plc:4840");
    put_u32(&error, BAD);
    put_string(&error, NULL);
    say(&talk, true, hello);
    assert_operation(&talk, MESSAGE_REQUEST, 0, 1);
    assert_said(&talk, FIELD_url, "opc.tcp://plc:4840");
    assert_string_equal(talk_said_of(&talk, FIELD_url), "10.41.1.20"); /* it is the server's */
    say(&talk, false, error);
    assert_operation(&talk, MESSAGE_REFUSAL, 0, 1);
    say(&talk, false, error);
    assert_operation(&talk, MESSAGE_REQUEST, 0, 2);
    talk_end(&talk);
}

static void an_anonymous_session_without_policy_is_said_when_it_was_accepted(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft open = begin("OPNF"), token = asks(2, 467);

    put_u32(&open, 7);
    put_string(&open, "http://opcfoundation.org/UA/SecurityPolicy#None");
    put(&open, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\1\0\0\0\1\0\0\0\1\0\xc1\1"
                     "\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    say(&talk, false, open);
    assert_operation(&talk, MESSAGE_RESPONSE, 446, SUB_NONE);
    assert_said(&talk, FIELD_security, "OPC UA policy None");
    put(&token,
        BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\1\0\x41\1\1\5\0\0\0\1\0\0\0p"));
    say(&talk, true, token);
    assert_said(&talk, FIELD_security, "");
    say(&talk, false, answers(2, 470, BAD));
    assert_said(&talk, FIELD_security, "");
    say(&talk, true, token);
    say(&talk, false, answers(2, 470, 0));
    assert_said(&talk, FIELD_security, "OPC UA policy None, anonymous");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    talk_end(&talk);
}

static const char *session_of(const char *encryption)
{
    static char said[128];
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft d = asks(2, 467);
    size_t body = 1 + 4 + 4 + 8 + 4 + 6 + 4 + (encryption ? strlen(encryption) : 0);

    put(&d, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\1\0\x44\1\1"));
    put_u32(&d, (uint32_t)body);
    put_string(&d, "p");
    put_string(&d, "operator");
    put_string(&d, "secret");
    put_string(&d, encryption);
    say(&talk, true, d);
    say(&talk, false, answers(2, 470, 0));
    strcpy(said, talk_said(&talk, FIELD_security, 0));
    talk_end(&talk);
    return said;
}

static void a_password_that_is_not_encrypted_is_said_and_never_repeated(void **state)
{
    (void)state;
    assert_string_equal(session_of(NULL),
                        "OPC UA policy unknown, user name with password in clear text");
    assert_string_equal(session_of("http://www.w3.org/2001/04/xmlenc#rsa-oaep"),
                        "OPC UA policy unknown, user name");
}

static void whether_a_channel_is_signed_or_encrypted_shows_in_its_services(void **state)
{
    (void)state;
    static const char policy[] = "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256";
    struct talk talk = talk_begin(&opcua_protocol);

    open_with(&talk, policy);
    say(&talk, true, asks(2, 631));
    assert_said(&talk, FIELD_security, "");
    say(&talk, false, answers(2, 634, 0));
    assert_said(&talk, FIELD_security, "OPC UA policy Basic256Sha256, signed");
    say(&talk, false, answers(2, 634, 0));
    assert_said(&talk, FIELD_security, ""); /* once is enough */
    open_with(&talk, "http://opcfoundation.org/UA/SecurityPolicy#Basic256");
    say(&talk, false, service("MSGF", 2, 60000));
    assert_operation(&talk, MESSAGE_RESPONSE, 0, 4);
    assert_said(&talk, FIELD_security, "OPC UA policy Basic256, signed and encrypted");
    talk_end(&talk);
}

static void put_read(struct draft *d, unsigned node, uint32_t attribute)
{
    put(d, (char[]){ 1, 0, (char)(node & 0xff), (char)(node >> 8) }, 4);
    put_u32(d, attribute);
    put_string(d, NULL);
    put(d, "\0\0", 2);
    put_string(d, NULL);
}

static void build_information_is_found_among_the_values_that_were_read(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft asked = asks(2, 631), answer = answers(2, 634, 0);

    put(&asked, (char[12]){ 0 }, 12);
    put_u32(&asked, 4);
    put_read(&asked, 2263, 13);
    put_read(&asked, 2264, 4); /* its display name, not its value */
    put_read(&asked, 2258, 13);
    put_read(&asked, 2264, 13);
    say(&talk, true, asked);
    put_u32(&answer, 4);
    put(&answer, "\x05\x0c", 2);
    put_string(&answer, "Example Automation");
    put(&answer, (char[8]){ 0 }, 8); /* source time */
    put(&answer, BYTES("\1\x15\2\1\0\0\0V"));
    put(&answer, BYTES("\3\x8b\2\0\0\0\1\2\3\4\5\6\7\x08\1\2\3\4\5\6\7\x08\0\0\0\0")); /* doubles */
    put(&answer, "\1\x0c", 2);
    put_string(&answer, "3.1.4");
    say(&talk, false, answer);
    assert_said(&talk, FIELD_vendor, "Example Automation");
    assert_said(&talk, FIELD_software, "3.1.4");
    assert_string_equal(talk_said_of(&talk, FIELD_vendor), "10.41.1.20");
    say(&talk, false, answer); /* the request is answered: nobody knows what these are */
    assert_said(&talk, FIELD_vendor, "");
    talk_end(&talk);
}

static void a_message_is_waited_for_and_its_header_is_checked(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&opcua_protocol);
    struct draft d = asks(1, 631);

    finish(&d);
    for (size_t length = 0; length < d.length; length++)
        assert_int_equal(talk_client(&talk, d.bytes, length), VERDICT_MORE);
    assert_int_equal(talk_client(&talk, BYTES("MSGX\x18\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("MSGF\x17\0\0\0")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("MSGF\0\0\0\1")), VERDICT_MALFORMED);
    assert_int_equal(talk_client(&talk, BYTES("HELC\x20\0\0\0")), VERDICT_MALFORMED);
    talk_end(&talk);
}

static void messages_are_known_on_any_port_by_their_first_eight_bytes(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("HELF\x38\0\0\0")), MATCH_YES);
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("MSGC\0\xff\0\0")), MATCH_YES);
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("MSGF")), MATCH_MAYBE);
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("ACKF\x1d\0\0\0")), MATCH_NO);
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("HELP ME!")), MATCH_NO);
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("GET")), MATCH_NO);
    assert_int_equal(talk_probe(&opcua_protocol, BYTES("")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_counted_on_its_request_even_when_that_was_not_seen),
        cmocka_unit_test(a_fault_refuses_the_service_whose_request_it_answers),
        cmocka_unit_test(a_write_of_which_nothing_was_done_is_refused),
        cmocka_unit_test(a_message_of_several_chunks_is_one_message),
        cmocka_unit_test(an_aborted_answer_is_a_refusal_unless_its_beginning_was_counted),
        cmocka_unit_test(an_error_refuses_what_was_being_opened),
        cmocka_unit_test(an_anonymous_session_without_policy_is_said_when_it_was_accepted),
        cmocka_unit_test(a_password_that_is_not_encrypted_is_said_and_never_repeated),
        cmocka_unit_test(whether_a_channel_is_signed_or_encrypted_shows_in_its_services),
        cmocka_unit_test(build_information_is_found_among_the_values_that_were_read),
        cmocka_unit_test(a_message_is_waited_for_and_its_header_is_checked),
        cmocka_unit_test(messages_are_known_on_any_port_by_their_first_eight_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
