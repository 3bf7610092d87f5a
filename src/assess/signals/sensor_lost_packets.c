/* sensor_lost_packets.c - what the sensor did not hear, nobody has noticed. */
#include "assess/listening.h"
#include "assess/signal.h"

static const moment_us minute_us = 60LL * 1000000;

static struct signal_row *row_of(const struct capture *c, const struct sight *s,
                                 struct signal_row *row)
{
    row->capture = (uint32_t)(c - s->plant->observed.captures.items);
    row->first = c->live.from - c->live.gap;
    row->last = c->live.to;
    return row;
}

static void tell_packets(const struct sight *s, struct signal_result *out, const struct capture *c,
                         const struct listening_loss *loss)
{
    if (loss->lost == 0)
        return;
    row_of(c, s,
           signal_add(s, out, loss->packets_count ? SEVERITY_low : SEVERITY_note,
                      "On %.*s %llu of %llu packets (%.2f %%) were lost: %llu found no room in the "
                      "kernel, %llu in the network card.",
                      (int)c->live.interface.length, c->live.interface.at,
                      (unsigned long long)loss->lost, (unsigned long long)(c->packets + loss->lost),
                      loss->share * 100, (unsigned long long)c->live.dropped,
                      (unsigned long long)c->live.missed));
}

static void tell_silence(const struct sight *s, struct signal_result *out, const struct capture *c,
                         const struct listening_loss *loss)
{
    if (loss->deaf < minute_us)
        return;
    row_of(c, s,
           signal_add(s, out, loss->deaf_counts ? SEVERITY_low : SEVERITY_note,
                      "On %.*s nobody listened for %lld minutes before this run, and for %lld "
                      "minutes of it the interface was down.",
                      (int)c->live.interface.length, c->live.interface.at,
                      (long long)(c->live.gap / minute_us), (long long)(c->live.down / minute_us)));
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (ARRAY_EACH(const struct capture, c, &s->plant->observed.captures)) {
        struct listening_loss loss = listening_loss_of(s->plant, c);
        out->looked |= c->live.interface.length > 0;
        tell_packets(s, out, c, &loss);
        tell_silence(s, out, c, &loss);
    }
}

const struct signal sensor_lost_packets_signal = {
    .id = "sensor-lost-packets",
    .title = "The sensor lost packets",
    .looks_at = "Runs of live interfaces that ended in the last 30 days: one packet in a thousand that "
                "kernel or network card lost, or an hour in which nobody listened. While it speaks, "
                "signals that rest on what was not seen are only notes.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "EVENT 1.1", "What the sensor did not hear, it cannot have noticed." },
    },
    .one = "time the sensor lost packets or did not listen.",
    .many = "times the sensor lost packets or did not listen.",
    .clear = "The sensor lost next to nothing in the last 30 days.",
    .no_data = "No interface was listened to; captures are files only.",
    .look = look,
};
