#include "dissect.h"

#define NAMES "<s:Envelope xmlns:w='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'>"
#define SHELL "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/"
#define GET   "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"
#define CREATE                                                                                     \
    NAMES "<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Create</a:Action>"             \
          "<w:ResourceURI>"
#define ACTION(address) NAMES "<a:Action x='1'>" address "</a:Action></s:Envelope>"
#define IDENTITY        "xmlns:wsmid='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'"

static void a_command_is_run_and_answered_and_never_kept(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&wsman_protocol);

    talk_client(&talk, BYTES(ACTION(SHELL "Command") "<rsp:Command>secret</rsp:Command>"));
    assert_operation(&talk, MESSAGE_REQUEST, 13, SUB_NONE);
    assert_class(&talk, CLASS_start);
    for (const struct statement *s = talk.out.statements; s; s = s->next)
        assert_false(text_contains(s->value, "secret"));
    talk_server(&talk, BYTES(ACTION(SHELL "CommandResponse")));
    assert_operation(&talk, MESSAGE_RESPONSE, 13, SUB_NONE);
    talk_end(&talk);
}

static void what_is_created_may_be_a_shell(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&wsman_protocol);

    talk_client(&talk, BYTES(CREATE SHELL "cmd</w:ResourceURI></s:Envelope>"));
    assert_operation(&talk, MESSAGE_REQUEST, 4, 1);
    talk_client(&talk, BYTES(CREATE "http://a/powershell/Microsoft.PowerShell</w:ResourceURI>"));
    assert_operation(&talk, MESSAGE_REQUEST, 4, 1);
    talk_client(&talk, BYTES(CREATE "http://a/wmi/root/cimv2/Win32_Service</w:ResourceURI>"));
    assert_operation(&talk, MESSAGE_REQUEST, 4, SUB_NONE);
    talk_end(&talk);
}

static void a_fault_refuses_what_was_asked_last(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&wsman_protocol);

    talk_client(&talk, BYTES(ACTION(GET)));
    talk_server(&talk, BYTES(ACTION("http://schemas.dmtf.org/wbem/wsman/1/wsman/fault")));
    assert_operation(&talk, MESSAGE_REFUSAL, 2, SUB_NONE);
    talk_server(&talk, BYTES(ACTION("http://schemas.dmtf.org/wbem/wsman/1/wsman/fault")));
    assert_null(talk.out.first); /* nothing was asked since */
    talk_end(&talk);
}

static void an_action_that_nobody_defined_is_a_method(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&wsman_protocol);

    talk_client(&talk, BYTES(ACTION("http://a/Win32_Process/Create")));
    assert_operation(&talk, MESSAGE_REQUEST, 18, SUB_NONE);
    talk_end(&talk);
}

static void a_server_says_what_it_is_and_only_zeros_to_strangers(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&wsman_protocol);

    talk_client(&talk, BYTES("<s:Envelope " IDENTITY "><s:Body><wsmid:Identify/>"));
    assert_operation(&talk, MESSAGE_REQUEST, 1, SUB_NONE);
    talk_server(&talk, BYTES("<s:Envelope><wsmid:IdentifyResponse " IDENTITY
                             "><wsmid:ProductVendor>V</wsmid:ProductVendor><wsmid:ProductVersion>"
                             "OS: 10.0.17763 SP: 0.0 Stack: 3.0</wsmid:ProductVersion>"));
    assert_operation(&talk, MESSAGE_RESPONSE, 1, SUB_NONE);
    assert_said(&talk, FIELD_server_software, "V OS: 10.0.17763 SP: 0.0 Stack: 3.0");
    assert_said(&talk, FIELD_os, "Windows 10.0 build 17763");
    talk_server(&talk, BYTES("<s:Envelope><wsmid:IdentifyResponse " IDENTITY
                             "><wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 Stack: 3.0</wsmid:"));
    assert_said(&talk, FIELD_os, "");
    talk_end(&talk);
}

static void only_a_message_that_can_be_read_goes_without_encryption(void **state)
{
    (void)state;
    struct talk talk = talk_begin(&wsman_protocol);

    talk_client(&talk, BYTES(ACTION(GET)));
    assert_said(&talk, FIELD_security, "WS-Management without encryption");
    assert_string_equal(talk_said_of(&talk, FIELD_security), "10.41.1.20");
    talk_client(&talk, BYTES("--Encrypted Boundary\r\nContent-Type: "
                             "application/HTTP-SPNEGO-session-encrypted\r\n"));
    assert_operation(&talk, MESSAGE_REQUEST, 19, SUB_NONE);
    assert_said(&talk, FIELD_security, "");
    talk_end(&talk);
}

static void an_envelope_of_something_else_is_none(void **state)
{
    (void)state;
    assert_int_equal(talk_probe(&wsman_protocol, BYTES(ACTION(GET))), MATCH_YES);
    assert_int_equal(talk_probe(&wsman_protocol, BYTES("<s:Envelope><s:Body/></s:Envelope>")),
                     MATCH_NO);
    assert_int_equal(talk_probe(&wsman_protocol, BYTES("--x\r\n/wbem/wsman/")), MATCH_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_is_run_and_answered_and_never_kept),
        cmocka_unit_test(what_is_created_may_be_a_shell),
        cmocka_unit_test(a_fault_refuses_what_was_asked_last),
        cmocka_unit_test(an_action_that_nobody_defined_is_a_method),
        cmocka_unit_test(a_server_says_what_it_is_and_only_zeros_to_strangers),
        cmocka_unit_test(only_a_message_that_can_be_read_goes_without_encryption),
        cmocka_unit_test(an_envelope_of_something_else_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
