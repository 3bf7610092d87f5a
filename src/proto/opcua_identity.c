/*
 * opcua_identity.c - who an OPC UA server and its client are, and how their
 * sessions are protected.
 *
 * Source: OPC 10000-4, 5.5 (discovery), 5.7 (sessions), 7.2, 7.14 and 7.40
 * (descriptions, identity tokens); OPC 10000-5, 12.4 and 12.10 (BuildInfo,
 * ServerStatus).
 */
#include "proto/opcua.h"

enum { ENDPOINTS_MOST = 32, APPLICATIONS_MOST = 32 };

static void say(struct dissection *out, const struct address *about, enum field field,
                struct cursor value, const char *source, uint8_t confidence)
{
    if (cursor_ok(&value))
        dissection_state(out, about, field, text_from_wire(value, out->arena), source, confidence);
}

/* ---- security ---- */

/* Source: OPC 10000-7, 6.6 (security policies). */
static const char *const policies[] = {
    [OPCUA_POLICY_UNKNOWN] = "unknown",
    [OPCUA_POLICY_OTHER] = "other",
    [OPCUA_POLICY_NONE] = "None",
    "Basic128Rsa15",
    "Basic256",
    "Basic256Sha256",
    "Aes128_Sha256_RsaOaep",
    "Aes256_Sha256_RsaPss",
    "ECC_nistP256",
    "ECC_nistP384",
    "ECC_brainpoolP256r1",
    "ECC_brainpoolP384r1",
    "ECC_curve25519",
    "ECC_curve448",
};

/* "http://opcfoundation.org/UA/SecurityPolicy#None": the name stands behind the sharp. */
enum opcua_policy opcua_policy_find(struct cursor uri)
{
    struct text name = { (const char *)uri.next, uri.left };

    (void)text_cut(&name, '#');
    for (size_t i = OPCUA_POLICY_NONE; i < COUNT_OF(policies); i++)
        if (text_is(name, policies[i]))
            return (enum opcua_policy)i;
    return OPCUA_POLICY_OTHER;
}

static const char *const modes[] = {
    [OPCUA_MODE_UNKNOWN] = "",
    [OPCUA_MODE_SIGNED] = ", signed",
    [OPCUA_MODE_ENCRYPTED] = ", signed and encrypted",
};

static const char *mode_shown(unsigned policy, unsigned mode)
{
    return policy == OPCUA_POLICY_NONE || mode >= COUNT_OF(modes) ? "" : modes[mode];
}

void opcua_tell_channel(const struct opcua_state *state, const struct address *about,
                        struct dissection *out)
{
    dissection_state(out, about, FIELD_security,
                     text_format(out->arena, "OPC UA policy %s%s", policies[state->policy],
                                 mode_shown(state->policy, state->mode)),
                     "opcua secure channel", CONFIDENCE_SELF);
}

/* Who a client can say it is. */
enum token {
    TOKEN_UNKNOWN,
    TOKEN_ANONYMOUS,
    TOKEN_USER,
    TOKEN_CERTIFICATE,
    TOKEN_ISSUED,
    TOKEN_CLEAR
};

static const struct {
    uint32_t body; /* node of the token's encoding */
    const char *name;
} tokens[] = {
    [TOKEN_UNKNOWN] = { 0, "unknown user" },
    [TOKEN_ANONYMOUS] = { 321, "anonymous" },
    [TOKEN_USER] = { 324, "user name" },
    [TOKEN_CERTIFICATE] = { 327, "user certificate" },
    [TOKEN_ISSUED] = { 940, "issued token" },
    [TOKEN_CLEAR] = { 0, "user name with password in clear text" },
};

static uint8_t token_find(struct opcua_scalar token)
{
    for (uint8_t i = TOKEN_ANONYMOUS; i < TOKEN_CLEAR; i++) {
        if (tokens[i].body != token.body_type)
            continue;
        if (i != TOKEN_USER)
            return i;
        (void)opcua_string(&token.bytes); /* policy */
        (void)opcua_string(&token.bytes); /* user */
        bool password = opcua_string(&token.bytes).left > 0;
        bool encrypted = opcua_string(&token.bytes).left > 0;
        return cursor_ok(&token.bytes) && password && !encrypted ? TOKEN_CLEAR : TOKEN_USER;
    }
    return TOKEN_UNKNOWN;
}

/* ---- descriptions ---- */

struct application {
    struct cursor uri, product, name, url; /* url: the first at which it can be found */
    uint32_t type;
};

enum application_type { TYPE_SERVER, TYPE_CLIENT, TYPE_BOTH, TYPE_DISCOVERY };

static struct cursor first_string(struct cursor *c)
{
    uint32_t count = opcua_count(c);
    struct cursor first = count ? opcua_string(c) : cursor_split(c, 0);

    for (; count > 1 && cursor_ok(c); count--)
        (void)opcua_string(c);
    return first;
}

static bool application_read(struct cursor *c, struct application *a)
{
    a->uri = opcua_string(c);
    a->product = opcua_string(c);
    a->name = opcua_localized(c);
    a->type = cursor_u32le(c);
    (void)opcua_string(c); /* gateway */
    (void)opcua_string(c); /* discovery profile */
    a->url = first_string(c);
    return cursor_ok(c);
}

static void application_state(const struct application *a, const struct address *about,
                              uint8_t confidence, struct dissection *out)
{
    bool client = a->type == TYPE_CLIENT;

    say(out, about, FIELD_application, a->name, "opcua application name", confidence);
    say(out, about, FIELD_application, a->uri, "opcua application uri",
        confidence < CONFIDENCE_ANNOUNCED ? confidence : CONFIDENCE_ANNOUNCED);
    say(out, about, client ? FIELD_client_software : FIELD_server_software, a->product,
        "opcua product uri", confidence);
}

/* Kinds of tokens that an endpoint takes, as a list of words. */
static struct text endpoint_users(struct cursor *c, struct dissection *out)
{
    struct text users = { 0 };
    unsigned seen = 0;

    for (uint32_t n = opcua_count(c); n > 0 && cursor_ok(c); n--) {
        (void)opcua_string(c); /* policy */
        uint32_t token = cursor_u32le(c) + TOKEN_ANONYMOUS;
        for (unsigned strings = 0; strings < 3; strings++)
            (void)opcua_string(c); /* issuer and security policy */
        if (token < TOKEN_ANONYMOUS || token >= TOKEN_CLEAR || seen & 1u << token)
            continue;
        seen |= 1u << token;
        users = text_format(out->arena, "%.*s%s%s", (int)users.length, users.at ? users.at : "",
                            users.length ? " or " : "", tokens[token].name);
    }
    return users;
}

static void endpoint_security(struct cursor policy, uint32_t mode, struct text users,
                              struct dissection *out)
{
    enum { MODE_SIGN = 2 }; /* 1 is none, 3 sign and encrypt */
    enum opcua_policy found = opcua_policy_find(policy);
    unsigned known = mode >= MODE_SIGN ? mode - 1 : 0;

    dissection_state(out, &out->sender, FIELD_security,
                     text_format(out->arena, "OPC UA offers policy %s%s%s%.*s", policies[found],
                                 mode_shown(found, known), users.length ? " to " : "",
                                 (int)users.length, users.at ? users.at : ""),
                     "opcua endpoint", CONFIDENCE_SELF);
}

static bool endpoint_read(struct cursor *c, struct dissection *out)
{
    struct application server;
    struct cursor url = opcua_string(c);

    application_read(c, &server);
    (void)opcua_string(c); /* certificate */
    uint32_t mode = cursor_u32le(c);
    struct cursor policy = opcua_string(c);
    struct text users = endpoint_users(c, out);
    (void)opcua_string(c); /* transport */
    cursor_skip(c, 1);     /* level */
    if (!cursor_ok(c))
        return false;
    say(out, &out->sender, FIELD_url, url, "opcua endpoint", CONFIDENCE_SELF);
    application_state(&server, &out->sender, CONFIDENCE_SELF, out);
    endpoint_security(policy, mode, users, out);
    return true;
}

static void endpoints_read(struct cursor *c, struct dissection *out)
{
    uint32_t count = opcua_count(c);

    for (uint32_t i = 0; i < count && i < ENDPOINTS_MOST; i++)
        if (!endpoint_read(c, out))
            return;
}

/* The host of "opc.tcp://10.41.1.20:4840/path", where it is an address. */
static bool host_of(struct cursor url, struct address *host)
{
    struct text rest = { (const char *)url.next, url.left };

    for (int slash = 0; slash < 2; slash++)
        (void)text_cut(&rest, '/');
    struct text name = text_cut(&rest, '/');
    struct text bare = name.length && name.at[0] == '[' ? name : text_cut(&name, ':');
    if (bare.length && bare.at[0] == '[') {
        (void)text_cut(&bare, '[');
        bare = text_cut(&bare, ']');
    }
    return address_parse(bare, host);
}

/* ---- requests ---- */

static void create_request(struct opcua_asked *asked, struct cursor body, struct dissection *out)
{
    struct application client;

    (void)asked;
    if (application_read(&body, &client))
        application_state(&client, &out->sender, CONFIDENCE_SELF, out);
}

static void activate_request(struct opcua_asked *asked, struct cursor body, struct dissection *out)
{
    (void)out;
    (void)opcua_string(&body); /* signature: its algorithm, */
    (void)opcua_string(&body); /* itself */
    for (uint32_t n = opcua_count(&body); n > 0 && cursor_ok(&body); n--) {
        (void)opcua_string(&body); /* software certificate, */
        (void)opcua_string(&body); /* its signature */
    }
    opcua_skip_strings(&body); /* locales */
    struct opcua_scalar token = opcua_extension(&body);
    /* Nothing at all stands for an anonymous user, too. */
    if (cursor_ok(&body))
        asked->token = token.bytes.left ? token_find(token) : TOKEN_ANONYMOUS;
}

/* A server makes itself known to a discovery server. */
static void register_request(struct opcua_asked *asked, struct cursor body, struct dissection *out)
{
    (void)asked;
    struct application self = { .uri = opcua_string(&body), .product = opcua_string(&body) };
    uint32_t names = opcua_count(&body);
    self.name = names ? opcua_localized(&body) : cursor_split(&body, 0);
    if (cursor_ok(&body))
        application_state(&self, &out->sender, CONFIDENCE_SELF, out);
}

static const struct {
    uint16_t service;
    void (*read)(struct opcua_asked *, struct cursor, struct dissection *);
} requests[] = {
    { OPCUA_READ, opcua_build_request },           { OPCUA_CREATE_SESSION, create_request },
    { OPCUA_ACTIVATE_SESSION, activate_request },  { OPCUA_REGISTER_SERVER, register_request },
    { OPCUA_REGISTER_SERVER_2, register_request },
};

void opcua_tell_hello(struct cursor url, struct dissection *out)
{
    say(out, &out->receiver, FIELD_url, url, "opcua hello", CONFIDENCE_BEHAVIOUR);
}

void opcua_tell_request(struct opcua_asked *asked, struct cursor body, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(requests); i++)
        if (requests[i].service == asked->service)
            requests[i].read(asked, body, out);
}

/* ---- answers ---- */

static void endpoints_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                             struct cursor body, struct dissection *out)
{
    (void)state, (void)asked;
    endpoints_read(&body, out);
}

static void create_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                          struct cursor body, struct dissection *out)
{
    (void)state, (void)asked;
    (void)opcua_node(&body);   /* session */
    (void)opcua_node(&body);   /* authentication token */
    cursor_skip(&body, 8);     /* time-out */
    (void)opcua_string(&body); /* nonce */
    (void)opcua_string(&body); /* certificate */
    endpoints_read(&body, out);
}

static void activate_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                            struct cursor body, struct dissection *out)
{
    (void)body;
    if (asked->token != TOKEN_UNKNOWN)
        dissection_state(out, &out->sender, FIELD_security,
                         text_format(out->arena, "OPC UA policy %s%s, %s", policies[state->policy],
                                     mode_shown(state->policy, state->mode),
                                     tokens[asked->token].name),
                         "opcua session", CONFIDENCE_SELF);
}

/* A discovery server knows others: what it says is theirs who can be found at their address. */
static void servers_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                           struct cursor body, struct dissection *out)
{
    (void)state, (void)asked;
    uint32_t count = opcua_count(&body);
    for (uint32_t i = 0; i < count && i < APPLICATIONS_MOST; i++) {
        struct application a;
        struct address host;
        if (!application_read(&body, &a))
            return;
        bool named = host_of(a.url, &host);
        if (named || count == 1 || a.type == TYPE_DISCOVERY)
            application_state(&a, named ? &host : &out->sender, CONFIDENCE_BANNER, out);
    }
}

static const struct {
    uint16_t service;
    void (*read)(const struct opcua_state *, const struct opcua_asked *, struct cursor,
                 struct dissection *);
} answers[] = {
    { OPCUA_GET_ENDPOINTS, endpoints_answer },   { OPCUA_CREATE_SESSION, create_answer },
    { OPCUA_ACTIVATE_SESSION, activate_answer }, { OPCUA_READ, opcua_build_answer },
    { OPCUA_FIND_SERVERS, servers_answer },
};

void opcua_tell_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                       struct cursor body, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].service == asked->service)
            answers[i].read(state, asked, body, out);
}
