#include "identify/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "identify/words.h"

/* clang-format off */
#define DECLARES(words)            { CONDITION_declares, words, NULL, 0 }
#define CAPABLE(words)             { CONDITION_capable, words, NULL, 0 }
#define RUNS(words)                { CONDITION_runs, words, NULL, 0 }
#define NAMED(words)               { CONDITION_named, words, NULL, 0 }
#define VENDOR(words)              { CONDITION_vendor, words, NULL, 0 }
#define ORDER(words)               { CONDITION_order, words, NULL, 0 }
#define SERVES(over)               { CONDITION_serves, NULL, over, 1 }
#define USES(over)                 { CONDITION_uses, NULL, over, 1 }
#define NEVER_SERVES(over)         { CONDITION_never_serves, NULL, over, 1 }
#define NEVER_USES(over)           { CONDITION_never_uses, NULL, over, 1 }
#define ISSUES(classes, over, n)   { CONDITION_issues, classes, over, n }
#define RECEIVES(classes, over, n) { CONDITION_receives, classes, over, n }
#define ROUTES(n)                  { CONDITION_routes, NULL, NULL, n }
#define IS_GATEWAY                 { CONDITION_is_gateway, NULL, NULL, 1 }
#define IS_EXTERNAL                { CONDITION_is_external, NULL, NULL, 0 }
#define MEETS(roles)               { CONDITION_meets, roles, NULL, 1 }
/* clang-format on */

const struct rule rules[] = {
#define GROUP(name, protocols)
#define RULE(id, role, class, level, confidence, reason, ...)                                      \
    { #id, role, ASSET_##class, level, confidence, reason, { __VA_ARGS__ } },
#include "identify/roles.def"
#undef RULE
#undef GROUP
    { 0 },
};

static const struct {
    const char *name, *protocols;
} groups[] = {
#define RULE(...)
#define GROUP(name, protocols) { #name, protocols },
#include "identify/roles.def"
#undef GROUP
#undef RULE
};

/* What a condition found, for the reason. */
struct finding {
    struct text value, source, protocol;
    ARRAY(struct text) operations; /* no two alike, in the order of their finding */
    ARRAY(struct address) peers;   /* the first address of each; settled: sorted, no two alike */
    uint64_t count;
    uint8_t confidence; /* of the evidence; 0 when it rests on none */
};

static void forget(struct finding *found)
{
    array_free(&found->operations);
    array_free(&found->peers);
}

static const char *group_protocols(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (text_is(name, groups[i].name))
            return groups[i].protocols;
    return "";
}

static bool search(const char *list, struct text protocol)
{
    struct text rest = text_of(list), word;

    while (words_next(&rest, &word)) {
        if (text_starts(word, "@")) {
            struct text name = { word.at + 1, word.length - 1 };
            if (search(group_protocols(name), protocol))
                return true;
        } else if (text_equal(word, protocol)) {
            return true;
        }
    }
    return false;
}

/* Every rule asks for the protocol of every conversation: what was found out once is kept. */
static bool lists_protocol(const char *list, struct text protocol)
{
    enum { KEPT = 1024, NAME_MOST = 24 };
    static _Thread_local struct {
        const char *list;
        size_t length;
        char name[NAME_MOST];
        bool answer;
    } kept[KEPT];
    size_t at = hash_mix(hash_bytes(protocol.at, protocol.length), (uintptr_t)list) % KEPT;

    if (protocol.length > NAME_MOST)
        return search(list, protocol);
    if (kept[at].list != list ||
        !text_equal((struct text){ kept[at].name, kept[at].length }, protocol)) {
        kept[at].answer = search(list, protocol);
        kept[at].list = list;
        kept[at].length = protocol.length;
        memcpy(kept[at].name, protocol.at, protocol.length);
    }
    return kept[at].answer;
}

static void note_operation(struct finding *found, const struct operation_count *o)
{
    found->protocol = o->protocol;
    for (ARRAY_EACH(const struct text, noted, &found->operations))
        if (text_equal(*noted, o->name))
            return;
    *array_add(&found->operations) = o->name;
}

static void note_peer(const struct inquiry *q, struct finding *found, const struct address *peer)
{
    const struct asset *asset = assets_at(q->assets, peer);

    if (asset)
        peer = asset->ips.count ? &asset->ips.items[0] : &asset->macs.items[0];
    *array_add(&found->peers) = *peer;
}

static int compare_peers(const void *left, const void *right)
{
    return address_compare(left, right);
}

/* A hub has thousands of conversations: sorting beats looking each peer up. */
static bool settle_peers(struct finding *found, unsigned least)
{
    size_t kept = 0;

    if (found->peers.count)
        qsort(found->peers.items, found->peers.count, sizeof *found->peers.items, compare_peers);
    for (size_t i = 0; i < found->peers.count; i++)
        if (kept == 0 || !address_equal(&found->peers.items[kept - 1], &found->peers.items[i]))
            found->peers.items[kept++] = found->peers.items[i];
    found->peers.count = kept;
    return kept >= least;
}

/* Conditions on what is said of the device. */

static bool find_words(const struct inquiry *q, const char *words, const enum field *fields,
                       size_t count, struct finding *found)
{
    for (ARRAY_EACH(const struct sighting, s, &q->file->asset->evidence))
        for (size_t i = 0; i < count; i++)
            if (s->part.length == 0 && s->field == fields[i] && words_mentioned(words, s->value)) {
                found->value = s->value;
                found->source = s->source;
                found->confidence = s->confidence;
                return true;
            }
    return false;
}

#define WORDS_IN(name, ...)                                                                        \
    static bool name(const struct inquiry *q, const struct condition *c, struct finding *found)    \
    {                                                                                              \
        static const enum field fields[] = { __VA_ARGS__ };                                        \
        return find_words(q, c->words, fields, COUNT_OF(fields), found);                           \
    }

WORDS_IN(declares, FIELD_device_type, FIELD_model, FIELD_description)
WORDS_IN(capable, FIELD_capability)
WORDS_IN(runs, FIELD_application, FIELD_server_software, FIELD_client_software, FIELD_software,
         FIELD_vendor_class)
WORDS_IN(named, FIELD_name)
WORDS_IN(is_of_vendor, FIELD_vendor)
WORDS_IN(has_order_number, FIELD_order_number)

/* Conditions on what the device does. */

/* The protocol of the list that the conversation, or something inside it, spoke. */
static bool finds_protocol(const struct conversation *c, const char *over, struct text *protocol)
{
    for (ARRAY_EACH(const struct operation_count, o, &c->operations))
        if (lists_protocol(over, o->protocol))
            return *protocol = o->protocol, true;
    return lists_protocol(over, c->protocol) ? (*protocol = c->protocol, true) : false;
}

static bool is_answered(const struct conversation *c)
{
    return c->packets > c->packets_from_client;
}

static bool serves(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    for (ARRAY_EACH(const struct conversation *, talk, &q->file->as_server))
        if (is_answered(*talk) && finds_protocol(*talk, c->over, &found->protocol))
            note_peer(q, found, &(*talk)->client);
    return settle_peers(found, c->least);
}

/* Publishing to a group needs no answer; talking to one device does. */
static bool uses(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    for (ARRAY_EACH(const struct conversation *, talk, &q->file->as_client))
        if ((is_answered(*talk) || address_is_group(&(*talk)->server)) &&
            finds_protocol(*talk, c->over, &found->protocol))
            note_peer(q, found, &(*talk)->server);
    return settle_peers(found, c->least);
}

static bool never_serves(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    return !serves(q, c, found);
}

static bool never_uses(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    return !uses(q, c, found);
}

static bool is_operation_of(const struct condition *c, const struct operation_count *o)
{
    return lists_protocol(c->over, o->protocol) &&
           words_hold(c->words, text_of(class_name(o->class)));
}

static bool issues(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    for (ARRAY_EACH(const struct conversation *, talk, &q->file->as_client))
        for (ARRAY_EACH(const struct operation_count, o, &(*talk)->operations))
            if (o->requests > 0 && is_operation_of(c, o)) {
                note_operation(found, o);
                note_peer(q, found, &(*talk)->server);
            }
    return settle_peers(found, c->least);
}

static bool receives(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    for (ARRAY_EACH(const struct conversation *, talk, &q->file->as_server))
        for (ARRAY_EACH(const struct operation_count, o, &(*talk)->operations))
            if (o->responses > o->errors && is_operation_of(c, o)) {
                note_operation(found, o);
                note_peer(q, found, &(*talk)->client);
            }
    return settle_peers(found, c->least);
}

/* Conditions on where the device stands. */

static bool is_router_for(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    found->count = q->file->asset->routed;
    return found->count >= c->least;
}

static bool is_gateway(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    for (ARRAY_EACH(const struct fact *, given, &q->file->as_gateway)) {
        found->value = (*given)->value;
        note_peer(q, found, &(*given)->about);
    }
    bool is_given = settle_peers(found, c->least);
    found->count = found->peers.count;
    return is_given;
}

/* Shared and loopback space is no public address either. Source: RFC 6598, RFC 1122 3.2.1.3. */
static bool is_public(const struct address *a)
{
    static const struct prefix inner[] = {
        { { ADDRESS_IPV4, { 100, 64 } }, 10 },
        { { ADDRESS_IPV4, { 127 } }, 8 },
        { { ADDRESS_IPV6, { [15] = 1 } }, 128 },
    };

    if (a->kind == ADDRESS_MAC || address_is_private(a))
        return false;
    for (size_t i = 0; i < COUNT_OF(inner); i++)
        if (prefix_contains(&inner[i], a))
            return false;
    return true;
}

static bool is_external(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    const struct asset *asset = q->file->asset;

    (void)c;
    (void)found;
    for (ARRAY_EACH(const struct address, ip, &asset->ips))
        if (!is_public(ip))
            return false;
    return asset->macs.count == 0 && asset->ips.count > 0;
}

static void meet(const struct inquiry *q, const struct condition *c, struct finding *found,
                 const struct address *peer)
{
    const struct asset *other = assets_at(q->assets, peer);

    if (!other || !words_hold(c->words, other->role.value))
        return;
    if (found->peers.count == 0)
        found->value = other->role.value;
    note_peer(q, found, peer);
}

static bool meets(const struct inquiry *q, const struct condition *c, struct finding *found)
{
    for (ARRAY_EACH(const struct conversation *, talk, &q->file->as_client))
        meet(q, c, found, &(*talk)->server);
    for (ARRAY_EACH(const struct conversation *, talk, &q->file->as_server))
        meet(q, c, found, &(*talk)->client);
    return settle_peers(found, c->least);
}

static bool (*const tests[])(const struct inquiry *q, const struct condition *c,
                             struct finding *found) = {
    [CONDITION_declares] = declares,
    [CONDITION_capable] = capable,
    [CONDITION_runs] = runs,
    [CONDITION_named] = named,
    [CONDITION_vendor] = is_of_vendor,
    [CONDITION_order] = has_order_number,
    [CONDITION_serves] = serves,
    [CONDITION_uses] = uses,
    [CONDITION_never_serves] = never_serves,
    [CONDITION_never_uses] = never_uses,
    [CONDITION_issues] = issues,
    [CONDITION_receives] = receives,
    [CONDITION_routes] = is_router_for,
    [CONDITION_is_gateway] = is_gateway,
    [CONDITION_is_external] = is_external,
    [CONDITION_meets] = meets,
};

/* Reasons: what was found in the place of the words in braces. */

enum { NAMED_MOST = 3 };

/* Before the i-th of count items of which the first ones are shown: "a, b and 7 more". */
static const char *joint(size_t i, size_t count)
{
    if (i == 0)
        return "";
    return i + 1 == count ? " and " : ", ";
}

static size_t shown_of(size_t count)
{
    return count <= NAMED_MOST ? count : NAMED_MOST - 1;
}

static void write_rest(struct buffer *out, size_t count)
{
    if (count > shown_of(count))
        buffer_format(out, " and %zu more", count - shown_of(count));
}

static void write_operations(struct buffer *out, const struct finding *found)
{
    for (size_t i = 0; i < shown_of(found->operations.count); i++) {
        buffer_string(out, joint(i, found->operations.count));
        buffer_text(out, found->operations.items[i]);
    }
    write_rest(out, found->operations.count);
}

static void write_peers(struct buffer *out, const struct finding *found)
{
    char shown[ADDRESS_TEXT];

    for (size_t i = 0; i < shown_of(found->peers.count); i++) {
        address_format(&found->peers.items[i], shown);
        buffer_string(out, joint(i, found->peers.count));
        buffer_string(out, shown);
    }
    write_rest(out, found->peers.count);
}

static void write_word(struct buffer *out, struct text word, const struct finding *found)
{
    if (text_is(word, "value"))
        buffer_text(out, found->value);
    else if (text_is(word, "source"))
        buffer_text(out, found->source);
    else if (text_is(word, "protocol"))
        buffer_text(out, found->protocol);
    else if (text_is(word, "operations"))
        write_operations(out, found);
    else if (text_is(word, "peers"))
        write_peers(out, found);
    else if (text_is(word, "count"))
        buffer_format(out, "%llu", (unsigned long long)found->count);
}

static struct text reason_of(const struct rule *rule, const struct finding *found,
                             struct arena *into)
{
    struct text rest = text_of(rule->reason);
    struct buffer out = BUFFER_KEPT;

    while (rest.length > 0) {
        buffer_text(&out, text_cut(&rest, '{'));
        write_word(&out, text_cut(&rest, '}'), found);
    }
    struct text reason = text_copy(buffer_view(&out), into);
    buffer_free(&out);
    return reason;
}

bool rule_needs_roles(const struct rule *rule)
{
    for (int i = 0; i < RULE_CONDITIONS_MOST; i++)
        if (rule->conditions[i].kind == CONDITION_meets)
            return true;
    return false;
}

bool rule_fits(const struct rule *rule, const struct inquiry *q, struct fit *fit)
{
    struct finding first = { 0 };
    bool fits = true;

    for (int i = 0; fits && i < RULE_CONDITIONS_MOST && rule->conditions[i].kind; i++) {
        struct finding other = { 0 };
        fits = tests[rule->conditions[i].kind](q, &rule->conditions[i], i == 0 ? &first : &other);
        forget(&other);
    }
    if (fits) {
        bool is_weaker = first.confidence && first.confidence < rule->confidence;
        fit->reason = reason_of(rule, &first, q->text);
        fit->confidence = is_weaker ? first.confidence : rule->confidence;
    }
    forget(&first);
    return fits;
}
