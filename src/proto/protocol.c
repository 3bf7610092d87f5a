#include "proto/protocol.h"

const struct protocol *const protocols[] = {
#define PROTOCOL(name) &name##_protocol,
#include "proto/protocols.def"
#undef PROTOCOL
    NULL,
};

const unsigned protocol_count = sizeof protocols / sizeof protocols[0] - 1;

const struct protocol *protocol_find(struct text name)
{
    for (const struct protocol *const *p = protocols; *p; p++)
        if (text_is(name, (*p)->name))
            return *p;
    return NULL;
}

bool protocol_has_port(const struct protocol *p, uint16_t port)
{
    for (unsigned i = 0; i < sizeof p->ports / sizeof p->ports[0] && p->ports[i]; i++)
        if (p->ports[i] == port)
            return true;
    return false;
}

static const struct operation *search(const struct protocol *p, uint32_t code, uint32_t sub)
{
    const struct operation *any = NULL, *row = p->operations;

    for (; row->name; row++) {
        if (row->code != code)
            continue;
        if (row->sub == sub)
            return row;
        if (row->sub == SUB_ANY)
            any = row;
    }
    return any ? any : row;
}

/* What is asked of a table is mostly asked again: every message wants a row or more. */
const struct operation *operation_find(const struct protocol *p, uint32_t code, uint32_t sub)
{
    enum { KEPT = 256 };
    static _Thread_local struct {
        const struct protocol *protocol;
        const struct operation *row;
        uint32_t code, sub;
    } kept[KEPT];
    size_t at = (code * 31u + sub * 7u + (uintptr_t)p / sizeof *p) % KEPT;

    if (kept[at].protocol != p || kept[at].code != code || kept[at].sub != sub) {
        kept[at].row = search(p, code, sub);
        kept[at].protocol = p;
        kept[at].code = code;
        kept[at].sub = sub;
    }
    return kept[at].row;
}

void dissection_begin(struct dissection *out, struct arena *arena)
{
    *out = (struct dissection){ .arena = arena };
    out->tail = &out->first;
    out->statements_tail = &out->statements;
    out->ties_tail = &out->ties;
}

static void speak(struct dissection *out, const struct protocol *p)
{
    if (!out->label || out->label->is_carrier)
        out->label = p;
}

static void *room(struct dissection *out, size_t size, size_t align)
{
    void *found = arena_alloc(out->arena, 1, size, align);

    if (!found)
        out->left_out++;
    return found;
}

#define ROOM_FOR(out, type) ((type *)room((out), sizeof(type), alignof(type)))

void dissection_operation(struct dissection *out, const struct protocol *p, enum message_kind kind,
                          uint32_t code, uint32_t sub)
{
    struct observation *seen = ROOM_FOR(out, struct observation);

    speak(out, p);
    if (!seen)
        return;
    *seen = (struct observation){ .protocol = p,
                                  .operation = operation_find(p, code, sub),
                                  .code = code,
                                  .sub = sub,
                                  .kind = kind };
    *out->tail = seen;
    out->tail = &seen->next;
}

void dissection_state(struct dissection *out, const struct address *about, enum field field,
                      struct text value, const char *source, uint8_t confidence)
{
    dissection_state_part(out, about, (struct text){ 0 }, field, value, source, confidence);
}

void dissection_state_part(struct dissection *out, const struct address *about, struct text part,
                           enum field field, struct text value, const char *source,
                           uint8_t confidence)
{
    struct statement *said;

    if (value.length == 0 || about->kind == ADDRESS_NONE)
        return;
    said = ROOM_FOR(out, struct statement);
    if (!said)
        return;
    *said = (struct statement){ .about = *about,
                                .part = part,
                                .field = field,
                                .value = value,
                                .source = source,
                                .confidence = confidence };
    *out->statements_tail = said;
    out->statements_tail = &said->next;
}

void dissection_tie(struct dissection *out, struct address mac, struct address ip,
                    enum binding_how how)
{
    struct tie *tied;

    if (address_is_group(&mac) || address_is_group(&ip) || address_is_void(&mac))
        return;
    tied = ROOM_FOR(out, struct tie);
    if (!tied)
        return;
    *tied = (struct tie){ .mac = mac, .ip = ip, .how = how };
    *out->ties_tail = tied;
    out->ties_tail = &tied->next;
}

void dissection_expect(struct dissection *out, struct address at, uint16_t port)
{
    struct expected *announced = port ? ROOM_FOR(out, struct expected) : NULL;

    if (!announced)
        return;
    *announced = (struct expected){ .next = out->expected, .at = at, .port = port };
    out->expected = announced;
}

static void count(struct dissection *out, const struct protocol *const *row, enum verdict verdict)
{
    if (!out->tally)
        return;
    struct protocol_tally *tally = &out->tally[row - protocols];
    *(verdict == VERDICT_OK ? &tally->messages : &tally->malformed) += 1;
}

enum { PROTOCOLS = sizeof protocols / sizeof protocols[0] - 1, CARRIER_BITS = 16 };

struct passengers {
    const struct protocol *const *rows[PROTOCOLS + 1]; /* in protocols[]; NULL ends */
};

/* Most protocols travel alone: who travels in a carrier is found out once. */
static const struct passengers *passengers_of(enum carrier carrier)
{
    static _Thread_local struct passengers kept[CARRIER_BITS];
    struct passengers *list = &kept[__builtin_ctz(carrier) % CARRIER_BITS];
    size_t count = 0;

    for (const struct protocol *const *p = protocols; *p && (count || !list->rows[0]); p++)
        if ((*p)->carriers & carrier)
            list->rows[count++] = p;
    return list;
}

bool dissection_descend(struct dissection *out, enum carrier carrier, struct cursor payload)
{
    if (out->depth == PROTOCOL_DEPTH_MOST) {
        out->left_out++;
        return false;
    }
    const struct passengers *passengers = passengers_of(carrier);
    for (size_t i = 0; passengers->rows[i]; i++) {
        const struct protocol *p = *passengers->rows[i];
        if (p->probe(payload) == MATCH_NO)
            continue;
        void *state = out->state;
        out->depth++;
        count(out, passengers->rows[i], p->dissect(&payload, out));
        out->depth--;
        out->state = state;
        return true;
    }
    return false;
}
