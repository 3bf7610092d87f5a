/*
 * pcapng.c - the block-structured capture file.
 *
 * Source: draft-ietf-opsawg-pcapng, 3 (blocks and options), 4.1 (section
 * header), 4.2 (interface description), 4.3 (enhanced packet), 4.4 (simple
 * packet), A (obsolete packet block).
 */
#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "capture/source.h"

enum {
    BLOCK_OVERHEAD = 12, /* type, length, and the length again */
    SECTION_HEADER = 0x0a0d0d0a,
    SECTION_MAGIC = 0x1a2b3c4d,
    INTERFACES_MOST = 4096, /* of one section; packets of later ones count as unknown */
    OPTION_END = 0,
    OPTION_RESOLUTION = 9,
    OPTION_OFFSET = 14,
    SECOND_NS = 1000000000,
};

struct interface {
    uint16_t link;
    uint32_t snap_length;      /* 0: unlimited */
    uint64_t ticks_per_second; /* 0: beyond what can be counted, so without times */
    uint64_t ns_per_tick;      /* 0: not a whole number */
    int64_t offset_ns;
};

struct pcapng {
    bool big_endian;
    ARRAY(struct interface) interfaces;
};

enum block_outcome { BLOCK_SKIPPED, BLOCK_PACKET, BLOCK_BROKEN };

struct block {
    uint32_t type;
    struct cursor body;
};

static uint16_t read_u16(const struct pcapng *f, struct cursor *c)
{
    return f->big_endian ? cursor_u16be(c) : cursor_u16le(c);
}

static uint32_t read_u32(const struct pcapng *f, struct cursor *c)
{
    return f->big_endian ? cursor_u32be(c) : cursor_u32le(c);
}

static uint64_t read_ticks(const struct pcapng *f, struct cursor *c)
{
    uint64_t high = read_u32(f, c);

    return high << 32 | read_u32(f, c);
}

/* Seconds and the rest apart, because ticks of 2^-63 s leave no room to multiply. */
static bool scale_ticks(const struct interface *i, uint64_t ticks, uint64_t *ns)
{
    __extension__ typedef unsigned __int128 wide;
    if (i->ns_per_tick > 0)
        return !__builtin_mul_overflow(ticks, i->ns_per_tick, ns);
    if (i->ticks_per_second == 0)
        return false;

    uint64_t seconds = ticks / i->ticks_per_second;
    uint64_t fraction = ticks % i->ticks_per_second;
    uint64_t below_second = (uint64_t)((wide)fraction * SECOND_NS / i->ticks_per_second);
    return !__builtin_mul_overflow(seconds, (uint64_t)SECOND_NS, ns) &&
           !__builtin_add_overflow(*ns, below_second, ns);
}

/* 0, not known, when the moment does not fit. */
static int64_t ticks_to_ns(const struct interface *i, uint64_t ticks)
{
    uint64_t ns;
    int64_t shifted;

    if (!scale_ticks(i, ticks, &ns) || __builtin_add_overflow(ns, i->offset_ns, &shifted))
        return 0;
    return shifted;
}

static uint64_t power(uint64_t base, unsigned exponent)
{
    uint64_t product = 1;

    for (; exponent > 0; exponent--)
        if (__builtin_mul_overflow(product, base, &product))
            return 0;
    return product;
}

static void set_resolution(struct interface *i, uint64_t ticks_per_second)
{
    bool whole = ticks_per_second > 0 && SECOND_NS % ticks_per_second == 0;

    i->ticks_per_second = ticks_per_second;
    i->ns_per_tick = whole ? SECOND_NS / ticks_per_second : 0;
}

static void read_option(const struct pcapng *f, uint16_t code, struct cursor value,
                        struct interface *i)
{
    if (code == OPTION_RESOLUTION) {
        uint8_t resolution = cursor_u8(&value);
        if (cursor_ok(&value))
            set_resolution(i, power(resolution & 0x80 ? 2 : 10, resolution & 0x7f));
    }
    if (code == OPTION_OFFSET) {
        uint64_t offset = f->big_endian ? cursor_u64be(&value) : cursor_u64le(&value);
        if (cursor_ok(&value) &&
            __builtin_mul_overflow((int64_t)offset, (int64_t)SECOND_NS, &i->offset_ns))
            set_resolution(i, 0); /* no moment we can name */
    }
}

static void skip_padding(struct cursor *c, size_t length)
{
    cursor_skip(c, -length & 3);
}

static enum block_outcome interface_block(struct source *s, struct cursor body, struct packet *p)
{
    struct pcapng *f = s->state;
    struct interface described = { 0 };

    (void)p;
    set_resolution(&described, 1000000);
    described.link = read_u16(f, &body);
    cursor_skip(&body, 2);
    described.snap_length = read_u32(f, &body);
    while (cursor_ok(&body) && body.left > 0) {
        uint16_t code = read_u16(f, &body);
        uint16_t length = read_u16(f, &body);
        if (code == OPTION_END)
            break;
        read_option(f, code, cursor_split(&body, length), &described);
        skip_padding(&body, length);
    }
    if (f->interfaces.count < INTERFACES_MOST)
        *array_add(&f->interfaces) = described;
    return BLOCK_SKIPPED;
}

static const struct interface *find_interface(struct source *s, uint32_t number)
{
    const struct pcapng *f = s->state;

    if (number < f->interfaces.count)
        return &f->interfaces.items[number];
    s->damage.unknown_interfaces++;
    return NULL;
}

/* A packet's bytes stand next in the body; what follows them are options that we do not need. */
static enum block_outcome lend(struct cursor *body, uint32_t captured, uint32_t length,
                               struct packet *p)
{
    p->bytes = cursor_take(body, captured);
    p->captured = captured;
    p->length = length > captured ? length : captured;
    return cursor_ok(body) ? BLOCK_PACKET : BLOCK_BROKEN;
}

static enum block_outcome timed_packet(struct source *s, uint32_t number, struct cursor *body,
                                       struct packet *p)
{
    const struct pcapng *f = s->state;
    const struct interface *i = find_interface(s, number);
    if (!i)
        return BLOCK_SKIPPED;

    p->link = i->link;
    p->at_ns = ticks_to_ns(i, read_ticks(f, body));
    uint32_t captured = read_u32(f, body);
    uint32_t length = read_u32(f, body);
    return lend(body, captured, length, p);
}

static enum block_outcome enhanced_packet(struct source *s, struct cursor body, struct packet *p)
{
    return timed_packet(s, read_u32(s->state, &body), &body, p);
}

static enum block_outcome obsolete_packet(struct source *s, struct cursor body, struct packet *p)
{
    uint16_t number = read_u16(s->state, &body);

    cursor_skip(&body, 2); /* packets dropped */
    return timed_packet(s, number, &body, p);
}

/* It carries its length on the wire only; the interface says how much of that was kept. */
static enum block_outcome simple_packet(struct source *s, struct cursor body, struct packet *p)
{
    const struct interface *i = find_interface(s, 0);
    if (!i)
        return BLOCK_SKIPPED;

    uint32_t length = read_u32(s->state, &body);
    bool cut = i->snap_length > 0 && i->snap_length < length;
    p->link = i->link;
    p->at_ns = 0;
    return lend(&body, cut ? i->snap_length : length, length, p);
}

static enum block_outcome section_block(struct source *s, struct cursor body, struct packet *p)
{
    struct pcapng *f = s->state;

    (void)p;
    array_free(&f->interfaces); /* they are numbered anew in every section */
    cursor_skip(&body, 4);      /* the magic was read already */
    return read_u16(f, &body) == 1 ? BLOCK_SKIPPED : BLOCK_BROKEN;
}

static enum block_outcome ignored_block(struct source *s, struct cursor body, struct packet *p)
{
    (void)s, (void)body, (void)p;
    return BLOCK_SKIPPED;
}

/* The commonest first.  Types that are not listed are passed over by their length. */
static const struct block_kind {
    uint32_t type;
    uint32_t body_least;
    enum block_outcome (*read)(struct source *s, struct cursor body, struct packet *p);
} kinds[] = {
    { 6, 20, enhanced_packet },
    { 3, 4, simple_packet },
    { 2, 20, obsolete_packet },
    { 1, 8, interface_block },
    { SECTION_HEADER, 16, section_block },
    { 4, 4, ignored_block },  /* name resolution */
    { 5, 12, ignored_block }, /* interface statistics */
};

static const struct block_kind *find_kind(uint32_t type)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return NULL;
}

/* A section header is written in the byte order that it announces. */
static bool learn_order(struct cursor at, struct pcapng *f)
{
    cursor_skip(&at, 8);
    struct cursor again = at;
    bool little = cursor_u32le(&at) == SECTION_MAGIC;
    bool big = cursor_u32be(&again) == SECTION_MAGIC;

    if (little || big)
        f->big_endian = big;
    return little || big;
}

/* Both lengths must agree; otherwise false, and `rest` stays.  `order` is changed by a section. */
static bool read_block(struct pcapng *order, struct cursor *rest, struct block *block)
{
    struct cursor ahead = *rest;
    struct pcapng learnt = *order;

    block->type = read_u32(&learnt, &ahead);
    if (block->type == SECTION_HEADER && !learn_order(*rest, &learnt))
        return false;
    uint32_t length = read_u32(&learnt, &ahead);
    if (!cursor_ok(&ahead) || length < BLOCK_OVERHEAD)
        return false;
    block->body = cursor_split(&ahead, length - BLOCK_OVERHEAD);
    if (read_u32(&learnt, &ahead) != length || !cursor_ok(&ahead))
        return false;
    order->big_endian = learnt.big_endian;
    *rest = ahead;
    return true;
}

/* Every byte is tried once as the start of a block that we know and whose lengths agree. */
static bool find_block(const struct pcapng *order, struct cursor *rest)
{
    struct cursor at = *rest;

    for (cursor_skip(&at, 1); at.left >= BLOCK_OVERHEAD; cursor_skip(&at, 1)) {
        struct pcapng tried = { .big_endian = order->big_endian };
        struct cursor ahead = at;
        struct block block;
        if (!read_block(&tried, &ahead, &block))
            continue;
        const struct block_kind *kind = find_kind(block.type);
        if (kind && block.body.left >= kind->body_least) {
            *rest = at;
            return true;
        }
    }
    return false;
}

/* A block that wants more than the file has is the mark of a copy that was interrupted. */
static bool reaches_beyond(const struct pcapng *order, struct cursor at)
{
    struct pcapng learnt = { .big_endian = order->big_endian };
    size_t there = at.left;
    struct cursor header = at;

    if (read_u32(&learnt, &header) == SECTION_HEADER)
        (void)learn_order(at, &learnt); /* unlearnt, the length is as good as any */
    return there < BLOCK_OVERHEAD || read_u32(&learnt, &header) > there;
}

/* The block at the position cannot be read: its end, if any, is not where it says. */
static bool recover(struct source *s)
{
    struct cursor found = s->rest;

    if (source_is_partial(s))
        return false;
    if (find_block(s->state, &found)) {
        source_broken(s);
        s->rest = found;
        return true;
    }
    if (!reaches_beyond(s->state, s->rest))
        source_broken(s);
    return source_ends(s);
}

static enum block_outcome read_known(const struct block_kind *kind, struct source *s,
                                     struct cursor body, struct packet *p)
{
    if (!kind)
        return BLOCK_SKIPPED;
    return body.left < kind->body_least ? BLOCK_BROKEN : kind->read(s, body, p);
}

static bool pcapng_next(struct source *s, struct packet *p)
{
    while (s->rest.left > 0) {
        struct cursor ahead = s->rest;
        struct block block;
        if (!read_block(s->state, &ahead, &block)) {
            if (!recover(s))
                return false;
            continue;
        }
        const struct block_kind *kind = find_kind(block.type);
        enum block_outcome outcome = read_known(kind, s, block.body, p);
        if (outcome == BLOCK_BROKEN)
            source_broken(s);
        s->rest = ahead;
        if (outcome == BLOCK_PACKET)
            return true;
    }
    return false;
}

static int check_section(struct pcapng *f, struct cursor rest, const char *name,
                         struct problem *why)
{
    struct block first;

    if (!learn_order(rest, f))
        return problem_set(why, -EINVAL, "%s: a pcapng section header without its byte-order magic",
                           name);
    if (!read_block(f, &rest, &first))
        return problem_set(why, -EINVAL,
                           "%s: the pcapng section header is cut short or its lengths disagree",
                           name);
    cursor_skip(&first.body, 4);
    uint16_t major = read_u16(f, &first.body);
    if (!cursor_ok(&first.body) || major != 1)
        return problem_set(why, -EINVAL, "%s: pcapng version %u; only 1 can be read", name, major);
    return 0;
}

static int pcapng_begin(struct source *s, const char *name, struct problem *why)
{
    struct pcapng found = { 0 };
    struct cursor start = s->rest;
    if (cursor_u32le(&start) != SECTION_HEADER)
        return 0;

    int error = check_section(&found, s->rest, name, why);
    if (error)
        return error;
    struct pcapng *f = calloc(1, sizeof *f);
    if (!f)
        return problem_set(why, -ENOMEM, "%s: no memory to read it", name);
    f->big_endian = found.big_endian;
    s->state = f;
    return 1;
}

static void pcapng_end(struct source *s)
{
    struct pcapng *f = s->state;

    array_free(&f->interfaces);
    free(f);
}

const struct source_format pcapng_format = { "pcapng", pcapng_begin, pcapng_next, pcapng_end };
