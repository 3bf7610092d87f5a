#include "proto/certificate.h"

#include "proto/ber.h"
#include "proto/certificate_key.h"
#include "proto/certificate_name.h"

enum {
    TAG_VERSION = 0xa0,
    TAG_EXTENSIONS = 0xa3,
    NS_PER_US = 1000,
    SHORT_YEAR_PIVOT = 50, /* a UTCTime of 50 is 1950, of 49 is 2049 */
    EXTENSIONS_MOST = 64,
};

struct certificate {
    struct cursor issuer, subject, key, signature; /* contents of their sequences */
    struct cursor extensions;                      /* empty: none */
    moment_us from, to;                            /* 0: unreadable */
};

static struct text view(struct cursor c)
{
    return (struct text){ (const char *)c.next, c.left };
}

/* Both forms end in seconds and Z here, as RFC 5280 wants them. */
static moment_us read_time(struct cursor *c)
{
    uint32_t tag;
    struct cursor value = ber_value(c, &tag);
    char shown[] = "0000-00-00T00:00:00Z";
    static const uint8_t places[] = { 0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18 };
    size_t digit = tag == BER_UTC_TIME ? 2 : 0;
    moment_us at = 0;

    for (; digit < COUNT_OF(places); digit++)
        shown[places[digit]] = (char)cursor_u8(&value);
    if (tag == BER_UTC_TIME) {
        bool is_old = shown[2] >= '0' + SHORT_YEAR_PIVOT / 10;
        shown[0] = is_old ? '1' : '2';
        shown[1] = is_old ? '9' : '0';
    }
    return cursor_ok(&value) && moment_parse(text_of(shown), &at) ? at : 0;
}

static bool certificate_read(struct cursor der, struct certificate *found)
{
    struct cursor all = ber_tagged(&der, BER_SEQUENCE);
    struct cursor body = ber_tagged(&all, BER_SEQUENCE), unused;

    *found = (struct certificate){ 0 };
    ber_optional(&body, TAG_VERSION, &unused);
    (void)ber_tagged(&body, BER_INTEGER); /* serial number */
    found->signature = ber_tagged(&body, BER_SEQUENCE);
    found->issuer = ber_tagged(&body, BER_SEQUENCE);
    struct cursor validity = ber_tagged(&body, BER_SEQUENCE);
    found->from = read_time(&validity);
    found->to = read_time(&validity);
    found->subject = ber_tagged(&body, BER_SEQUENCE);
    found->key = ber_tagged(&body, BER_SEQUENCE);
    if (!cursor_ok(&body) || !cursor_ok(&validity))
        return false;
    while (body.left > 0) {
        uint32_t tag;
        struct cursor part = ber_value(&body, &tag);
        if (tag == TAG_EXTENSIONS)
            found->extensions = ber_tagged(&part, BER_SEQUENCE);
    }
    return true;
}

static void state_security(struct dissection *out, const struct address *about, struct text value,
                           const char *source)
{
    dissection_state(out, about, FIELD_security, value, source, CONFIDENCE_CERTIFIED);
}

static void state_validity(struct dissection *out, const struct address *about,
                           const struct certificate *c, const char *source)
{
    char from[11], to[11];
    moment_us now = out->at_ns / NS_PER_US;

    if (!c->from || !c->to)
        return;
    moment_format_date(c->from, from);
    moment_format_date(c->to, to);
    dissection_state(out, about, FIELD_certificate_validity,
                     text_format(out->arena, "%s to %s", from, to), source, CONFIDENCE_CERTIFIED);
    if (now > c->to)
        state_security(out, about, text_format(out->arena, "certificate expired %s", to), source);
    if (now && now < c->from)
        state_security(out, about, text_format(out->arena, "certificate not valid before %s", from),
                       source);
}

static void state_extensions(struct dissection *out, const struct address *about,
                             struct cursor extensions, const char *source)
{
    for (unsigned i = 0; i < EXTENSIONS_MOST && extensions.left > 0; i++) {
        struct cursor extension = ber_tagged(&extensions, BER_SEQUENCE), unused;
        struct text id = ber_oid_text(ber_tagged(&extension, BER_OID), out->arena);
        ber_optional(&extension, BER_BOOLEAN, &unused); /* critical */
        struct cursor value = ber_tagged(&extension, BER_OCTETS);
        if (text_is(id, "2.5.29.17"))
            certificate_alternatives_state(out, about, value, source);
    }
}

bool certificate_state(struct dissection *out, const struct address *about, struct cursor der,
                       const char *source)
{
    struct certificate c;

    if (!certificate_read(der, &c))
        return false;
    certificate_subject_state(out, about, c.subject, source);
    dissection_state(out, about, FIELD_certificate_issuer,
                     certificate_name_text(c.issuer, out->arena), source, CONFIDENCE_CERTIFIED);
    state_validity(out, about, &c, source);
    certificate_key_state(out, about, c.key, source);
    certificate_signature_state(out, about, c.signature, source);
    if (text_equal(view(c.issuer), view(c.subject)))
        state_security(out, about, TEXT("self-signed certificate"), source);
    state_extensions(out, about, c.extensions, source);
    return true;
}
