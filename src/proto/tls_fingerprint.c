/*
 * tls_fingerprint.c - the same client software offers the same things: JA4.
 *
 * Source: FoxIO, JA4+ technical details, JA4 (TLS client fingerprint).
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/digest.h"
#include "proto/tls.h"

enum {
    COUNT_SHOWN_MOST = 99,
    DIGEST_SHOWN = 12,
    NUMBER_TEXT = 5, /* "c02b," */
    LIST_TEXT = 2 * TLS_OFFERED_MOST * NUMBER_TEXT + 2,
};

struct list {
    char at[LIST_TEXT];
    size_t length;
};

static int compare(const void *left, const void *right)
{
    const uint16_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static void list_add(struct list *list, const struct tls_numbers *added)
{
    for (unsigned i = 0; i < added->count; i++)
        list->length += (size_t)snprintf(list->at + list->length, sizeof list->at - list->length,
                                         "%s%04x", i ? "," : "", added->numbers[i]);
}

static struct tls_numbers sorted(const struct tls_numbers *numbers)
{
    struct tls_numbers copy = *numbers;

    qsort(copy.numbers, copy.count, sizeof copy.numbers[0], compare);
    return copy;
}

/* The name of the server and of the protocol differ by where a client goes, not by what it is. */
static struct tls_numbers stable(const struct tls_numbers *extensions)
{
    struct tls_numbers kept = { 0 };

    for (unsigned i = 0; i < extensions->count; i++)
        if (extensions->numbers[i] != TLS_SERVER_NAME && extensions->numbers[i] != TLS_ALPN)
            kept.numbers[kept.count++] = extensions->numbers[i];
    return kept;
}

static struct text shortened(const struct list *list, struct arena *into)
{
    if (list->length == 0)
        return TEXT("000000000000");
    struct text digest = digest_sha256_hex(cursor_over(list->at, list->length), into);
    digest.length = digest.length ? DIGEST_SHOWN : 0;
    return digest;
}

static struct text ciphers_digest(const struct tls_offer *offer, struct arena *into)
{
    struct tls_numbers ciphers = sorted(&offer->ciphers);
    struct list list = { 0 };

    list_add(&list, &ciphers);
    return shortened(&list, into);
}

static struct text extensions_digest(const struct tls_offer *offer, struct arena *into)
{
    struct tls_numbers extensions = stable(&offer->extensions);
    struct list list = { 0 };

    extensions = sorted(&extensions);
    list_add(&list, &extensions);
    if (list.length && offer->signatures.count) {
        list.at[list.length++] = '_';
        list_add(&list, &offer->signatures);
    }
    return shortened(&list, into);
}

/* First and last character of the first name; of what is no letter or digit, half of its number. */
static void protocol_ends(struct cursor alpn, char out[3])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t first = cursor_u8(&alpn);
    uint8_t last = first;

    while (alpn.left > 0)
        last = cursor_u8(&alpn);
    bool is_plain = isalnum(first) && isalnum(last);
    out[0] = is_plain ? (char)first : digits[first >> 4];
    out[1] = is_plain ? (char)last : digits[last & 15];
    out[2] = 0;
}

static const char *version_letters(uint16_t version)
{
    static const char *const letters[] = { "s3", "10", "11", "12", "13" };

    return version >= 0x0300 && version <= 0x0304 ? letters[version - 0x0300] : "00";
}

static unsigned shown_count(const struct tls_numbers *numbers)
{
    return numbers->count < COUNT_SHOWN_MOST ? numbers->count : COUNT_SHOWN_MOST;
}

struct text tls_fingerprint(const struct tls_offer *offer, struct arena *into)
{
    char alpn[3] = "00";

    if (offer->ciphers.is_cut || offer->extensions.is_cut || offer->signatures.is_cut)
        return (struct text){ 0 };
    if (offer->first_alpn.left)
        protocol_ends(offer->first_alpn, alpn);
    struct text ciphers = ciphers_digest(offer, into), rest = extensions_digest(offer, into);
    return text_format(into, "t%s%c%02u%02u%s_%.*s_%.*s", version_letters(offer->version),
                       offer->server_name.left ? 'd' : 'i', shown_count(&offer->ciphers),
                       shown_count(&offer->extensions), alpn, (int)ciphers.length, ciphers.at,
                       (int)rest.length, rest.at);
}
