/*
 * http_authorization.c - who logs in over HTTP, in which way, and what the tokens of
 * NTLM and Kerberos give away of both ends.
 *
 * Passwords, responses and tickets are never kept.
 *
 * Source: RFC 9110, 11.6 (headers); RFC 7617 (Basic); RFC 7616, 3.4 (Digest); RFC 6750,
 * 2.1 (Bearer); RFC 4559, 4 (Negotiate); [MS-NTHT] 2.2.1 (NTLM); [MS-WSMV] 2.2.9.1.1
 * (Kerberos and CredSSP); RFC 4648, 4 (base64).
 */
#include "base/attributes.h"
#include "proto/gss.h"
#include "proto/http.h"

enum { TOKEN_MOST = 16384 };

enum scheme { DIGEST = 1, NTLM, NEGOTIATE, KERBEROS, CREDSSP, BEARER };

static int digit_of(uint8_t c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* Up to the first character that is none of base64's. */
static struct cursor decoded(struct cursor c, struct arena *into)
{
    size_t length = 0, most = c.left < TOKEN_MOST ? c.left : TOKEN_MOST;
    uint8_t *bytes = arena_array(into, uint8_t, most);
    uint32_t held = 0, bits = 0;

    while (bytes && c.left > 0 && length < most) {
        int digit = digit_of(cursor_u8(&c));
        if (digit < 0)
            break;
        held = held << 6 | (uint32_t)digit;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        bytes[length++] = (uint8_t)(held >> bits);
    }
    return cursor_over(bytes, length);
}

static void read_token(struct cursor value, struct dissection *out)
{
    struct cursor token = decoded(value, out->arena);

    if (token.left > 0)
        gss_state(out, token, "http authentication");
}

/* The value of a parameter that stands in quotes. */
static struct text quoted(struct cursor value, const char *name, struct arena *into)
{
    struct text rest = text_from_wire(value, into);

    while (rest.length > 0 && !text_starts(rest, name))
        rest = (struct text){ rest.at + 1, rest.length - 1 };
    (void)text_cut(&rest, '"');
    return text_trim(text_cut(&rest, '"'));
}

static void read_user(struct cursor value, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_user, quoted(value, "username=\"", out->arena),
                     "http digest authentication", CONFIDENCE_ASKED);
}

static void read_basic(struct cursor value, struct dissection *out)
{
    (void)value;
    dissection_state(out, &out->receiver, FIELD_security, TEXT("takes passwords in clear text"),
                     "http basic authentication", CONFIDENCE_SELF);
}

static const struct {
    const char *word;
    enum http_operation operation;
    uint32_t scheme;
    void (*read)(struct cursor value, struct dissection *out);
} schemes[] = {
    { "Basic ", HTTP_CREDENTIALS, SUB_NONE, read_basic },
    { "Digest ", HTTP_LOGIN, DIGEST, read_user },
    { "NTLM ", HTTP_LOGIN, NTLM, read_token },
    { "Negotiate ", HTTP_LOGIN, NEGOTIATE, read_token },
    { "Kerberos ", HTTP_LOGIN, KERBEROS, read_token },
    { "CredSSP ", HTTP_LOGIN, CREDSSP, NULL }, /* TLS in it */
    { "Bearer ", HTTP_LOGIN, BEARER, NULL },
};

static void skip_blanks(struct cursor *value)
{
    while (line_starts(*value, " "))
        cursor_skip(value, 1);
}

void http_authorization_read(struct cursor value, struct dissection *out)
{
    skip_blanks(&value);
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct cursor rest = value;
        if (!line_starts(value, schemes[i].word))
            continue;
        dissection_operation(out, &http_protocol, MESSAGE_REQUEST, schemes[i].operation,
                             schemes[i].scheme);
        cursor_skip(&rest, text_of(schemes[i].word).length);
        if (schemes[i].read)
            schemes[i].read(rest, out);
    }
}

/* What a server calls the place that it guards is often its model. */
void http_challenge_read(struct cursor value, struct dissection *out)
{
    skip_blanks(&value);
    dissection_state(out, &out->sender, FIELD_description, quoted(value, "realm=\"", out->arena),
                     "http realm", CONFIDENCE_BANNER);
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct cursor rest = value;
        if (schemes[i].read != read_token || !line_starts(value, schemes[i].word))
            continue;
        cursor_skip(&rest, text_of(schemes[i].word).length);
        read_token(rest, out);
    }
}
