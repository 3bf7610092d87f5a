#include "assess/listening.h"

static const moment_us hour_us = 3600LL * 1000000;

/* One packet in a thousand: below, a conversation of some length is still seen. */
static const double share_that_counts = 0.001;

static bool is_recent(const struct plant *plant, const struct capture *c)
{
    return c->live.interface.length > 0 && plant->today - c->live.to < listening_recent_us;
}

struct listening_loss listening_loss_of(const struct plant *plant, const struct capture *c)
{
    struct listening_loss loss = { 0 };

    if (!is_recent(plant, c))
        return loss;
    loss.lost = c->live.dropped + c->live.missed;
    if (loss.lost)
        loss.share = (double)loss.lost / (double)(c->packets + loss.lost);
    loss.deaf = c->live.down + c->live.gap;
    loss.packets_count = loss.share >= share_that_counts;
    loss.deaf_counts = loss.deaf >= hour_us;
    return loss;
}

bool listening_has_holes(const struct plant *plant)
{
    for (ARRAY_EACH(const struct capture, c, &plant->observed.captures)) {
        struct listening_loss loss = listening_loss_of(plant, c);
        if (loss.packets_count || loss.deaf_counts)
            return true;
    }
    return false;
}
