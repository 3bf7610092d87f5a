/*
 * explain.c - why a figure is what it is, down to the rows and frames behind it.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "assess/explain.h"
#include "base/json.h"
#include "cli/desk.h"

static struct {
    bool json;
    const char *today;
} chosen;

static const struct option options[] = {
    { "--json", OPTION_FLAG, &chosen.json, NULL, "one JSON object" },
    { "--today", OPTION_TEXT, &chosen.today, "DATE", "figures as of this day, 2026-11-23" },
    { 0 },
};

static void indent(struct buffer *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buffer_string(out, "  ");
}

/* Only what a person can follow further: the others are named in the sentence. */
static void print_reference(struct buffer *out, unsigned depth, const struct reference *r)
{
    if (r->kind != REFERENCE_capture && r->kind != REFERENCE_conversation)
        return;
    indent(out, depth + 2);
    buffer_format(out, "%s %.*s", reference_kind_name(r->kind), (int)r->id.length, r->id.at);
    if (r->frame)
        buffer_format(out, ", frame %" PRIu64, r->frame);
    buffer_char(out, '\n');
}

static void print_text(struct buffer *out, const struct explanation *x)
{
    buffer_text(out, x->title);
    if (x->value.length)
        buffer_format(out, ": %.*s", (int)x->value.length, x->value.at);
    buffer_char(out, '\n');
    buffer_text(out, x->sentence);
    buffer_char(out, '\n');
    for (ARRAY_EACH(const struct because, step, &x->steps)) {
        indent(out, step->depth);
        buffer_string(out, "- ");
        buffer_text(out, step->sentence);
        buffer_char(out, '\n');
        for (ARRAY_EACH(const struct reference, r, &step->references))
            print_reference(out, step->depth, r);
    }
}

static void print_step(struct json *j, const struct because *step)
{
    json_object(j, NULL);
    json_unsigned(j, "depth", step->depth);
    json_text(j, "sentence", step->sentence);
    json_array(j, "references");
    for (ARRAY_EACH(const struct reference, r, &step->references)) {
        json_object(j, NULL);
        json_string(j, "kind", reference_kind_name(r->kind));
        json_text(j, "id", r->id);
        json_text(j, "text", r->text);
        if (r->frame)
            json_unsigned(j, "frame", r->frame);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

static void print_json(struct buffer *out, const struct explanation *x)
{
    struct json j = json_to(out);

    json_object(&j, NULL);
    json_string(&j, "format", "bulkhead-explanation/1");
    json_text(&j, "figure", x->figure);
    json_text(&j, "title", x->title);
    json_text_or_null(&j, "value", x->value);
    json_text(&j, "sentence", x->sentence);
    json_array(&j, "steps");
    for (ARRAY_EACH(const struct because, step, &x->steps))
        print_step(&j, step);
    json_array_end(&j);
    json_object_end(&j);
    buffer_char(out, '\n');
}

static int explain_figure(struct desk *d, const char *figure, struct problem *why)
{
    struct buffer out = BUFFER_TO(STDOUT_FILENO);
    struct explanation x;
    int rc = 0;

    desk_judge(d);
    if (explain(&x, &d->figures, text_of(figure))) {
        (chosen.json ? print_json : print_text)(&out, &x);
        rc = buffer_flush(&out);
        if (rc < 0)
            problem_set(why, rc, "standard output: %s", strerror(-rc));
    } else {
        rc = problem_set(why, -ENOENT, "%.*s", (int)x.sentence.length, x.sentence.at);
    }
    buffer_free(&out);
    explanation_finish(&x);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct desk d;

    if (options_parse(options, &given, 2, 2, &why) < 0)
        return command_misused(self, &why);
    int rc = desk_open(&d, given.items[0], chosen.today, &why);
    if (rc == 0)
        rc = explain_figure(&d, given.items[1], &why);
    desk_close(&d);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command explain_command = {
    .name = "explain",
    .usage = "PLANT FIGURE [--json] [--today DATE]",
    .help = "The derivation of any figure",
    .about = "FIGURE is overall, spe:NET, requirement:NET 1.1, signal:ID, asset:ADDRESS,\n"
             "conversation:ID, zone:ID or pair:FROM>TO.",
    .run = run,
    .options = options,
};
