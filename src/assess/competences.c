#include "assess/competences.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const state_names[] = {
    [COMPETENCE_met] = "met",
    [COMPETENCE_lapsed] = "lapsed",
    [COMPETENCE_too_low] = "too_low",
    [COMPETENCE_missing] = "missing",
};

const char *competence_state_name(enum competence_state state)
{
    return state_names[state];
}

static unsigned rank(struct text level)
{
    static const char *const levels[] = { "aware", "competent", "expert" };
    unsigned found = 0;

    for (unsigned i = 0; i < COUNT_OF(levels); i++)
        found = text_is(level, levels[i]) ? i + 1 : found;
    return found;
}

/* So many months later, on the same day of the month or the last one before it; 0: never. */
static moment_us months_after(moment_us day, uint32_t months)
{
    char date[64];
    moment_us later = 0;

    moment_format_date(day, date);
    unsigned long year = strtoul(date, NULL, 10), month = strtoul(date + 5, NULL, 10) - 1 + months,
                  of_month = strtoul(date + 8, NULL, 10);
    for (; of_month > 0; of_month--) {
        snprintf(date, sizeof date, "%04lu-%02lu-%02lu", year + month / 12, month % 12 + 1,
                 of_month);
        if (moment_parse(text_of(date), &later))
            return later;
    }
    return 0;
}

/* 0: it counts for ever. */
static moment_us end_of(const struct training *t, const struct competence *c)
{
    moment_us renewed = c->months ? months_after(t->completed, c->months) : 0;

    if (t->expires && (!renewed || t->expires < renewed))
        return t->expires;
    return renewed;
}

static bool lasts_longer(moment_us a, moment_us b)
{
    return b != 0 && (a == 0 || a > b);
}

/* The training of the topic that lasts longest, of the level before any below it. */
static void weigh(struct competence_figure *f, const struct training *t)
{
    bool enough = rank(t->level) >= rank(f->competence->level);
    bool had = f->training && rank(f->training->level) >= rank(f->competence->level);
    moment_us until = end_of(t, f->competence);

    if (f->training && (had != enough ? had : !lasts_longer(until, f->until)))
        return;
    f->training = t;
    f->until = until;
}

static enum competence_state decide(const struct competence_figure *f, moment_us today)
{
    if (!f->training)
        return COMPETENCE_missing;
    if (rank(f->training->level) < rank(f->competence->level))
        return COMPETENCE_too_low;
    return f->until && f->until <= today ? COMPETENCE_lapsed : COMPETENCE_met;
}

static void judge(struct competences *all, const struct plant *plant, const struct competence *c,
                  const struct person *person)
{
    struct competence_figure f = { .person = person, .competence = c };

    for (ARRAY_EACH(const struct training, t, &plant->program.trainings))
        if (text_equal(t->person, person->id) && text_equal(t->topic, c->topic) &&
            t->completed <= plant->today)
            weigh(&f, t);
    f.state = decide(&f, plant->today);
    all->counts[f.state]++;
    *array_add(&all->rows) = f;
}

void competences_make(struct competences *all, const struct plant *plant)
{
    *all = (struct competences){ 0 };
    for (ARRAY_EACH(const struct competence, c, &plant->program.competences)) {
        for (ARRAY_EACH(const struct person, person, &plant->program.people)) {
            bool there = !person->until || person->until > plant->today;
            if (there && text_equal(person->function, c->function))
                judge(all, plant, c, person);
        }
    }
}

void competences_finish(struct competences *all)
{
    array_free(&all->rows);
}

const char *const competence_columns[] = { "person", "name",  "function", "topic", "level",
                                           "state",  "until", "training", NULL };

void competence_list(const struct competence_figure *row, struct listing *l)
{
    listing_text(l, row->person->id);
    listing_text(l, row->person->name);
    listing_text(l, row->person->function);
    listing_text(l, row->competence->topic);
    listing_text(l, row->competence->level);
    listing_string(l, competence_state_name(row->state));
    listing_date(l, row->until);
    listing_text(l, row->training ? row->training->id : (struct text){ 0 });
}

/* ---- for the signals ---- */

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static void tell_state(const struct sight *s, struct signal_result *out,
                       const struct competence_figure *f)
{
    static const char *const endings[] = {
        [COMPETENCE_met] = "counts",
        [COMPETENCE_lapsed] = "has to be renewed since",
        [COMPETENCE_too_low] = "is below the level that the function needs",
        [COMPETENCE_missing] = "is not on record",
    };
    char date[32] = "";
    bool dated = f->until && (f->state == COMPETENCE_met || f->state == COMPETENCE_lapsed);

    if (dated)
        moment_format_date(f->until, date);
    struct signal_row *row =
        signal_add(s, out, f->state == COMPETENCE_met ? SEVERITY_low : SEVERITY_medium,
                   "%.*s, %.*s: training in \"%.*s\" %s%s%s.", SHOWN(f->person->name),
                   SHOWN(f->person->function), SHOWN(f->competence->topic), endings[f->state],
                   !dated                       ? ""
                   : f->state == COMPETENCE_met ? " until "
                                                : " ",
                   date);
    row->first = row->last = f->training ? f->training->completed : 0;
}

void competences_tell(const struct sight *s, struct signal_result *out, bool awareness, bool met)
{
    struct competences all;

    competences_make(&all, s->plant);
    for (ARRAY_EACH(const struct competence_figure, f, &all.rows)) {
        if (text_is(f->competence->level, "aware") != awareness)
            continue;
        out->looked = true;
        if ((f->state == COMPETENCE_met) == met)
            tell_state(s, out, f);
    }
    competences_finish(&all);
}
