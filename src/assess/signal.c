#include "assess/signal.h"

#include <stdarg.h>
#include <stdio.h>

#include "assess/standing.h"

#define SIGNAL(name) extern const struct signal name##_signal;
#include "assess/signals.def"
#undef SIGNAL

const struct signal *const signal_table[] = {
#define SIGNAL(name) &name##_signal,
#include "assess/signals.def"
#undef SIGNAL
    NULL,
};

static void summarise(struct signal_result *r, const struct sight *s)
{
    for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
        if (row->severity == SEVERITY_note)
            continue;
        r->found++;
        if (row->first && (!r->first || row->first < r->first))
            r->first = row->first;
        if (row->last > r->last)
            r->last = row->last;
    }
    r->state = r->found ? SIGNAL_found : r->looked ? SIGNAL_clear : SIGNAL_no_data;
    if (r->found)
        r->sentence = text_format(s->into, "%u %s", r->found,
                                  r->found == 1 ? r->signal->one : r->signal->many);
    else
        r->sentence = text_of(r->looked ? r->signal->clear : r->signal->no_data);
}

void signals_run(struct signals *all, const struct sight *s)
{
    *all = (struct signals){ 0 };
    for (const struct signal *const *signal = signal_table; *signal; signal++) {
        struct signal_result *r = array_add(&all->results);
        r->signal = *signal;
        r->signal->look(s, r);
        summarise(r, s);
    }
}

void signals_finish(struct signals *all)
{
    for (ARRAY_EACH(struct signal_result, r, &all->results))
        array_free(&r->rows);
    array_free(&all->results);
}

const struct signal_result *signals_find(const struct signals *all, struct text id)
{
    for (ARRAY_EACH(const struct signal_result, r, &all->results))
        if (text_is(id, r->signal->id))
            return r;
    return NULL;
}

bool signal_cites(const struct signal *signal, struct text requirement)
{
    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST; i++)
        if (signal->requirements[i].id && text_is(requirement, signal->requirements[i].id))
            return true;
    return false;
}

uint32_t signal_standing(const struct signal_result *r, struct text requirement,
                         const struct proofs *proofs)
{
    uint32_t standing = 0;

    if (r->state != SIGNAL_found || !signal_cites(r->signal, requirement))
        return 0;
    for (ARRAY_EACH(const struct signal_row, row, &r->rows))
        standing +=
            row->severity != SEVERITY_note && (r->signal->effect == SIGNAL_supports ||
                                               !measure_for(proofs, requirement, &row->about));
    return standing;
}

struct signal_row *signal_add(const struct sight *s, struct signal_result *out,
                              enum severity severity, const char *format, ...)
{
    char sentence[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    struct signal_row *row = array_add(&out->rows);
    row->severity = severity;
    row->sentence = text_copy(text_of(sentence), s->into);
    row->dialogue = DIALOGUE_NONE;
    return row;
}

void signal_row_of(const struct sight *s, struct signal_row *row, uint32_t dialogue,
                   bool about_client)
{
    const struct dialogue *d = &s->traffic->dialogues.items[dialogue];
    const struct conversation *seen = dialogue_first_row(d, &s->plant->observed);

    row->about = about_client ? d->client : d->server;
    row->other = about_client ? d->server : d->client;
    row->dialogue = dialogue;
    row->capture = seen->capture;
    row->frame = seen->first_frame;
    row->first = d->first;
    row->last = d->last;
}

const char *sight_name(const struct sight *s, const struct address *address)
{
    const struct registered *r = plant_registered(s->plant, address);
    const struct asset *asset = assets_at(&s->plant->assets, address);
    struct text name = r ? r->name : (struct text){ 0 };
    char text[ADDRESS_TEXT];

    address_format(address, text);
    if (name.length == 0 && asset && asset->names.count)
        name = asset->names.items[0];
    if (name.length == 0)
        return text_string(text_of(text), s->into);
    return text_string(text_format(s->into, "%.*s (%s)", (int)name.length, name.at, text), s->into);
}

const char *sight_service(const struct sight *s, const struct dialogue *d)
{
    return text_string(dialogue_service(d, s->into), s->into);
}
