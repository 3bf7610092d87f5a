#include "assess/metrics.h"

bool metric_is_on_target(const struct metric *m, uint32_t value)
{
    return text_is(m->better, "lower") ? value <= m->target : value >= m->target;
}

static bool live_figure(const struct assessment *a, struct text figure, uint32_t *value)
{
    struct text rest = figure, kind = text_cut(&rest, ':');
    const struct requirement_figure *requirement = maturity_requirement(&a->maturity, rest);
    const struct element_figure *element = maturity_element(&a->maturity, rest);

    if (text_is(kind, "requirement") && requirement)
        return *value = requirement->supported, true;
    if (text_is(kind, "spe") && element)
        return *value = element->supported, true;
    if (text_is(figure, "overall"))
        return *value = a->maturity.overall.supported, true;
    return false;
}

bool metric_live(const struct assessment *a, const struct metric *m, uint32_t *value)
{
    const struct signal_result *signal;

    if (text_is(m->source, "figure"))
        return live_figure(a, m->figure, value);
    if (!text_is(m->source, "signal"))
        return false;
    signal = signals_find(&a->signals, m->signal);
    if (!signal || signal->state == SIGNAL_no_data)
        return false;
    return *value = signal->found, true;
}

const char *const metric_columns[] = { "metric",        "title",    "requirement", "unit",
                                       "target",        "better",   "today",       "last",
                                       "last_day",      "readings", "on_target",   "reviewed",
                                       "shows_level_4", "gap",      NULL };

static void list_reading(const struct metric_value *v, struct listing *l)
{
    if (v)
        listing_unsigned(l, v->value);
    else
        listing_string(l, "");
    listing_date(l, v ? v->day : 0);
}

void metric_list(const struct assessment *a, const struct metric *m, struct listing *l)
{
    struct metric_series s = metric_series(a->plant, m);
    const char *gap = metric_gap(a->plant, &s);
    uint32_t today = 0;
    bool live = metric_live(a, m, &today);

    listing_text(l, m->id);
    listing_text(l, m->title);
    listing_text(l, m->requirement);
    listing_text(l, m->unit);
    listing_unsigned(l, m->target);
    listing_text(l, m->better);
    if (live)
        listing_unsigned(l, today);
    else
        listing_string(l, "");
    list_reading(s.last, l);
    listing_unsigned(l, s.count);
    listing_bool(l, s.last && metric_is_on_target(m, s.last->value));
    listing_date(l, s.review ? s.review->held : 0);
    listing_bool(l, gap == NULL);
    listing_string(l, gap ? gap : "");
}
