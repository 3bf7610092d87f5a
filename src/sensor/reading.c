#include "sensor/reading.h"

enum { NS_PER_US = 1000 };

static void on_dissected(void *owner, const struct dissection *seen, uint64_t frame, int64_t at_ns)
{
    struct reading *r = owner;

    tally_dissection(&r->tally, seen, frame, at_ns);
}

static void on_finished(void *owner, const struct flow *flow)
{
    struct reading *r = owner;

    tally_flow(&r->tally, flow);
}

static void on_skipped(void *owner, const char *reason, bool malformed, uint64_t frame)
{
    struct reading *r = owner;

    r->capture->skipped++;
    r->capture->malformed += malformed;
    tally_skip(&r->tally, text_of(reason), 1, frame);
}

void reading_init(struct reading *r)
{
    struct engine_observer observer = { r, on_dissected, on_finished, on_skipped };

    *r = (struct reading){ 0 };
    engine_init(&r->engine, observer);
    tally_init(&r->tally);
    r->capture = array_add(&r->tally.rows.captures);
}

void reading_share(struct reading *r, struct engine_share share)
{
    r->engine.share = share;
}

void reading_finish(struct reading *r)
{
    engine_finish(&r->engine);
    tally_finish(&r->tally);
}

static void count_packet(struct capture *c, const struct packet *p)
{
    moment_us at = p->at_ns / NS_PER_US;

    c->packets++;
    c->bytes += p->length;
    if (at && (!c->first || at < c->first))
        c->first = at;
    if (at > c->last)
        c->last = at;
}

void reading_packets(struct reading *r, const struct packet *packets, size_t count)
{
    for (size_t i = 0; i < count && engine_speaks_for_all(&r->engine); i++)
        count_packet(r->capture, &packets[i]);
    engine_packets(&r->engine, packets, count);
}

void reading_packet(struct reading *r, const struct packet *p)
{
    reading_packets(r, p, 1);
}

static const char *const loss_reasons[LOSS_COUNT] = {
    [LOSS_BROKEN_RECORD] = "broken records in the file",
    [LOSS_UNKNOWN_INTERFACE] = "packets of an interface that the file never describes",
    [LOSS_FRAGMENTS] = "IP datagrams whose fragments did not all come",
    [LOSS_GAP] = "TCP gaps: segments that the capture lost",
    [LOSS_STREAM_BYTES] = "TCP bytes beyond the memory for reassembly",
    [LOSS_FLOW] = "flows ended early: more at a time than the limit",
    [LOSS_FOREIGN_FLOW] = "flows that nDPI could not look at: more at a time than the limit",
    [LOSS_OPERATION] = "operation codes beyond the limit of one flow",
    [LOSS_SAID] = "things said in one message beyond its room or depth",
};

struct losses reading_losses(const struct engine *e, const struct source_damage *damage)
{
    return (struct losses){ {
        [LOSS_BROKEN_RECORD] = damage ? damage->broken_records : 0,
        [LOSS_UNKNOWN_INTERFACE] = damage ? damage->unknown_interfaces : 0,
        [LOSS_FRAGMENTS] = engine_speaks_for_all(e) ? fragments_dropped(e->fragments) : 0,
        [LOSS_GAP] = e->streams.gaps,
        [LOSS_STREAM_BYTES] = e->streams.refused,
        [LOSS_FLOW] = e->flows.pushed_out,
        [LOSS_FOREIGN_FLOW] = foreign_refused(e->foreign),
        [LOSS_OPERATION] = e->refused_operations,
        [LOSS_SAID] = e->left_out,
    } };
}

static struct protocol_count *protocol_row(struct observed *rows, struct text name)
{
    for (ARRAY_EACH(struct protocol_count, row, &rows->protocols))
        if (text_equal(row->name, name))
            return row;
    struct protocol_count *row = array_add(&rows->protocols);
    row->name = name;
    return row;
}

static void tell_protocols(struct observed *rows, const struct engine *e)
{
    for (ARRAY_EACH(const struct conversation, c, &rows->conversations)) {
        struct protocol_count *row = protocol_row(rows, c->protocol);
        row->packets += c->packets;
        row->bytes += c->bytes;
    }
    for (unsigned i = 0; i < protocol_count; i++) {
        const struct protocol_tally *tally = &e->tally[i];
        if (!tally->messages && !tally->malformed)
            continue;
        struct protocol_count *row = protocol_row(rows, text_of(protocols[i]->name));
        row->messages = tally->messages;
        row->malformed = tally->malformed;
        rows->captures.items[0].malformed += tally->malformed;
    }
}

void reading_close(struct tally *t, const struct engine *e, const struct losses *lost)
{
    tally_end(t);
    for (size_t i = 0; i < LOSS_COUNT; i++)
        tally_skip(t, text_of(loss_reasons[i]), lost->counts[i], 0);
    tell_protocols(&t->rows, e);
    observed_sort(&t->rows);
}

void reading_end(struct reading *r, const struct source_damage *damage)
{
    engine_end(&r->engine);
    struct losses lost =
        reading_losses(&r->engine, engine_speaks_for_all(&r->engine) ? damage : NULL);
    reading_close(&r->tally, &r->engine, &lost);
    if (damage && engine_speaks_for_all(&r->engine)) {
        r->capture->truncated = damage->truncated;
        r->capture->malformed += damage->broken_records;
    }
}
