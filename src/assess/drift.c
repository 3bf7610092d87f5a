#include "assess/drift.h"

static const moment_us day_us = 86400LL * 1000000;

static bool was_seen_by(const struct signal_row *row, moment_us end)
{
    return row->first < end;
}

/* A signal that was not found by then had looked, and is clear. */
static void forget_later_rows(struct signals *all, moment_us end)
{
    for (ARRAY_EACH(struct signal_result, r, &all->results)) {
        size_t kept = 0;
        r->found = 0;
        for (size_t i = 0; i < r->rows.count; i++) {
            const struct signal_row *row = &r->rows.items[i];
            if (!was_seen_by(row, end))
                continue;
            r->found += row->severity != SEVERITY_note;
            r->rows.items[kept++] = *row;
        }
        r->rows.count = kept;
        if (r->state == SIGNAL_found && r->found == 0)
            r->state = SIGNAL_clear;
    }
}

/* A conduit that was broken only later still carried its measures. */
static void forget_later_breaches(struct proofs *all, moment_us end)
{
    size_t kept = 0;

    for (size_t i = 0; i < all->breaches.count; i++)
        if (all->breaches.items[i].first < end)
            all->breaches.items[kept++] = all->breaches.items[i];
    all->breaches.count = kept;
}

void drift_make(struct drift *d, const struct assessment *now, uint32_t days)
{
    *d = (struct drift){ .plant_then = *now->plant };
    d->plant_then.today = now->plant->today - (moment_us)days * day_us;
    assessment_make_over(&d->then, &d->plant_then, now->requirements, &now->traffic);
    forget_later_rows(&d->then.signals, d->plant_then.today + day_us);
    forget_later_breaches(&d->then.proofs, d->plant_then.today + day_us);
    maturity_judge(&d->before, &d->plant_then, now->requirements, &d->then.proofs, &d->then.signals,
                   now->maturity.run, &d->then.text);
    comparison_make(&d->changes, &d->before, &now->maturity);
    d->fallen = d->changes.counts[CHANGE_regressed];
    d->risen = d->changes.counts[CHANGE_improved];
}

void drift_finish(struct drift *d)
{
    comparison_finish(&d->changes);
    maturity_finish(&d->before);
    assessment_finish(&d->then);
}

bool drift_is_change(const struct compared_requirement *row)
{
    return row->change != CHANGE_none;
}

const char *const drift_columns[] = { "requirement", "title", "before", "now",
                                      "change",      "then",  "reason", NULL };

void drift_list(const struct compared_requirement *row, struct listing *l, struct arena *into)
{
    listing_text(l, row->after->requirement->id);
    listing_text(l, row->after->requirement->title);
    listing_unsigned(l, row->before->supported);
    listing_unsigned(l, row->after->supported);
    listing_string(l, change_name(row->change));
    listing_text(l, text_copy(row->before->reason, into));
    listing_text(l, row->after->reason);
}
