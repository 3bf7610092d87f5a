/*
 * tls_hello.c - what a client offers and what the server chooses.
 *
 * Source: RFC 8446, 4.1 and 4.2.1; RFC 6066, 3 (server name); RFC 7301, 3.1
 * (ALPN); RFC 8701, 2 (values that mean nothing).
 */
#include "model/remote_access.h"
#include "proto/tls.h"

enum {
    RANDOM_BYTES = 32,
    TLS_1_2 = 0x0303,
    EXTENSIONS_MOST = 256,
};

static const struct {
    uint16_t number;
    const char *name;
} versions[] = {
    { 0x0300, "SSL 3.0" }, { 0x0301, "TLS 1.0" }, { 0x0302, "TLS 1.1" },
    { 0x0303, "TLS 1.2" }, { 0x0304, "TLS 1.3" },
};

static const struct {
    uint16_t number;
    const char *name;
} ciphers[] = {
#define CIPHER(number, name) { number, name },
#include "proto/tls_ciphers.def"
#undef CIPHER
};

/* What makes a cipher suite one that nobody should choose, by its name. */
static const struct {
    const char *part, *said;
} weaknesses[] = {
    { "_NULL", "NULL cipher" },      { "_anon_", "anonymous key exchange" },
    { "_EXPORT_", "export cipher" }, { "_RC4_", "RC4 cipher" },
    { "_RC2_", "RC2 cipher" },       { "_3DES_", "3DES cipher" },
    { "_DES_", "DES cipher" },       { "_DES40_", "DES cipher" },
    { "_IDEA_", "IDEA cipher" },
};

struct text tls_version_name(uint16_t number)
{
    for (size_t i = 0; i < COUNT_OF(versions); i++)
        if (versions[i].number == number)
            return text_of(versions[i].name);
    return (struct text){ 0 };
}

static struct text cipher_name(uint16_t number, struct arena *into)
{
    for (size_t i = 0; i < COUNT_OF(ciphers); i++)
        if (ciphers[i].number == number)
            return text_of(ciphers[i].name);
    return text_format(into, "0x%04x", number);
}

/* 0x0a0a, 0x1a1a ... 0xfafa */
static bool is_tolerance_test(uint16_t number)
{
    return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
}

static void number_add(struct tls_numbers *numbers, uint16_t number)
{
    if (is_tolerance_test(number))
        return;
    if (numbers->count == TLS_OFFERED_MOST)
        numbers->is_cut = true;
    else
        numbers->numbers[numbers->count++] = number;
}

static void numbers_read(struct tls_numbers *numbers, struct cursor list)
{
    while (list.left >= 2)
        number_add(numbers, cursor_u16be(&list));
}

/* A list of one host name, in practice and since RFC 6066 by rule. */
static struct cursor read_server_name(struct cursor extension)
{
    struct cursor list = cursor_split(&extension, cursor_u16be(&extension));
    uint8_t type = cursor_u8(&list);
    struct cursor name = cursor_split(&list, cursor_u16be(&list));

    return cursor_ok(&list) && type == 0 ? name : cursor_over(NULL, 0);
}

static struct cursor read_first_alpn(struct cursor extension)
{
    struct cursor list = cursor_split(&extension, cursor_u16be(&extension));
    struct cursor name = cursor_split(&list, cursor_u8(&list));

    return cursor_ok(&list) ? name : cursor_over(NULL, 0);
}

static void read_extension(struct tls_offer *offer, uint16_t type, struct cursor extension)
{
    number_add(&offer->extensions, type);
    if (type == TLS_SERVER_NAME)
        offer->server_name = read_server_name(extension);
    else if (type == TLS_ALPN)
        offer->first_alpn = read_first_alpn(extension);
    else if (type == TLS_SIGNATURE_ALGORITHMS)
        numbers_read(&offer->signatures, cursor_split(&extension, cursor_u16be(&extension)));
    else if (type == TLS_SUPPORTED_VERSIONS)
        numbers_read(&offer->versions, cursor_split(&extension, cursor_u8(&extension)));
}

static void read_extensions(struct tls_offer *offer, struct cursor c)
{
    struct cursor extensions = cursor_split(&c, cursor_u16be(&c));

    for (unsigned i = 0; i < EXTENSIONS_MOST && extensions.left > 0; i++) {
        uint16_t type = cursor_u16be(&extensions);
        struct cursor extension = cursor_split(&extensions, cursor_u16be(&extensions));
        if (cursor_ok(&extensions))
            read_extension(offer, type, extension);
    }
}

static void settle_version(struct tls_offer *offer, uint16_t legacy)
{
    if (offer->versions.count == 0)
        number_add(&offer->versions, legacy);
    for (unsigned i = 0; i < offer->versions.count; i++)
        if (offer->versions.numbers[i] > offer->version)
            offer->version = offer->versions.numbers[i];
}

/* "TLS 1.2, TLS 1.3": from the lowest to the highest. */
static struct text versions_text(const struct tls_numbers *offered, struct arena *into)
{
    struct text shown = { 0 };

    for (size_t v = 0; v < COUNT_OF(versions); v++) {
        for (unsigned i = 0; i < offered->count; i++) {
            if (offered->numbers[i] != versions[v].number)
                continue;
            shown = text_format(into, "%.*s%s%s", (int)shown.length, shown.at ? shown.at : "",
                                shown.length ? ", " : "", versions[v].name);
            break;
        }
    }
    return shown;
}

static void state_server_name(struct dissection *out, struct text name)
{
    const struct remote_tool *tool = remote_tool_of_domain(name);

    dissection_state(out, &out->receiver, FIELD_url, name, "tls server name", CONFIDENCE_ASKED);
    if (tool)
        dissection_state(out, &out->sender, FIELD_remote_access, text_of(tool->name),
                         "tls server name", CONFIDENCE_BEHAVIOUR);
}

static void state_offer(struct dissection *out, const struct tls_offer *offer)
{
    state_server_name(out, text_from_wire(offer->server_name, out->arena));
    dissection_state(out, &out->sender, FIELD_profile, versions_text(&offer->versions, out->arena),
                     "tls client hello", CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_fingerprint, tls_fingerprint(offer, out->arena),
                     "tls ja4", CONFIDENCE_STACK);
}

bool tls_client_hello(struct cursor message, struct dissection *out)
{
    struct tls_offer offer = { 0 };
    uint16_t legacy = cursor_u16be(&message);

    cursor_skip(&message, RANDOM_BYTES);
    (void)cursor_split(&message, cursor_u8(&message)); /* session */
    numbers_read(&offer.ciphers, cursor_split(&message, cursor_u16be(&message)));
    (void)cursor_split(&message, cursor_u8(&message)); /* compressions */
    if (!cursor_ok(&message))
        return false;
    if (message.left > 0)
        read_extensions(&offer, message);
    settle_version(&offer, legacy);
    state_offer(out, &offer);
    return true;
}

static void state_choice(struct dissection *out, uint16_t version, uint16_t cipher)
{
    static const char source[] = "tls server hello";
    struct text shown = tls_version_name(version), name = cipher_name(cipher, out->arena);

    dissection_state(out, &out->sender, FIELD_profile, shown, source, CONFIDENCE_BANNER);
    dissection_state(out, &out->sender, FIELD_cipher, name, source, CONFIDENCE_BANNER);
    if (version < TLS_1_2)
        dissection_state(out, &out->sender, FIELD_security, shown, source, CONFIDENCE_BANNER);
    for (size_t i = 0; i < COUNT_OF(weaknesses); i++)
        if (text_contains(name, weaknesses[i].part))
            dissection_state(out, &out->sender, FIELD_security, text_of(weaknesses[i].said), source,
                             CONFIDENCE_BANNER);
}

bool tls_server_hello(struct cursor message, struct dissection *out)
{
    struct tls_offer chosen = { 0 };
    uint16_t version = cursor_u16be(&message);

    cursor_skip(&message, RANDOM_BYTES);
    (void)cursor_split(&message, cursor_u8(&message)); /* session */
    uint16_t cipher = cursor_u16be(&message);
    cursor_skip(&message, 1); /* compression */
    if (!cursor_ok(&message))
        return false;
    struct cursor extensions = cursor_split(&message, cursor_u16be(&message));
    for (unsigned i = 0; i < EXTENSIONS_MOST && extensions.left > 0; i++) {
        uint16_t type = cursor_u16be(&extensions);
        struct cursor extension = cursor_split(&extensions, cursor_u16be(&extensions));
        if (type == TLS_SUPPORTED_VERSIONS && extension.left == 2)
            version = cursor_u16be(&extension);
        else if (type == TLS_ALPN)
            chosen.first_alpn = read_first_alpn(extension);
    }
    state_choice(out, version, cipher);
    dissection_state(out, &out->sender, FIELD_application,
                     text_from_wire(chosen.first_alpn, out->arena), "tls alpn", CONFIDENCE_BANNER);
    return true;
}
