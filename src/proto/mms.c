/*
 * mms.c - MMS, the protocol of IEC 61850 clients and of TASE.2: associations,
 * and the way through session and presentation to the units that mms_unit.c
 * reads.
 *
 * Codes below 88 are the confirmed services' own tags; 96 to 100 are those of
 * association control; from 128 on the tags of MMS units.
 *
 * Source: ISO 9506-2:2003; ITU-T X.225 (session), X.226 (presentation), X.227
 * (association control); IEC 61850-8-1:2011; IEC 62351-4 (authentication).
 */
#include "proto/mms.h"

#include <assert.h>

#include "base/attributes.h"
#include "proto/acse.h"
#include "proto/ber.h"
#include "proto/cotp.h"
#include "proto/osi_presentation.h"
#include "proto/osi_session.h"

enum { VALUES_MOST = 64 }; /* in one presentation unit; there is one, usually */

/* How a client proves itself: sub-codes of the association. */
enum { BY_NOTHING = MMS_SUB_NONE, BY_PASSWORD = 1, BY_SIGNATURE = 2 };

static_assert(sizeof(struct mms_state) <= COTP_PASSENGER_STATE, "cotp lends no more");

static const struct operation operations[] = {
#define SERVICE(number, class, name)    { number, SUB_NONE, name, CLASS_##class },
#define ADDITIONAL(number, class, name) { MMS_ADDITIONAL, number, name, CLASS_##class },
#include "proto/mms_services.def"
#undef SERVICE
#undef ADDITIONAL
#define OBJECT(number, constraint, member, read, read_class, write, write_class)                   \
    { MMS_READ, number, read, CLASS_##read_class },                                                \
        { MMS_WRITE, number, write, CLASS_##write_class },
#include "proto/mms_objects.def"
#undef OBJECT
    { ACSE_REQUEST, SUB_NONE, "associate", CLASS_diag },
    { ACSE_REQUEST, BY_PASSWORD, "associate with a password", CLASS_auth },
    { ACSE_REQUEST, BY_SIGNATURE, "associate with a signature", CLASS_auth },
    { ACSE_RELEASE, SUB_NONE, "release", CLASS_diag },
    { ACSE_ABORT, SUB_NONE, "abort", CLASS_diag },
    { MMS_ERROR, SUB_NONE, "error of an unseen request", CLASS_diag },
    { MMS_UNCONFIRMED, MMS_INFORMATION_REPORT, "information report", CLASS_read },
    { MMS_UNCONFIRMED, MMS_UNSOLICITED_STATUS, "unsolicited status", CLASS_diag },
    { MMS_UNCONFIRMED, MMS_EVENT_NOTIFICATION, "event notification", CLASS_read },
    { MMS_UNCONFIRMED, MMS_REPORT, "report", CLASS_read },
    { MMS_UNCONFIRMED, MMS_CONTROL_ENDED, "report that a control ended", CLASS_read },
    { MMS_UNCONFIRMED, MMS_CONTROL_FAILED, "report that a control failed", CLASS_read },
    { MMS_REJECT, SUB_NONE, "reject", CLASS_diag },
    { MMS_CANCEL, SUB_NONE, "cancel", CLASS_diag },
    { MMS_INITIATE, SUB_NONE, "initiate", CLASS_diag },
    { MMS_CONCLUDE, SUB_NONE, "conclude", CLASS_diag },
    { 0 },
};

/* ---- association control ---- */

static void observe(struct dissection *out, enum message_kind kind, enum acse_unit unit,
                    uint8_t sub)
{
    dissection_operation(out, &mms_protocol, kind, unit, sub == BY_NOTHING ? SUB_NONE : sub);
}

static uint8_t proof_of(const struct acse *a)
{
    struct cursor wrapped = a->parameters[ACSE_AUTHENTICATION];
    uint32_t tag;

    if (!acse_has(a, ACSE_AUTHENTICATION))
        return BY_NOTHING;
    (void)ber_value(&wrapped, &tag);
    return tag == ACSE_PASSWORD ? BY_PASSWORD : BY_SIGNATURE;
}

static void request(const struct acse *a, struct dissection *out)
{
    struct mms_state *state = out->state;

    mms_settle(out, DIRECTION_FROM_CLIENT);
    state->association = proof_of(a);
    observe(out, MESSAGE_REQUEST, ACSE_REQUEST, state->association);
    dissection_state(out, &out->sender, FIELD_application,
                     acse_title(a, ACSE_CALLING_TITLE, ACSE_CALLING_QUALIFIER, out->arena),
                     "mms calling title", CONFIDENCE_ASKED);
    dissection_state(out, &out->receiver, FIELD_application,
                     acse_title(a, ACSE_CALLED_TITLE, ACSE_CALLED_QUALIFIER, out->arena),
                     "mms called title", CONFIDENCE_ASKED);
}

static const struct {
    uint8_t proof;
    const char *said;
} proofs[] = {
    { BY_NOTHING, "MMS association without authentication" },
    { BY_PASSWORD, "MMS association with a password in clear text" },
    { BY_SIGNATURE, "MMS association with a signature" },
};

static void response(const struct acse *a, struct dissection *out)
{
    struct mms_state *state = out->state;
    bool refused = acse_is_refusal(a);

    mms_settle(out, DIRECTION_FROM_SERVER);
    for (size_t i = 0; !refused && i < COUNT_OF(proofs); i++)
        if (proofs[i].proof == state->association)
            dissection_state(out, &out->sender, FIELD_security, text_of(proofs[i].said),
                             "mms association", CONFIDENCE_BEHAVIOUR);
    observe(out, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, ACSE_REQUEST,
            state->association ? state->association : BY_NOTHING);
    state->association = 0;
}

static void release(const struct acse *a, struct dissection *out)
{
    observe(out, a->unit == ACSE_RELEASED ? MESSAGE_RESPONSE : MESSAGE_REQUEST, ACSE_RELEASE,
            BY_NOTHING);
}

static void abort_association(const struct acse *a, struct dissection *out)
{
    (void)a;
    observe(out, MESSAGE_REQUEST, ACSE_ABORT, BY_NOTHING);
}

static const struct {
    enum acse_unit unit;
    void (*read)(const struct acse *a, struct dissection *out);
} units[] = {
    { ACSE_REQUEST, request },  { ACSE_RESPONSE, response },       { ACSE_RELEASE, release },
    { ACSE_RELEASED, release }, { ACSE_ABORT, abort_association },
};

/* The MMS unit that an association carries, inside an EXTERNAL; nothing when there is none. */
static struct cursor carried(const struct acse *a)
{
    enum { EXTERNAL = 0x28, SINGLE_VALUE = 0xa0 };
    struct cursor information = a->parameters[ACSE_USER_INFORMATION], skipped;
    struct cursor external = ber_tagged(&information, EXTERNAL);

    (void)ber_optional(&external, BER_OID, &skipped);
    (void)ber_optional(&external, BER_INTEGER, &skipped);
    return ber_tagged(&external, SINGLE_VALUE);
}

static bool associate(struct cursor value, struct dissection *out)
{
    struct acse a;

    if (!acse_read(&value, &a))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (units[i].unit == a.unit)
            units[i].read(&a, out);
    struct cursor unit = carried(&a);
    return unit.left == 0 || mms_unit_read(unit, out);
}

/* ---- presentation and session ---- */

static bool is_association(struct cursor value)
{
    uint8_t tag = cursor_u8(&value);

    return tag >= ACSE_REQUEST && tag <= ACSE_ABORT;
}

static bool read_values(struct cursor values, struct dissection *out)
{
    for (unsigned i = 0; i < VALUES_MOST && values.left > 0; i++) {
        struct cursor value = presentation_value(&values);
        if (!cursor_ok(&value) ||
            !(is_association(value) ? associate(value, out) : mms_unit_read(value, out)))
            return false;
    }
    return cursor_ok(&values);
}

/* A session may end without a word of the association's, and the association ends with it. */
static bool read_bare(uint8_t unit, struct dissection *out)
{
    const struct mms_state *state = out->state;

    if (unit == SESSION_REFUSE) {
        mms_settle(out, DIRECTION_FROM_SERVER);
        observe(out, MESSAGE_REFUSAL, ACSE_REQUEST,
                state->association ? state->association : BY_NOTHING);
    } else if (unit == SESSION_ABORT) {
        observe(out, MESSAGE_REQUEST, ACSE_ABORT, BY_NOTHING);
    }
    return unit != SESSION_DATA;
}

static bool read_session(const struct session *s, struct dissection *out)
{
    struct cursor values = presentation_values(s->user);

    return values.left > 0 ? read_values(values, out) : read_bare(s->unit, out);
}

/* ISO 9506: {1 0 9506}, of its abstract syntaxes and of the names of its contexts. */
static const uint8_t mms_root[] = { 0x28, 0xca, 0x22 };

static bool names_mms(const struct acse *a)
{
    struct cursor wrapped = a->parameters[ACSE_CONTEXT_NAME];
    struct cursor name = ber_tagged(&wrapped, BER_OID);

    for (size_t i = 0; i < sizeof mms_root; i++)
        if (cursor_u8(&name) != mms_root[i])
            return false;
    return true;
}

static bool association_fits(const struct session *s, struct cursor value)
{
    struct acse a;

    if (!acse_read(&value, &a))
        return false;
    if (a.unit != ACSE_REQUEST && a.unit != ACSE_RESPONSE)
        return true;
    return names_mms(&a) || presentation_proposes(s->user, cursor_over(mms_root, sizeof mms_root));
}

static enum match mms_probe(struct cursor payload)
{
    struct session s;

    if (!session_read(payload, &s))
        return MATCH_NO;
    struct cursor values = presentation_values(s.user);
    struct cursor value = presentation_value(&values);
    if (!cursor_ok(&value))
        return s.user.left == 0 && s.unit != SESSION_DATA ? MATCH_MAYBE : MATCH_NO;
    if (is_association(value))
        return association_fits(&s, value) ? MATCH_YES : MATCH_NO;
    return mms_unit_fits(value) ? MATCH_YES : MATCH_NO;
}

static enum verdict mms_dissect(struct cursor *payload, struct dissection *out)
{
    struct session s;

    if (!session_read(*payload, &s) || !read_session(&s, out))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol mms_protocol = {
    .name = "mms",
    .title = "MMS",
    .specification = "ISO 9506-2:2003, IEC 61850-8-1:2011",
    .carriers = CARRIER_COTP,
    .is_industrial = true,
    .state_bytes = sizeof(struct mms_state),
    .operations = operations,
    .probe = mms_probe,
    .dissect = mms_dissect,
};
