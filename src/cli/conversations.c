/*
 * conversations.c - who talks to whom in the plant, and whether a conduit lets it.
 */
#include <inttypes.h>

#include "cli/desk.h"

static struct listing_options chosen;

static const struct option options[] = { LISTING_OPTIONS(chosen), { 0 } };

static const char *const columns[] = { "id", "client", "server", "zone_from", "zone_to", "transport",
                                       "port", "protocol", "packets", "bytes", "verdict", "reason",
                                       "operations", "first_seen", "last_seen", NULL };

static struct text end_text(const struct plant *plant, const struct address *end, struct arena *into)
{
    const struct asset *asset = assets_at(&plant->assets, end);
    char text[ADDRESS_TEXT];

    if (asset)
        return asset->id;
    address_format(end, text);
    return text_copy(text_of(text), into);
}

static struct text operations_text(const struct dialogue *d, struct arena *into)
{
    struct buffer all = BUFFER_KEPT;

    for (ARRAY_EACH(const struct dialogue_operation, op, &d->operations))
        buffer_format(&all, "%s%.*s %" PRIu64, all.length ? ", " : "", (int)op->sum.name.length,
                      op->sum.name.at, op->sum.requests ? op->sum.requests : op->sum.responses);
    struct text copy = text_copy(buffer_view(&all), into);
    buffer_free(&all);
    return copy;
}

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    for (size_t i = 0; i < d->figures.traffic.dialogues.count; i++) {
        const struct dialogue *row = &d->figures.traffic.dialogues.items[i];
        const struct passage *passage = &d->figures.passages.rows.items[i];
        listing_text(l, dialogue_id(row, into));
        listing_text(l, end_text(&d->plant, &row->client, into));
        listing_text(l, end_text(&d->plant, &row->server, into));
        listing_text(l, passage->from ? passage->from->id : TEXT(""));
        listing_text(l, passage->to ? passage->to->id : TEXT(""));
        listing_string(l, transport_name(row->transport));
        listing_unsigned(l, row->port);
        listing_text(l, row->protocol);
        listing_unsigned(l, row->packets);
        listing_unsigned(l, row->bytes);
        listing_string(l, passage_state_name(passage->state));
        listing_text(l, passage->reason);
        listing_text(l, operations_text(row, into));
        listing_moment(l, row->first);
        listing_moment(l, row->last);
    }
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-conversations/1", columns, true, fill, NULL };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command conversations_command = {
    .name = "conversations",
    .usage = "PLANT [--json | --csv] [--today DATE]",
    .help = "Who talks to whom with what, and which conduit allows it",
    .run = run,
    .options = options,
};
