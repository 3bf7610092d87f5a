#include "identify/classify.h"

#include <stdlib.h>

#include "identify/rule.h"

struct case_files {
    ARRAY(struct case_file) items; /* one per asset, in their order */
};

static void file_gateways(struct case_files *files, const struct observed *o,
                          const struct assets *assets)
{
    struct address gateway;

    for (ARRAY_EACH(const struct fact, f, &o->facts)) {
        uint32_t number = f->field == FIELD_gateway && address_parse(f->value, &gateway)
                              ? assets_number_at(assets, &gateway)
                              : ASSET_NONE;
        if (number != ASSET_NONE)
            *array_add(&files->items.items[number].as_gateway) = f;
    }
}

static void open_files(struct case_files *files, const struct observed *o, struct assets *assets)
{
    for (ARRAY_EACH(const struct asset, asset, &assets->items))
        array_add(&files->items)->asset = asset;
    for (ARRAY_EACH(const struct conversation, c, &o->conversations)) {
        uint32_t client = assets_number_at(assets, &c->client);
        uint32_t server = assets_number_at(assets, &c->server);
        if (client != ASSET_NONE)
            *array_add(&files->items.items[client].as_client) = c;
        if (server != ASSET_NONE)
            *array_add(&files->items.items[server].as_server) = c;
    }
    file_gateways(files, o, assets);
}

static void close_files(struct case_files *files)
{
    for (ARRAY_EACH(struct case_file, file, &files->items)) {
        array_free(&file->as_client);
        array_free(&file->as_server);
        array_free(&file->as_gateway);
    }
    array_free(&files->items);
}

static void apply(const struct rule *rule, const struct inquiry *q, struct asset *asset)
{
    struct fit fit;

    if (!rule_fits(rule, q, &fit))
        return;
    *array_add(&asset->judgements) = (struct judgement){ .rule = text_of(rule->id),
                                                         .class = rule->class,
                                                         .role = text_of(rule->role),
                                                         .level = text_of(rule->level),
                                                         .reason = fit.reason,
                                                         .confidence = fit.confidence };
}

static void apply_rules(struct assets *assets, struct case_files *files, bool with_roles)
{
    for (size_t i = 0; i < assets->items.count; i++) {
        struct inquiry q = { assets, &files->items.items[i], &assets->text };
        for (const struct rule *rule = rules; rule->id; rule++)
            if (rule_needs_roles(rule) == with_roles)
                apply(rule, &q, &assets->items.items[i]);
    }
}

static int compare_judgements(const void *left, const void *right)
{
    const struct judgement *a = left, *b = right;

    return a->confidence != b->confidence ? (int)b->confidence - a->confidence
                                          : text_compare(a->rule, b->rule);
}

static struct decision decision(const struct judgement *j, struct text value, const char *what,
                                struct arena *into)
{
    struct text reason = text_format(into, "%s%.*s because %.*s", what, (int)value.length, value.at,
                                     (int)j->reason.length, j->reason.at);

    return (struct decision){ .value = value, .reason = reason, .confidence = j->confidence };
}

static const struct decision undecided = {
    .value = { "unknown", sizeof "unknown" - 1 },
    .reason = { "no rule fits what was seen of it", sizeof "no rule fits what was seen of it" - 1 },
};

/* The strongest judgement that has a word for it decides each of the three by itself. */
static void decide(struct asset *asset, struct arena *text)
{
    struct decision none = { .reason = undecided.reason };

    asset->class = ASSET_unknown;
    asset->class_decision = asset->role = undecided;
    asset->level = none;
    if (asset->judgements.count)
        qsort(asset->judgements.items, asset->judgements.count, sizeof *asset->judgements.items,
              compare_judgements);
    for (size_t i = asset->judgements.count; i-- > 0;) { /* the weakest first: later ones win */
        const struct judgement *j = &asset->judgements.items[i];
        if (j->role.length)
            asset->role = decision(j, j->role, "", text);
        if (j->level.length)
            asset->level = decision(j, j->level, "level ", text);
        if (j->class != ASSET_unknown) {
            asset->class = j->class;
            asset->class_decision =
                decision(j, text_of(asset_class_name(j->class)), "class ", text);
        }
    }
}

static void decide_all(struct assets *assets)
{
    for (ARRAY_EACH(struct asset, asset, &assets->items))
        decide(asset, &assets->text);
}

void classify(const struct observed *o, struct assets *assets)
{
    struct case_files files = { 0 };

    open_files(&files, o, assets);
    apply_rules(assets, &files, false);
    decide_all(assets); /* so that rules that ask whom a device meets see the same roles for all */
    apply_rules(assets, &files, true);
    decide_all(assets);
    close_files(&files);
}
