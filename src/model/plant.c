#include "model/plant.h"

#include <stdlib.h>

static const moment_us day_us = 86400LL * 1000000;

void plant_init(struct plant *p)
{
    *p = (struct plant){ 0 };
    arena_create(&p->text, ARENA_TRUSTED);
    observed_init(&p->observed);
    assets_init(&p->assets);
}

void plant_finish(struct plant *p)
{
    program_finish(&p->program);
    assets_finish(&p->assets);
    observed_finish(&p->observed);
    arena_destroy(&p->text);
}

moment_us plant_last_packet(const struct plant *p)
{
    moment_us last = 0;

    for (ARRAY_EACH(const struct capture, c, &p->observed.captures))
        if (c->last > last)
            last = c->last;
    return last;
}

void plant_set_today(struct plant *p, moment_us wall)
{
    moment_us last = plant_last_packet(p);
    moment_us now = p->program.clock_observed && last ? last : wall;

    p->today = now - now % day_us;
}

static const struct registered *earlier(const struct registered *a, const struct registered *b)
{
    return !a || (b && b < a) ? b : a;
}

const struct registered *plant_registered_asset(const struct plant *p, const struct asset *asset)
{
    const struct registered *first = NULL;

    for (ARRAY_EACH(const struct address, ip, &asset->ips))
        first = earlier(first, program_registered(&p->program, ip));
    for (ARRAY_EACH(const struct address, mac, &asset->macs))
        first = earlier(first, program_registered(&p->program, mac));
    return first;
}

const struct registered *plant_registered(const struct plant *p, const struct address *address)
{
    const struct registered *own = program_registered(&p->program, address);
    const struct asset *asset = assets_at(&p->assets, address);

    return own || !asset ? own : plant_registered_asset(p, asset);
}

static int compare_starts(const void *left, const void *right)
{
    const struct capture *a = *(const struct capture *const *)left;
    const struct capture *b = *(const struct capture *const *)right;

    return (a->first > b->first) - (a->first < b->first);
}

moment_us plant_window(const struct plant *p)
{
    size_t count = p->observed.captures.count;
    ARRAY(const struct capture *) by_start = { 0 };
    moment_us covered = 0, until = 0;

    for (ARRAY_EACH(const struct capture, c, &p->observed.captures))
        *array_add(&by_start) = c;
    if (count)
        qsort(by_start.items, count, sizeof *by_start.items, compare_starts);
    for (size_t i = 0; i < count; i++) {
        const struct capture *c = by_start.items[i];
        moment_us from = i > 0 && until > c->first ? until : c->first;
        if (c->last > from) {
            covered += c->last - from;
            until = c->last;
        }
    }
    array_free(&by_start);
    return covered;
}
