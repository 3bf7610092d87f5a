#include "proto/gss.h"

#include "proto/ber.h"
#include "proto/kerberos.h"
#include "proto/ntlm.h"

enum {
    TAG_FRAME = 0x60,
    TAG_INIT = 0xa0,
    TAG_RESPONSE = 0xa1,
    TAG_MECHANISM_TOKEN = 0xa2, /* [2] in both: mechToken, responseToken */
    KERBEROS_REQUEST = 0x0100,
};

/* The frame names the mechanism: its token tells it as well. */
static bool unframe(struct cursor *token)
{
    struct cursor framed;

    if (!ber_optional(token, TAG_FRAME, &framed))
        return false;
    (void)ber_tagged(&framed, BER_OID);
    *token = framed;
    return true;
}

static bool read_mechanism(struct dissection *out, struct cursor token, const char *source)
{
    if (unframe(&token) && cursor_u16be(&token) != KERBEROS_REQUEST)
        return false;
    return ntlm_state(out, token, source) || kerberos_ticket_state(out, token, source);
}

/* NegTokenInit or NegTokenResp. */
static bool read_negotiation(struct dissection *out, struct cursor token, const char *source)
{
    struct cursor parts = ber_tagged(&token, BER_SEQUENCE);

    while (parts.left > 0) {
        uint32_t tag;
        struct cursor part = ber_value(&parts, &tag);
        if (tag == TAG_MECHANISM_TOKEN)
            return read_mechanism(out, ber_tagged(&part, BER_OCTETS), source);
    }
    return false;
}

bool gss_state(struct dissection *out, struct cursor token, const char *source)
{
    struct cursor inner;

    if (read_mechanism(out, token, source))
        return true;
    (void)unframe(&token);
    if (ber_optional(&token, TAG_INIT, &inner) || ber_optional(&token, TAG_RESPONSE, &inner))
        return read_negotiation(out, inner, source);
    return false;
}
