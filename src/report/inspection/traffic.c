#include <inttypes.h>
#include <stdlib.h>

#include "report/inspection/part.h"
#include "report/words.h"

enum { MATRIX_MOST = 40 }; /* rows and columns that still fit a sheet */

/* What a mask's strongest access is, by what it can do to a plant. */
static const struct {
    enum access access;
    const char *letter, *word;
} strengths[] = {
    { ACCESS_program, "P", "program" }, { ACCESS_control, "C", "control" },
    { ACCESS_write, "W", "write" },     { ACCESS_manage, "M", "manage" },
    { ACCESS_read, "r", "read" },       { ACCESS_discover, "d", "discover" },
};

static const char *strongest(uint8_t access)
{
    for (size_t i = 0; i < COUNT_OF(strengths); i++)
        if (access & 1U << strengths[i].access)
            return strengths[i].letter;
    return "·";
}

/* Assets by their numbers that ask or answer anything beyond finding each other. */
struct axis {
    uint32_t assets[MATRIX_MOST];
    size_t count;
    bool is_cut;
};

static bool is_told(const struct dialogue *d)
{
    return d->client_asset != ASSET_NONE && d->server_asset != ASSET_NONE &&
           d->access & ~(1U << ACCESS_discover | 1U << ACCESS_unknown);
}

static void axis_add(struct axis *axis, uint32_t asset)
{
    for (size_t i = 0; i < axis->count; i++)
        if (axis->assets[i] == asset)
            return;
    axis->is_cut |= axis->count == MATRIX_MOST;
    if (axis->count < MATRIX_MOST)
        axis->assets[axis->count++] = asset;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

static struct axis axis_of(const struct traffic *t, bool servers)
{
    struct axis axis = { .count = 0 };

    for (ARRAY_EACH(const struct dialogue, d, &t->dialogues))
        if (is_told(d))
            axis_add(&axis, servers ? d->server_asset : d->client_asset);
    qsort(axis.assets, axis.count, sizeof *axis.assets, compare_numbers);
    return axis;
}

static uint8_t access_between(const struct traffic *t, uint32_t client, uint32_t server)
{
    uint8_t access = 0;

    for (ARRAY_EACH(const struct dialogue, d, &t->dialogues))
        if (d->client_asset == client && d->server_asset == server)
            access |= d->access;
    return access;
}

static struct text short_name(const struct inspected *in, uint32_t asset)
{
    const struct asset *a = &in->found->assets.items.items[asset];
    struct text name = a->names.count ? a->names.items[0] : a->id;

    return a->names.count ? text_cut(&name, '.') : name;
}

static void print_matrix_row(struct html *h, const struct inspected *in, uint32_t client,
                             const struct axis *servers)
{
    html_row(h, NULL);
    html_cell_text(h, "name", short_name(in, client));
    for (size_t i = 0; i < servers->count; i++) {
        uint8_t access = access_between(&in->found->traffic, client, servers->assets[i]);
        bool changes = access & (1U << ACCESS_write | 1U << ACCESS_control | 1U << ACCESS_program);
        html_cell(h, changes ? "mark short" : "mark", "%s", access ? strongest(access) : "");
    }
    html_row_end(h);
}

static void print_legend(struct html *h)
{
    html_open_class(h, "p", "note");
    html_say(h, "Rows ask, columns answer. The letter is the strongest access seen: ");
    for (size_t i = 0; i < COUNT_OF(strengths); i++)
        html_say(h, "%s%s %s", i ? ", " : "", strengths[i].letter, strengths[i].word);
    html_say(h, ".");
    html_close(h, "p");
}

void print_matrix(struct html *h, const struct inspected *in)
{
    struct axis clients = axis_of(&in->found->traffic, false);
    struct axis servers = axis_of(&in->found->traffic, true);
    struct html_column columns[MATRIX_MOST + 2] = { { "", NULL } };

    if (clients.count == 0) {
        html_element(h, "p", "note", "No asset asks another for anything that was understood.");
        return;
    }
    for (size_t i = 0; i < servers.count; i++)
        columns[i + 1] =
            (struct html_column){ text_string(short_name(in, servers.assets[i]), in->text),
                                  "upright" };
    print_legend(h);
    html_open_class(h, "div", "wide");
    html_table(h, "Strongest access between two assets", columns);
    for (size_t i = 0; i < clients.count; i++)
        print_matrix_row(h, in, clients.assets[i], &servers);
    html_table_end(h);
    html_close(h, "div");
    if (clients.is_cut || servers.is_cut)
        html_element(h, "p", "note",
                     "Only the first %d of each side are shown here; the list of "
                     "conversations is complete.",
                     MATRIX_MOST);
}

static void print_operation(struct html *h, const struct dialogue_operation *o)
{
    html_cell_text(h, NULL, o->sum.name);
    html_cell(h, "code", "%.*s %.*s", SHOWN(o->sum.protocol), SHOWN(o->sum.code));
    html_cell(h, NULL, "%s", access_name(class_access(o->sum.class)));
    html_cell(h, "number", "%" PRIu64, o->sum.requests);
    html_cell(h, "number", "%" PRIu64, o->sum.responses);
    html_cell(h, "number", "%" PRIu64, o->sum.errors);
}

#define OPERATION_COLUMNS                                                                          \
    { "Operation", NULL }, { "Protocol, code", "code" }, { "Access", NULL },                       \
        { "Asked", "number" }, { "Answered", "number" },                                           \
    {                                                                                              \
        "Refused", "number"                                                                        \
    }

void print_changes(struct html *h, const struct inspected *in)
{
    static const struct html_column columns[] = {
        { "Who asked", NULL }, { "Of whom", NULL }, OPERATION_COLUMNS,
        { "First", "date" },   { NULL, NULL },
    };
    static const uint8_t changing =
        1U << ACCESS_write | 1U << ACCESS_control | 1U << ACCESS_program;
    bool any = false;

    for (ARRAY_EACH(const struct dialogue, d, &in->found->traffic.dialogues))
        any |= (d->access & changing) != 0;
    if (!any) {
        html_element(h, "p", NULL, "Nobody wrote a value, changed a mode or touched a program.");
        return;
    }
    html_table(h, "Writing, control and program access", columns);
    for (ARRAY_EACH(const struct dialogue, d, &in->found->traffic.dialogues))
        for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
            if (!(changing & 1U << class_access(o->sum.class)))
                continue;
            html_row(h, NULL);
            html_cell(h, NULL, "%s", end_words(in, &d->client));
            html_cell(h, NULL, "%s", end_words(in, &d->server));
            print_operation(h, o);
            html_cell(h, "date", "%s", minute_words(o->sum.first, in->text));
            html_row_end(h);
        }
    html_table_end(h);
}

static void print_conversation(struct html *h, const struct inspected *in, const struct dialogue *d)
{
    static const struct html_column columns[] = { OPERATION_COLUMNS, { NULL, NULL } };

    html_open(h, "h3");
    print_end(h, in, &d->client);
    html_say(h, " asks ");
    print_end(h, in, &d->server);
    html_close(h, "h3");
    html_element(h, "p", "aside", "%.*s: %s, %s, %s to %s%s.", SHOWN(dialogue_service(d, in->text)),
                 count_words(d->packets, "packet", "packets", in->text),
                 count_words(d->bytes, "byte", "bytes", in->text), minute_words(d->first, in->text),
                 minute_words(d->last, in->text),
                 dialogue_only_tried(d) ? "; only tried, never answered" : "");
    if (d->operations.count == 0)
        return;
    html_table(h, "Operations", columns);
    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
        html_row(h, NULL);
        print_operation(h, o);
        html_row_end(h);
    }
    html_table_end(h);
}

void print_conversations(struct html *h, const struct inspected *in)
{
    for (ARRAY_EACH(const struct dialogue, d, &in->found->traffic.dialogues))
        print_conversation(h, in, d);
}
