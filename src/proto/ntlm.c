#include "proto/ntlm.h"

#include "proto/wide.h"

enum message_type { NEGOTIATE = 1, CHALLENGE = 2, AUTHENTICATE = 3 };

enum {
    SIGNATURE_BYTES = 8,
    FLAG_UNICODE = 0x00000001,
    FLAG_VERSION = 0x02000000,
    PAIRS_MOST = 32,
    V1_RESPONSE_BYTES = 24, /* the newer response is always longer */
};

/* A part that stands elsewhere in the message. */
static struct cursor read_part(struct cursor *c, struct cursor whole)
{
    uint16_t length = cursor_u16le(c);

    cursor_skip(c, 2); /* room that was reserved */
    cursor_skip(&whole, cursor_u32le(c));
    return cursor_split(&whole, length);
}

static struct text read_text(struct cursor part, uint32_t flags, struct arena *into)
{
    return flags & FLAG_UNICODE ? wide_text(part, WIDE_LITTLE, into) : text_from_wire(part, into);
}

static void state(struct dissection *out, enum field field, struct text value, const char *source)
{
    dissection_state(out, &out->sender, field, value, source, CONFIDENCE_BANNER);
}

/* Only Windows numbers its builds; others leave zeros there. */
static void state_version(struct dissection *out, struct cursor version, const char *source)
{
    uint8_t major = cursor_u8(&version), minor = cursor_u8(&version);
    uint16_t build = cursor_u16le(&version);

    if (cursor_ok(&version) && build)
        state(out, FIELD_os, text_format(out->arena, "Windows %u.%u build %u", major, minor, build),
              source);
}

/* Source: [MS-NLMP] 2.2.2.1. */
static const struct {
    uint16_t id;
    enum field field;
} pairs[] = {
    { 1, FIELD_name },   /* NetBIOS computer */
    { 2, FIELD_domain }, /* NetBIOS domain */
    { 3, FIELD_name },   /* DNS computer */
    { 4, FIELD_domain }, /* DNS domain */
};

static void state_pairs(struct dissection *out, struct cursor list, const char *source)
{
    for (unsigned n = 0; n < PAIRS_MOST && list.left > 0; n++) {
        uint16_t id = cursor_u16le(&list);
        struct cursor value = cursor_split(&list, cursor_u16le(&list));
        if (id == 0)
            return;
        for (size_t i = 0; i < COUNT_OF(pairs); i++)
            if (pairs[i].id == id)
                state(out, pairs[i].field, wide_text(value, WIDE_LITTLE, out->arena), source);
    }
}

static void read_negotiate(struct cursor c, struct cursor whole, struct dissection *out,
                           const char *source)
{
    uint32_t flags = cursor_u32le(&c);

    (void)whole; /* the names in it are empty since Windows 2000 */
    cursor_skip(&c, 16);
    if (flags & FLAG_VERSION)
        state_version(out, c, source);
}

static void read_challenge(struct cursor c, struct cursor whole, struct dissection *out,
                           const char *source)
{
    (void)read_part(&c, whole); /* the target's name: again the computer's or the domain's */
    uint32_t flags = cursor_u32le(&c);
    cursor_skip(&c, 8 + 8); /* challenge, reserved */
    struct cursor list = read_part(&c, whole);
    state_pairs(out, list, source);
    if (flags & FLAG_VERSION)
        state_version(out, c, source);
}

static void state_user(struct dissection *out, struct text domain, struct text user,
                       const char *source)
{
    if (user.length && domain.length)
        user = text_format(out->arena, "%.*s\\%.*s", (int)domain.length, domain.at,
                           (int)user.length, user.at);
    state(out, FIELD_user, user, source);
}

static void read_authenticate(struct cursor c, struct cursor whole, struct dissection *out,
                              const char *source)
{
    (void)read_part(&c, whole); /* the LM response */
    struct cursor response = read_part(&c, whole), domain = read_part(&c, whole);
    struct cursor user = read_part(&c, whole), workstation = read_part(&c, whole);
    (void)read_part(&c, whole); /* the session key */
    uint32_t flags = cursor_u32le(&c);

    if (!cursor_ok(&c))
        return;
    state_user(out, read_text(domain, flags, out->arena), read_text(user, flags, out->arena),
               source);
    state(out, FIELD_name, read_text(workstation, flags, out->arena), source);
    if (response.left == V1_RESPONSE_BYTES && user.left)
        state(out, FIELD_security, TEXT("NTLMv1 log-in"), source);
    if (flags & FLAG_VERSION)
        state_version(out, c, source);
}

static const struct {
    enum message_type type;
    void (*read)(struct cursor c, struct cursor whole, struct dissection *out, const char *source);
} readers[] = {
    { NEGOTIATE, read_negotiate },
    { CHALLENGE, read_challenge },
    { AUTHENTICATE, read_authenticate },
};

bool ntlm_state(struct dissection *out, struct cursor message, const char *source)
{
    struct cursor c = message, signature = cursor_split(&c, SIGNATURE_BYTES);
    uint32_t type = cursor_u32le(&c);
    struct text signed_as = { (const char *)signature.next, signature.left };

    if (!cursor_ok(&c) || !text_equal(signed_as, (struct text){ "NTLMSSP", SIGNATURE_BYTES }))
        return false;
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (readers[i].type != type)
            continue;
        readers[i].read(c, message, out, source);
        return true;
    }
    return false;
}
