#include "proto/dns_message.h"

#include "base/attributes.h"

enum {
    FLAG_RESPONSE = 0x8000,
    CODE_BITS = 0x000f,
    LABEL_MOST = 63,
    POINTER = 0xc0,
    POINTERS_MOST = 32, /* in one name: a name of more labels than that is nobody's */
};

bool dns_open(struct cursor whole, struct dns_message *message)
{
    *message = (struct dns_message){ .whole = whole, .rest = whole };
    message->id = cursor_u16be(&message->rest);
    message->flags = cursor_u16be(&message->rest);
    for (unsigned i = 0; i < DNS_SECTIONS; i++)
        message->counts[i] = cursor_u16be(&message->rest);
    message->left = message->counts[DNS_QUESTION];
    return cursor_ok(&message->rest);
}

bool dns_is_response(const struct dns_message *message)
{
    return message->flags & FLAG_RESPONSE;
}

uint8_t dns_opcode(const struct dns_message *message)
{
    return message->flags >> 11 & 15;
}

enum message_kind dns_kind(const struct dns_message *message)
{
    if (!dns_is_response(message))
        return MESSAGE_REQUEST;
    return message->flags & CODE_BITS ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
}

/* ---- names ---- */

static bool add(struct dns_name *name, uint8_t byte)
{
    if (name->length == sizeof name->bytes)
        return false;
    name->bytes[name->length++] = byte ? byte : '?'; /* a NUL would end the text */
    return true;
}

static bool add_label(struct dns_name *name, struct cursor label)
{
    bool fits = cursor_ok(&label) && (name->length == 0 || add(name, '.'));

    while (fits && label.left > 0)
        fits = add(name, cursor_u8(&label));
    return fits;
}

/* Follow a pointer, which may only lead back.  Source: RFC 1035, 4.1.4. */
static bool follow(const struct dns_message *message, uint8_t high, struct cursor *c,
                   size_t *before)
{
    size_t offset = (size_t)(high & ~POINTER) << 8 | cursor_u8(c);
    bool leads_back = cursor_ok(c) && offset < *before;

    *before = offset;
    *c = message->whole;
    cursor_skip(c, offset);
    return leads_back;
}

struct dns_name dns_name_read(const struct dns_message *message, struct cursor *at)
{
    struct dns_name name = { 0 };
    struct cursor c = *at;
    size_t before = message->whole.left;
    unsigned pointers = 0;
    bool is_good = true;

    for (uint8_t length = cursor_u8(&c); is_good && length > 0; length = cursor_u8(&c)) {
        if (length < POINTER) {
            is_good = length <= LABEL_MOST && add_label(&name, cursor_split(&c, length));
            continue;
        }
        struct cursor behind = c;
        cursor_skip(&behind, 1);
        if (pointers == 0)
            *at = behind;
        is_good = ++pointers <= POINTERS_MOST && follow(message, length, &c, &before);
    }
    if (!is_good || !cursor_ok(&c))
        *at = (struct cursor){ .failed = true };
    else if (pointers == 0)
        *at = c;
    return name;
}

bool dns_name_whole(struct cursor bytes, struct dns_name *name)
{
    bool is_good = true;

    *name = (struct dns_name){ 0 };
    while (is_good && bytes.left > 0) {
        uint8_t length = cursor_u8(&bytes);
        if (length == 0)
            break;
        is_good = length <= LABEL_MOST && add_label(name, cursor_split(&bytes, length));
    }
    return is_good && cursor_ok(&bytes);
}

struct text dns_name_text(const struct dns_name *name, struct arena *into)
{
    return text_from_wire(cursor_over(name->bytes, name->length), into);
}

bool dns_is_below(struct text name, const char *domain)
{
    size_t length = text_of(domain).length;

    if (name.length < length)
        return false;
    size_t before = name.length - length;
    bool at_label = before == 0 || name.at[before - 1] == '.';
    return at_label && text_starts((struct text){ name.at + before, length }, domain);
}

/* ---- records ---- */

bool dns_next(struct dns_message *message, struct dns_record *record)
{
    struct cursor *rest = &message->rest;

    while (message->left == 0 && message->section < DNS_ADDITIONAL)
        message->left = message->counts[++message->section];
    if (message->left == 0 || !cursor_ok(rest))
        return false;
    message->left--;
    *record = (struct dns_record){ .section = message->section };
    record->name = dns_name_read(message, rest);
    record->type = cursor_u16be(rest);
    record->class = cursor_u16be(rest);
    if (message->section != DNS_QUESTION) {
        record->seconds = cursor_u32be(rest);
        record->data = cursor_split(rest, cursor_u16be(rest));
    }
    return cursor_ok(rest);
}

bool dns_is_whole(const struct dns_message *message)
{
    return cursor_ok(&message->rest) && message->left == 0 && message->section == DNS_ADDITIONAL;
}

struct address dns_record_address(const struct dns_record *record)
{
    struct cursor data = record->data;
    const uint8_t *bytes = cursor_take(&data, record->type == DNS_AAAA ? 16 : 4);

    if (!bytes || data.left > 0 || (record->class & DNS_CLASS_BITS) != DNS_INTERNET)
        return (struct address){ 0 };
    if (record->type == DNS_A)
        return address_ipv4(bytes);
    return record->type == DNS_AAAA ? address_ipv6(bytes) : (struct address){ 0 };
}

/* "20.1.41.10.in-addr.arpa" is 10.41.1.20.  Source: RFC 1035, 3.5. */
static struct address reversed_address(const struct dns_name *name, struct arena *scratch)
{
    struct text rest = dns_name_text(name, scratch);
    uint64_t value;
    uint8_t bytes[4];

    for (int i = 3; i >= 0; i--) {
        if (!text_unsigned(text_cut(&rest, '.'), UINT8_MAX, &value))
            return (struct address){ 0 };
        bytes[i] = (uint8_t)value;
    }
    return text_starts(rest, "in-addr.arpa") ? address_ipv4(bytes) : (struct address){ 0 };
}

void dns_state_name(struct dissection *out, const struct dns_message *message,
                    const struct dns_record *record, const char *source, uint8_t confidence)
{
    bool is_reverse = record->type == DNS_PTR;
    struct dns_name name = record->name;
    struct address about =
        is_reverse ? reversed_address(&name, out->arena) : dns_record_address(record);
    struct cursor data = record->data;

    if (!address_is_private(&about))
        return;
    if (is_reverse)
        name = dns_name_read(message, &data);
    if (cursor_ok(&data))
        dissection_state(out, &about, FIELD_name, dns_name_text(&name, out->arena), source,
                         confidence);
}

/* ---- is it one ---- */

/* Source: IANA registry "Domain Name System Parameters"; what hosts still send. */
static const uint16_t known_types[] = {
    1,  2,  5,  6,  10, 12, 13, 15,  16,  17,  18,  24,  25,  28,  29, 33,
    35, 36, 37, 39, 41, 42, 43, 44,  46,  47,  48,  50,  51,  52,  53, 59,
    60, 61, 62, 63, 64, 65, 99, 249, 250, 251, 252, 255, 256, 257,
};

static bool is_known_type(uint16_t type)
{
    for (size_t i = 0; i < COUNT_OF(known_types); i++)
        if (known_types[i] == type)
            return true;
    return false;
}

/* IN, CH, HS, NONE, ANY; an options record keeps a size in its place.  Source: RFC 6895, 3.2. */
static bool is_known_class(const struct dns_record *record)
{
    uint16_t class = record->class & DNS_CLASS_BITS;

    return class == DNS_INTERNET || class == DNS_CHAOS || class == 4 || class == 254 ||
           class == 255 || (record->type == DNS_OPTIONS && record->name.length == 0);
}

enum match dns_match(struct cursor payload)
{
    struct dns_message message;
    struct dns_record record;
    bool all_known = true;
    unsigned count = 0;

    if (!dns_open(payload, &message))
        return MATCH_NO;
    for (; dns_next(&message, &record); count++) {
        if (!is_known_class(&record))
            return MATCH_NO;
        all_known = all_known && is_known_type(record.type);
    }
    if (count == 0) /* a refusal may repeat nothing */
        return message.whole.left == DNS_HEADER_BYTES && dns_kind(&message) == MESSAGE_REFUSAL
                   ? MATCH_MAYBE
                   : MATCH_NO;
    return dns_is_whole(&message) && message.rest.left == 0 && all_known ? MATCH_YES : MATCH_MAYBE;
}
