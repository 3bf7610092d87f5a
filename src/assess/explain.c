#include "assess/explain.h"

#include <stdarg.h>
#include <stdio.h>

#include "assess/explain_steps.h"

static const char *const kinds[REFERENCE_KIND_COUNT] = {
    [REFERENCE_asset] = "asset",     [REFERENCE_conversation] = "conversation",
    [REFERENCE_zone] = "zone",       [REFERENCE_conduit] = "conduit",
    [REFERENCE_element] = "element", [REFERENCE_requirement] = "requirement",
    [REFERENCE_claim] = "claim",     [REFERENCE_evidence] = "evidence",
    [REFERENCE_measure] = "measure", [REFERENCE_signal] = "signal",
    [REFERENCE_capture] = "capture",
};

static const struct {
    const char *prefix, *form;
    explainer *tell;
} figures[] = {
    { "overall", "overall", explain_overall },
    { "spe:", "spe:NET", explain_element },
    { "requirement:", "requirement:NET 1.1", explain_requirement },
    { "signal:", "signal:ID", explain_signal },
    { "asset:", "asset:ADDRESS", explain_asset },
    { "conversation:", "conversation:ID", explain_conversation },
    { "zone:", "zone:ID", explain_zone },
    { "pair:", "pair:FROM>TO", explain_pair },
};

const char *reference_kind_name(enum reference_kind kind)
{
    return kinds[kind];
}

void tell(struct telling *t, unsigned depth, const char *format, ...)
{
    char sentence[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    struct because *step = array_add(&t->out->steps);
    step->depth = depth;
    step->sentence = text_copy(text_of(sentence), &t->out->text);
}

void refer(struct telling *t, enum reference_kind kind, struct text id, struct text text)
{
    struct because *step = &t->out->steps.items[t->out->steps.count - 1];

    *array_add(&step->references) = (struct reference){
        .kind = kind,
        .id = text_copy(id, &t->out->text),
        .text = text_copy(text.length ? text : id, &t->out->text),
    };
}

/* An address that is nobody's, such as a subnet's broadcast, leads nowhere. */
void refer_asset(struct telling *t, const struct address *address)
{
    const struct asset *asset = assets_at(&t->a->plant->assets, address);
    char text[ADDRESS_TEXT];

    if (!asset && !plant_registered(t->a->plant, address))
        return;
    address_format(address, text);
    refer(t, REFERENCE_asset, asset ? asset->id : text_of(text),
          text_of(sight_name(&t->sight, address)));
}

void refer_frame(struct telling *t, uint32_t capture, uint64_t frame)
{
    const struct observed *observed = &t->a->plant->observed;

    if (frame == 0 || capture >= observed->captures.count)
        return;
    struct text path = observed->captures.items[capture].path;
    refer(t, REFERENCE_capture, path, path);
    struct because *step = &t->out->steps.items[t->out->steps.count - 1];
    step->references.items[step->references.count - 1].frame = frame;
}

static void refer_conversation(struct telling *t, uint32_t dialogue)
{
    const struct dialogue *d = &t->a->traffic.dialogues.items[dialogue];

    refer(t, REFERENCE_conversation, dialogue_id(d, &t->out->text),
          text_format(&t->out->text, "%s > %s, %s", sight_name(&t->sight, &d->client),
                      sight_name(&t->sight, &d->server), sight_service(&t->sight, d)));
}

void refer_dialogue(struct telling *t, uint32_t dialogue)
{
    const struct dialogue *d = &t->a->traffic.dialogues.items[dialogue];
    const struct conversation *seen = dialogue_first_row(d, &t->a->plant->observed);

    refer_conversation(t, dialogue);
    refer_frame(t, seen->capture, seen->first_frame);
}

void refer_zone(struct telling *t, const struct zone *zone)
{
    if (zone)
        refer(t, REFERENCE_zone, zone->id, zone->name);
}

const char *tell_date(struct telling *t, moment_us at)
{
    char date[11];

    if (!at)
        return "-";
    moment_format_date(at, date);
    return text_string(text_of(date), &t->out->text);
}

void tell_signal_row(struct telling *t, unsigned depth, const struct signal_row *row)
{
    tell(t, depth, "%.*s", SHOWN(row->sentence));
    if (row->about.kind != ADDRESS_NONE)
        refer_asset(t, &row->about);
    if (row->other.kind != ADDRESS_NONE && !address_is_group(&row->other))
        refer_asset(t, &row->other);
    if (row->dialogue != DIALOGUE_NONE)
        refer_conversation(t, row->dialogue);
    refer_frame(t, row->capture, row->frame);
}

static void deny(struct explanation *x)
{
    struct text forms = { 0 };

    for (size_t i = 0; i < COUNT_OF(figures); i++)
        forms = text_format(&x->text, "%.*s%s%s", SHOWN(forms), i ? ", " : "", figures[i].form);
    x->title = TEXT("No such figure");
    x->sentence = text_format(&x->text, "There is no figure \"%.*s\"; figures are named %.*s.",
                              SHOWN(x->figure), SHOWN(forms));
}

static bool takes(const char *prefix, struct text figure, struct text *id)
{
    size_t length = text_of(prefix).length;
    bool has_id = prefix[length - 1] == ':';

    if (!text_starts(figure, prefix) || (!has_id && figure.length != length))
        return false;
    *id = (struct text){ figure.at + length, figure.length - length };
    return true;
}

bool explain(struct explanation *x, const struct assessment *a, struct text figure)
{
    *x = (struct explanation){ 0 };
    arena_create(&x->text, ARENA_TRUSTED);
    x->figure = text_copy(figure, &x->text);
    struct telling telling = { x, a, assessment_sight(a, &x->text) };
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        struct text id;
        if (takes(figures[i].prefix, x->figure, &id) && figures[i].tell(&telling, id))
            return true;
    }
    deny(x);
    return false;
}

void explanation_finish(struct explanation *x)
{
    for (ARRAY_EACH(struct because, step, &x->steps))
        array_free(&step->references);
    array_free(&x->steps);
    arena_destroy(&x->text);
}
