#include "proto/certificate_key.h"

#include "proto/ber.h"

/* Source: NIST SP 800-131A revision 2, 3: shorter ones are disallowed. */
enum { RSA_BITS_LEAST = 2048 };

struct named {
    const char *id, *name;
};

static const struct named keys[] = {
    { "1.2.840.113549.1.1.1", "RSA" }, { "1.2.840.10040.4.1", "DSA" },
    { "1.2.840.10045.2.1", "EC" },     { "1.3.101.112", "Ed25519" },
    { "1.3.101.113", "Ed448" },        { NULL, NULL },
};

static const struct named curves[] = {
    { "1.2.840.10045.3.1.7", "P-256" },
    { "1.3.132.0.34", "P-384" },
    { "1.3.132.0.35", "P-521" },
    { "1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1" },
    { "1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1" },
    { NULL, NULL },
};

static const struct named signatures[] = {
    { "1.2.840.113549.1.1.4", "md5WithRSAEncryption" },
    { "1.2.840.113549.1.1.5", "sha1WithRSAEncryption" },
    { "1.2.840.113549.1.1.10", "RSASSA-PSS" },
    { "1.2.840.113549.1.1.11", "sha256WithRSAEncryption" },
    { "1.2.840.113549.1.1.12", "sha384WithRSAEncryption" },
    { "1.2.840.113549.1.1.13", "sha512WithRSAEncryption" },
    { "1.2.840.10040.4.3", "dsa-with-sha1" },
    { "1.2.840.10045.4.1", "ecdsa-with-SHA1" },
    { "1.2.840.10045.4.3.2", "ecdsa-with-SHA256" },
    { "1.2.840.10045.4.3.3", "ecdsa-with-SHA384" },
    { "1.2.840.10045.4.3.4", "ecdsa-with-SHA512" },
    { "1.3.101.112", "Ed25519" },
    { NULL, NULL },
};

static struct text name_of(const struct named *rows, struct text id)
{
    for (; rows->id; rows++)
        if (text_is(id, rows->id))
            return text_of(rows->name);
    return id;
}

/* The modulus, without the zeros in front of it. */
static unsigned rsa_bits(struct cursor bits)
{
    cursor_skip(&bits, 1); /* unused bits: none */
    struct cursor numbers = ber_tagged(&bits, BER_SEQUENCE);
    struct cursor modulus = ber_tagged(&numbers, BER_INTEGER);
    uint8_t first = 0;

    while (modulus.left > 0 && first == 0)
        first = cursor_u8(&modulus);
    unsigned count = (unsigned)modulus.left * 8;
    for (; first; first >>= 1)
        count++;
    return count;
}

static void state_rsa(struct dissection *out, const struct address *about, struct cursor bits,
                      const char *source)
{
    unsigned length = rsa_bits(bits);

    if (length == 0)
        return;
    dissection_state(out, about, FIELD_certificate_key, text_format(out->arena, "RSA %u", length),
                     source, CONFIDENCE_CERTIFIED);
    if (length < RSA_BITS_LEAST)
        dissection_state(out, about, FIELD_security,
                         text_format(out->arena, "RSA key of %u bits", length), source,
                         CONFIDENCE_CERTIFIED);
}

void certificate_key_state(struct dissection *out, const struct address *about, struct cursor key,
                           const char *source)
{
    struct cursor algorithm = ber_tagged(&key, BER_SEQUENCE), curve;
    struct text name = name_of(keys, ber_oid_text(ber_tagged(&algorithm, BER_OID), out->arena));

    if (text_is(name, "RSA")) {
        state_rsa(out, about, ber_tagged(&key, BER_BIT_STRING), source);
        return;
    }
    if (text_is(name, "EC") && ber_optional(&algorithm, BER_OID, &curve)) {
        struct text of = name_of(curves, ber_oid_text(curve, out->arena));
        name = text_format(out->arena, "EC %.*s", (int)of.length, of.at ? of.at : "");
    }
    dissection_state(out, about, FIELD_certificate_key, name, source, CONFIDENCE_CERTIFIED);
}

void certificate_signature_state(struct dissection *out, const struct address *about,
                                 struct cursor algorithm, const char *source)
{
    struct text name =
        name_of(signatures, ber_oid_text(ber_tagged(&algorithm, BER_OID), out->arena));
    struct text broken = { 0 };

    if (text_contains(name, "md5"))
        broken = TEXT("MD5 signature");
    else if (text_contains(name, "sha1"))
        broken = TEXT("SHA-1 signature");
    dissection_state(out, about, FIELD_certificate_key, name, source, CONFIDENCE_CERTIFIED);
    dissection_state(out, about, FIELD_security, broken, source, CONFIDENCE_CERTIFIED);
}
