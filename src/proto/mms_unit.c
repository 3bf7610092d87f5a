/*
 * mms_unit.c - MMS units: requests and their answers, reports, and what keeps an
 * association.
 *
 * Source: ISO 9506-2:2003, 6 (units), 7.1 (confirmed), 7.5 (unconfirmed), 8.2
 * to 8.4 (initiate, conclude, cancel), 14.6 to 14.8 (read, write, report).
 */
#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/mms.h"

enum {
    CONFIRMED_REQUEST = 0xa0,
    ANSWER_VALUES = 0xa1,
    VALUE_FAILED = 0x80,
    ERROR_INVOKE = 0x80,
    ERROR_MODIFIER = 0x81,
    ERROR_SERVICE = 0xa2,
};

static struct mms_state *state_of(const struct dissection *out)
{
    return out->state;
}

void mms_settle(struct dissection *out, enum direction by_message)
{
    struct mms_state *state = state_of(out);

    if (out->direction == DIRECTION_UNKNOWN || !state->settled)
        out->direction = by_message;
    state->settled = true;
}

static void observe(struct dissection *out, enum message_kind kind, uint32_t code, uint8_t sub)
{
    dissection_operation(out, &mms_protocol, kind, code, sub == MMS_SUB_NONE ? SUB_NONE : sub);
}

/* ---- what was asked ---- */

static struct mms_asked *remember(struct dissection *out, uint32_t invoke, uint8_t service)
{
    struct mms_state *state = state_of(out);
    struct mms_asked *row = &state->asked[state->next_asked++ % MMS_ASKED_MOST];

    *row = (struct mms_asked){
        .invoke = invoke, .service = service, .sub = MMS_SUB_NONE, .asker = (uint8_t)out->direction
    };
    return row;
}

/* What the other side asked under this number; a row without an asker when that was not seen. */
static struct mms_asked recall(struct dissection *out, uint32_t invoke)
{
    struct mms_state *state = state_of(out);

    for (size_t i = 0; i < MMS_ASKED_MOST; i++) {
        struct mms_asked found = state->asked[i];
        if (found.asker == DIRECTION_UNKNOWN || found.asker == (uint8_t)out->direction ||
            found.invoke != invoke)
            continue;
        state->asked[i].asker = DIRECTION_UNKNOWN;
        return found;
    }
    return (struct mms_asked){ .sub = MMS_SUB_NONE };
}

/* ---- confirmed services ---- */

static bool request(struct cursor c, struct dissection *out)
{
    uint32_t invoke = ber_integer(&c), tag;
    struct cursor modifiers;

    (void)ber_optional(&c, BER_SEQUENCE, &modifiers);
    struct cursor parameters = ber_value(&c, &tag);
    uint32_t service = ber_context(tag);
    if (!cursor_ok(&c) || service >= MMS_SERVICES)
        return false;
    mms_settle(out, DIRECTION_FROM_CLIENT);
    struct mms_asked *asked = remember(out, invoke, (uint8_t)service);
    asked->sub = mms_object_sub(asked->service, parameters);
    if (service == MMS_ADDITIONAL) {
        (void)ber_value(&parameters, &tag);
        asked->sub = (uint8_t)(ber_context(tag) & UINT8_MAX);
    }
    mms_identity_request(state_of(out), asked, parameters);
    observe(out, MESSAGE_REQUEST, service, asked->sub);
    return true;
}

/* Reading is refused when no value came, writing when one was not taken. */
static bool was_refused(uint8_t service, struct cursor answer)
{
    struct cursor skipped, values = answer;
    size_t failed = 0, all = 0;

    if (service == MMS_READ) {
        (void)ber_optional(&answer, CONFIRMED_REQUEST, &skipped); /* the variables again */
        values = ber_tagged(&answer, ANSWER_VALUES);
    }
    for (; values.left > 0; all++) {
        uint32_t tag;
        (void)ber_value(&values, &tag);
        failed += tag == VALUE_FAILED;
    }
    return failed > 0 && (service == MMS_WRITE || failed == all);
}

static bool response(struct cursor c, struct dissection *out)
{
    uint32_t invoke = ber_integer(&c), tag;
    struct cursor answer = ber_value(&c, &tag);
    uint32_t service = ber_context(tag);

    if (!cursor_ok(&c) || service >= MMS_SERVICES)
        return false;
    mms_settle(out, DIRECTION_FROM_SERVER);
    struct mms_asked asked = recall(out, invoke);
    if (asked.asker == DIRECTION_UNKNOWN || asked.service != service)
        asked = (struct mms_asked){ .service = (uint8_t)service, .sub = MMS_SUB_NONE };
    bool refused =
        (service == MMS_READ || service == MMS_WRITE) && was_refused((uint8_t)service, answer);
    observe(out, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, service, asked.sub);
    mms_identity_answer(&asked, answer, out);
    return true;
}

/* An error, or a reject that says which request it is about. */
static void refuse(struct dissection *out, uint32_t invoke, uint32_t unit)
{
    mms_settle(out, DIRECTION_FROM_SERVER);
    struct mms_asked asked = recall(out, invoke);
    if (asked.asker != DIRECTION_UNKNOWN)
        observe(out, MESSAGE_REFUSAL, asked.service, asked.sub);
    else
        observe(out, MESSAGE_REFUSAL, unit, MMS_SUB_NONE);
}

static bool error(struct cursor c, struct dissection *out)
{
    struct cursor invoke = ber_tagged(&c, ERROR_INVOKE), modifier;

    (void)ber_optional(&c, ERROR_MODIFIER, &modifier);
    (void)ber_tagged(&c, ERROR_SERVICE);
    if (!cursor_ok(&c))
        return false;
    refuse(out, ber_number(invoke), MMS_ERROR);
    return true;
}

static bool reject(struct cursor c, struct dissection *out)
{
    struct cursor invoke;

    if (ber_optional(&c, ERROR_INVOKE, &invoke))
        refuse(out, ber_number(invoke), MMS_REJECT);
    else
        observe(out, MESSAGE_REFUSAL, MMS_REJECT, MMS_SUB_NONE);
    return true;
}

/* ---- unconfirmed services ---- */

static bool is_named(struct cursor item, const char *name)
{
    return text_is((struct text){ (const char *)item.next, item.left }, name);
}

/* Source: IEC 61850-8-1:2011, 17.2 (reports), 20.6 to 20.8 (how a control ends). */
static uint8_t report_sub(struct cursor c)
{
    struct mms_name name = { .item = cursor_over(NULL, 0) };
    struct cursor list = mms_access_list(&c, &name);

    if (is_named(name.item, "RPT"))
        return MMS_REPORT;
    if (!mms_next_variable(&list, &name))
        return MMS_INFORMATION_REPORT;
    if (is_named(name.item, "LastApplError"))
        return MMS_CONTROL_FAILED;
    return name.domain.left > 0 && mms_object_is_operate(name.item) ? MMS_CONTROL_ENDED
                                                                    : MMS_INFORMATION_REPORT;
}

static bool unconfirmed(struct cursor c, struct dissection *out)
{
    uint32_t tag;
    struct cursor service = ber_value(&c, &tag);
    uint32_t sub = ber_context(tag);

    if (!cursor_ok(&c) || sub > MMS_EVENT_NOTIFICATION)
        return false;
    mms_settle(out, DIRECTION_FROM_SERVER);
    if (sub == MMS_INFORMATION_REPORT)
        sub = report_sub(service);
    observe(out, MESSAGE_REQUEST, MMS_UNCONFIRMED, (uint8_t)sub);
    return true;
}

/* ---- the association ---- */

/* Units that say all they have to say by being there. */
static const struct plain {
    uint8_t tag, code;
    enum message_kind kind;
    enum direction direction; /* DIRECTION_UNKNOWN: either side may send it */
} plain[] = {
    { 0x85, MMS_CANCEL, MESSAGE_REQUEST, DIRECTION_UNKNOWN },
    { 0x86, MMS_CANCEL, MESSAGE_RESPONSE, DIRECTION_UNKNOWN },
    { 0xa7, MMS_CANCEL, MESSAGE_REFUSAL, DIRECTION_UNKNOWN },
    { 0xa8, MMS_INITIATE, MESSAGE_REQUEST, DIRECTION_FROM_CLIENT },
    { 0xa9, MMS_INITIATE, MESSAGE_RESPONSE, DIRECTION_FROM_SERVER },
    { 0xaa, MMS_INITIATE, MESSAGE_REFUSAL, DIRECTION_FROM_SERVER },
    { 0x8b, MMS_CONCLUDE, MESSAGE_REQUEST, DIRECTION_UNKNOWN },
    { 0x8c, MMS_CONCLUDE, MESSAGE_RESPONSE, DIRECTION_UNKNOWN },
    { 0xad, MMS_CONCLUDE, MESSAGE_REFUSAL, DIRECTION_UNKNOWN },
};

static const struct {
    uint8_t tag;
    bool (*read)(struct cursor contents, struct dissection *out);
} told[] = {
    { CONFIRMED_REQUEST, request }, { 0xa1, response }, { 0xa2, error },
    { 0xa3, unconfirmed },          { 0xa4, reject },
};

static const struct plain *plain_find(uint32_t tag)
{
    for (const struct plain *p = plain; p < plain + COUNT_OF(plain); p++)
        if (p->tag == tag)
            return p;
    return NULL;
}

bool mms_unit_read(struct cursor unit, struct dissection *out)
{
    uint32_t tag;
    struct cursor contents = ber_value(&unit, &tag);
    const struct plain *found = plain_find(tag);

    if (!cursor_ok(&unit))
        return false;
    if (found) {
        if (found->direction != DIRECTION_UNKNOWN)
            mms_settle(out, found->direction);
        observe(out, found->kind, found->code, MMS_SUB_NONE);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(told); i++)
        if (told[i].tag == tag)
            return told[i].read(contents, out);
    return false;
}

/* Confirmed messages begin with the invoke id, which errors write as their first parameter. */
bool mms_unit_fits(struct cursor unit)
{
    enum { CONFIRMED_RESPONSE = 0xa1, CONFIRMED_ERROR = 0xa2, UNCONFIRMED = 0xa3, REJECT = 0xa4 };
    uint32_t tag, first;
    struct cursor contents = ber_value(&unit, &tag);
    bool whole = cursor_ok(&unit) && unit.left == 0;

    if (plain_find(tag) || tag == REJECT)
        return whole;
    (void)ber_value(&contents, &first);
    if (!whole || !cursor_ok(&contents))
        return false;
    if (tag == CONFIRMED_REQUEST || tag == CONFIRMED_RESPONSE)
        return first == BER_INTEGER && contents.left > 0;
    return tag == CONFIRMED_ERROR
               ? first == ERROR_INVOKE
               : tag == UNCONFIRMED && ber_context(first) <= MMS_EVENT_NOTIFICATION;
}
