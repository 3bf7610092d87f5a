#include "sensor/live_reading.h"

void live_reading_init(struct live_reading *r, moment_us now)
{
    *r = (struct live_reading){ .from = now };
    reading_init(&r->reading);
}

void live_reading_finish(struct live_reading *r)
{
    reading_finish(&r->reading);
}

static struct losses since(const struct live_reading *r)
{
    struct losses lost = reading_losses(&r->reading.engine, NULL);

    for (size_t i = 0; i < LOSS_COUNT; i++)
        lost.counts[i] -= r->before.counts[i];
    return lost;
}

void live_reading_rows(const struct live_reading *r, const struct live_counters *counters,
                       moment_us now, struct tally *rows)
{
    const struct engine *e = &r->reading.engine;
    struct losses lost = since(r);

    tally_copy(rows, &r->reading.tally);
    for (const struct flow *f = e->flows.oldest; f; f = f->newer)
        tally_flow(rows, f);
    reading_close(rows, e, &lost);
    rows->rows.captures.items[0].live = (struct listening){
        .from = r->from,
        .to = now,
        .dropped = counters->dropped - r->dropped_before,
        .not_kept = counters->not_kept - r->not_kept_before,
    };
}

bool live_reading_is_old(const struct live_reading *r, moment_us now)
{
    return now - r->from >= live_run_us;
}

void live_reading_renew(struct live_reading *r, const struct live_counters *counters, moment_us now)
{
    struct reading *reading = &r->reading;

    r->before = reading_losses(&reading->engine, NULL);
    r->dropped_before = counters->dropped;
    r->not_kept_before = counters->not_kept;
    r->from = now;
    engine_count_anew(&reading->engine);
    tally_finish(&reading->tally);
    tally_init(&reading->tally);
    reading->capture = array_add(&reading->tally.rows.captures);
}
