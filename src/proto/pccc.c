/*
 * pccc.c - the commands of PLC-5, SLC 500 and MicroLogix, inside CIP.
 *
 * A command is CMD, STS, a transaction number and, for most, a function (FNC);
 * codes read "15/128".  An answer repeats all but the function, which is kept.
 *
 * Source: DF1 Protocol and Command Set Reference Manual, Rockwell 1770-6.5.16,
 * chapter 7; the layout of the diagnostic status as its modules' manuals print it
 * (1747-5.34, C-4; 1770-KF3, B-5).
 */
#include <assert.h>

#include "proto/cip.h"

enum {
    ANSWER = 0x40,
    ASKED_MOST = 10,
    FUNCTIONS = 0x0f, /* commands whose function follows */
    DIAGNOSTICS = 0x06,
    DIAGNOSTIC_STATUS = 0x03,
    MODES = 0x07,
};

static const struct operation operations[] = {
    { 0x00, SUB_NONE, "protected write", CLASS_write },
    { 0x01, SUB_NONE, "unprotected read", CLASS_read },
    { 0x02, SUB_NONE, "protected bit write", CLASS_write },
    { 0x05, SUB_NONE, "unprotected bit write", CLASS_write },
    { 0x08, SUB_NONE, "unprotected write", CLASS_write },

    { DIAGNOSTICS, 0x00, "echo", CLASS_diag },
    { DIAGNOSTICS, 0x01, "read diagnostic counters", CLASS_diag },
    { DIAGNOSTICS, 0x02, "set variables", CLASS_config },
    { DIAGNOSTICS, DIAGNOSTIC_STATUS, "diagnostic status", CLASS_ident },
    { DIAGNOSTICS, 0x04, "set timeout", CLASS_config },
    { DIAGNOSTICS, 0x05, "set NAKs", CLASS_config },
    { DIAGNOSTICS, 0x06, "set ENQs", CLASS_config },
    { DIAGNOSTICS, 0x07, "reset diagnostic counters", CLASS_delete },
    { DIAGNOSTICS, 0x08, "set data table size", CLASS_config },
    { DIAGNOSTICS, 0x09, "read link parameters", CLASS_diag },
    { DIAGNOSTICS, 0x0a, "set link parameters", CLASS_config },

    { MODES, 0x00, "disable outputs", CLASS_operate },
    { MODES, 0x01, "enable outputs", CLASS_operate },
    { MODES, 0x03, "enable scanning", CLASS_start },
    { MODES, 0x04, "enter download mode", CLASS_prog_down },
    { MODES, 0x05, "leave download or upload mode", CLASS_mode },
    { MODES, 0x06, "enter upload mode", CLASS_prog_up },

    { FUNCTIONS, 0x00, "word range write", CLASS_write },
    { FUNCTIONS, 0x01, "word range read", CLASS_read },
    { FUNCTIONS, 0x02, "bit write", CLASS_write },
    { FUNCTIONS, 0x03, "file write", CLASS_write },
    { FUNCTIONS, 0x04, "file read", CLASS_read },
    { FUNCTIONS, 0x05, "download request", CLASS_prog_down },
    { FUNCTIONS, 0x06, "upload", CLASS_prog_up },
    { FUNCTIONS, 0x07, "shutdown", CLASS_restart },
    { FUNCTIONS, 0x08, "physical write", CLASS_write },
    { FUNCTIONS, 0x09, "physical read", CLASS_read },
    { FUNCTIONS, 0x0a, "restart request", CLASS_restart },
    { FUNCTIONS, 0x11, "get edit resource", CLASS_config },
    { FUNCTIONS, 0x12, "return edit resource", CLASS_config },
    { FUNCTIONS, 0x17, "read bytes physical", CLASS_read },
    { FUNCTIONS, 0x18, "write bytes physical", CLASS_write },
    { FUNCTIONS, 0x26, "read-modify-write", CLASS_write },
    { FUNCTIONS, 0x29, "read section size", CLASS_read },
    { FUNCTIONS, 0x3a, "set CPU mode", CLASS_mode },
    { FUNCTIONS, 0x41, "disable forces", CLASS_force },
    { FUNCTIONS, 0x50, "download all request", CLASS_prog_down },
    { FUNCTIONS, 0x52, "download completed", CLASS_prog_down },
    { FUNCTIONS, 0x53, "upload all request", CLASS_prog_up },
    { FUNCTIONS, 0x55, "upload completed", CLASS_prog_up },
    { FUNCTIONS, 0x57, "initialize memory", CLASS_prog_down },
    { FUNCTIONS, 0x5e, "modify compatibility file", CLASS_config },
    { FUNCTIONS, 0x67, "typed write", CLASS_write },
    { FUNCTIONS, 0x68, "typed read", CLASS_read },
    { FUNCTIONS, 0x79, "read-modify-write N", CLASS_write },
    { FUNCTIONS, 0x80, "change CPU mode", CLASS_mode },
    { FUNCTIONS, 0x81, "open file", CLASS_file },
    { FUNCTIONS, 0x82, "close file", CLASS_file },
    { FUNCTIONS, 0x8f, "apply port configuration", CLASS_config },
    { FUNCTIONS, 0xa1, "typed logical read, two addresses", CLASS_read },
    { FUNCTIONS, 0xa2, "typed logical read, three addresses", CLASS_read },
    { FUNCTIONS, 0xa7, "typed file read", CLASS_read },
    { FUNCTIONS, 0xa9, "typed logical write, two addresses", CLASS_write },
    { FUNCTIONS, 0xaa, "typed logical write, three addresses", CLASS_write },
    { FUNCTIONS, 0xab, "typed logical masked write", CLASS_write },
    { FUNCTIONS, 0xaf, "typed file write", CLASS_write },
    { 0 },
};

struct asked {
    uint16_t transaction;
    uint8_t command, function;
};

struct pccc_state {
    struct asked asked[ASKED_MOST];
    uint8_t next;
};

static_assert(sizeof(struct pccc_state) <= CIP_PASSENGER_STATE, "cip lends no more");

static bool has_function(uint8_t command)
{
    return command == FUNCTIONS || command == DIAGNOSTICS || command == MODES;
}

static uint32_t recall(const struct pccc_state *state, uint8_t command, uint16_t transaction)
{
    for (size_t i = 0; i < ASKED_MOST; i++)
        if (state->asked[i].command == command && state->asked[i].transaction == transaction)
            return state->asked[i].function;
    return SUB_NONE;
}

static void remember(struct pccc_state *state, struct asked asked)
{
    for (size_t i = 0; i < ASKED_MOST; i++)
        if (state->asked[i].command == asked.command &&
            state->asked[i].transaction == asked.transaction)
            state->asked[i].command = 0;
    state->asked[state->next++ % ASKED_MOST] = asked;
    state->next %= ASKED_MOST;
}

/*
 * Behind its mode and kind a device puts a letter's number each for series and
 * revision, and its bulletin's name.  A PLC-5 has other things there: no text.
 */
static void tell_status(struct cursor data, struct dissection *out)
{
    enum { NAME_BYTES = 11, SERIES_SHIFT = 5, REVISION = 0x1f, LETTERS = 26 };

    cursor_skip(&data, 4); /* mode, kind, extended kinds */
    unsigned version = cursor_u8(&data), series = version >> SERIES_SHIFT;
    struct cursor name = cursor_split(&data, NAME_BYTES);
    struct text shown = text_from_wire(name, out->arena);

    while (name.left > 0) {
        uint8_t letter = cursor_u8(&name);
        if (letter && (letter < ' ' || letter > '~'))
            return;
    }
    if (!cursor_ok(&data) || !shown.length || (version & REVISION) >= LETTERS)
        return;
    dissection_state(out, &out->sender, FIELD_model, shown, "pccc diagnostic status",
                     CONFIDENCE_SELF);
    dissection_state(
        out, &out->sender, FIELD_hardware,
        text_format(out->arena, "series %c, revision %c", 'A' + series, 'A' + (version & REVISION)),
        "pccc diagnostic status", CONFIDENCE_SELF);
}

static enum match pccc_probe(struct cursor payload)
{
    cursor_skip(&payload, 4);
    return cursor_ok(&payload) ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict pccc_dissect(struct cursor *payload, struct dissection *out)
{
    struct pccc_state blank = { 0 };
    struct pccc_state *state = out->state ? out->state : &blank;
    uint8_t code = cursor_u8(payload);
    uint8_t status = cursor_u8(payload);
    uint16_t transaction = cursor_u16le(payload);
    uint8_t command = code & 0x0f;
    bool answers = code & ANSWER;
    uint8_t function = has_function(command) && !answers ? cursor_u8(payload) : 0;

    if (!cursor_ok(payload))
        return VERDICT_MALFORMED;
    if (answers) {
        uint32_t asked = has_function(command) ? recall(state, command, transaction) : SUB_NONE;
        dissection_operation(out, &pccc_protocol, status ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                             command, asked);
        if (command == DIAGNOSTICS && asked == DIAGNOSTIC_STATUS && !status)
            tell_status(*payload, out);
        return VERDICT_OK;
    }
    if (has_function(command))
        remember(state, (struct asked){ transaction, command, function });
    dissection_operation(out, &pccc_protocol, MESSAGE_REQUEST, command,
                         has_function(command) ? function : SUB_NONE);
    return VERDICT_OK;
}

const struct protocol pccc_protocol = {
    .name = "pccc",
    .title = "PCCC",
    .specification = "Rockwell 1770-6.5.16",
    .carriers = CARRIER_CIP,
    .is_industrial = true,
    .state_bytes = sizeof(struct pccc_state),
    .operations = operations,
    .probe = pccc_probe,
    .dissect = pccc_dissect,
};
