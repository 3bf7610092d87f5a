#include "api/explain.h"

#include <errno.h>

#include "api/plant_view.h"
#include "api/route.h"
#include "assess/explain.h"

struct explain_query {
    struct text figure;
};
static const struct input_field query_fields[] = {
    INPUT_TEXT(struct explain_query, figure, "figure", 1, 300),
};
const struct shape explain_query = SHAPE(struct explain_query, query_fields);

static void print_references(struct json *j, const struct because *step)
{
    json_array(j, "references");
    for (ARRAY_EACH(const struct reference, ref, &step->references)) {
        json_object(j, NULL);
        json_string(j, "kind", reference_kind_name(ref->kind));
        json_text(j, "id", ref->id);
        json_text(j, "text", ref->text);
        if (ref->frame)
            json_unsigned(j, "frame", ref->frame);
        json_object_end(j);
    }
    json_array_end(j);
}

/* Steps are a list with depths; each opens its own list, which deeper ones go into. */
static void print_steps(struct json *j, const struct explanation *x)
{
    unsigned open = 0;

    json_array(j, "because");
    for (ARRAY_EACH(const struct because, step, &x->steps)) {
        for (; open > step->depth; open--) {
            json_array_end(j);
            json_object_end(j);
        }
        json_object(j, NULL);
        json_text(j, "sentence", step->sentence);
        print_references(j, step);
        json_array(j, "because");
        open++;
    }
    for (; open > 0; open--) {
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print(struct json *j, const char *key, const struct explanation *x)
{
    json_object(j, key);
    json_text(j, "figure", x->figure);
    json_text(j, "title", x->title);
    json_text(j, "value", x->value);
    json_text(j, "sentence", x->sentence);
    print_steps(j, x);
    json_object_end(j);
}

int explain_print(struct json *j, const char *key, struct request *r, struct text figure,
                  struct problem *why)
{
    struct explanation x;
    bool found = explain(&x, &r->view->assessment, figure);

    if (found)
        print(j, key, &x);
    else
        problem_set(why, -ENOENT, "%.*s", SHOWN(x.sentence));
    explanation_finish(&x);
    return found ? 0 : why->code;
}

int explain_get(struct request *r, struct problem *why)
{
    const struct explain_query *q = r->input;

    if (q->figure.length == 0)
        return problem_set(why, -EBADMSG, "query: key \"figure\": is missing");
    struct json j = reply_json(&r->reply);
    return explain_print(&j, NULL, r, q->figure, why);
}
