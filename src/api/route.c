#include "api/route.h"

#include <stdio.h>
#include <string.h>

static const struct route routes[] = {
#define ROUTE(method, path, handler, rule, takes)                                                  \
    { METHOD_##method, path, handler, RULE_##rule, &(takes) },
#include "api/routes.def"
#undef ROUTE
};

static const char *const prefix[] = { "api", "v1" };

bool route_is_api(const struct target *target)
{
    return target->segment_count && text_is(target->segments[0], prefix[0]);
}

/* Whether the segments behind the prefix are those of the path; what stands for {x} goes to
 * `found`. */
static bool fits(const char *path, const struct target *t, struct text found[PARAMETERS_MOST])
{
    struct text rest = text_of(path);
    size_t at = COUNT_OF(prefix), parameters = 0;

    text_cut(&rest, '/');
    while (rest.length) {
        struct text wanted = text_cut(&rest, '/');
        if (at == t->segment_count)
            return false;
        struct text given = t->segments[at++];
        if (!text_starts(wanted, "{")) {
            if (!text_equal(wanted, given))
                return false;
        } else if (given.length == 0) {
            return false;
        } else {
            found[parameters++] = given;
        }
    }
    return at == t->segment_count;
}

static bool has_prefix(const struct target *t)
{
    for (size_t i = 0; i < COUNT_OF(prefix); i++)
        if (i >= t->segment_count || !text_is(t->segments[i], prefix[i]))
            return false;
    return true;
}

/* The address is known, the method is not for it. */
static void refuse_method(struct request *r)
{
    struct text found[PARAMETERS_MOST];
    struct buffer allow = BUFFER_KEPT;

    for (size_t i = 0; i < COUNT_OF(routes); i++)
        if (fits(routes[i].path, &r->target, found))
            buffer_format(&allow, "%s%s", allow.length ? ", " : "", method_name(routes[i].method));
    if (allow.length) {
        r->reply.allow = text_string(buffer_view(&allow), &r->arena);
        struct text sentence =
            text_format(&r->arena, "Method: must be one of %s at this address.", r->reply.allow);
        reply_refuse(&r->reply, 405, sentence.at);
    }
    buffer_free(&allow);
}

const struct route *route_find(struct request *r)
{
    bool known = has_prefix(&r->target);

    for (size_t i = 0; known && i < COUNT_OF(routes); i++)
        if (routes[i].method == r->method && fits(routes[i].path, &r->target, r->path))
            return &routes[i];
    reply_refuse(&r->reply, 404,
                 "There is nothing at this address; /api/v1/openapi.yaml lists what there is.");
    if (known)
        refuse_method(r);
    return NULL;
}

size_t route_body_most(const struct route *route)
{
    switch (route->rule) {
    case RULE_WRITE:
        return BODY_MOST;
    case RULE_UPLOAD:
        return UPLOAD_MOST;
    case RULE_READ:
        break;
    }
    return 0;
}

const char *route_content_type(const struct route *route)
{
    switch (route->rule) {
    case RULE_WRITE:
        return "application/json";
    case RULE_UPLOAD:
        return "application/octet-stream";
    case RULE_READ:
        break;
    }
    return NULL;
}

static int run(const struct route *route, struct request *r, struct problem *why)
{
    const struct shape *query = route->rule == RULE_READ ? route->takes : &nothing;
    void *from_query = input_query(&r->target, query, &r->arena, why);

    if (!from_query)
        return why->code;
    r->input = from_query;
    if (route->rule == RULE_WRITE)
        r->input = input_body(r->body, route->takes, &r->arena, why);
    return r->input ? route->handler(r, why) : why->code;
}

/* "there is no zone" as a sentence; what begins with its place, "body: ", stays. */
static const char *sentence_of(const struct problem *why, struct arena *into)
{
    size_t length = strlen(why->what);
    const char *end = length && strchr(".!?", why->what[length - 1]) ? "" : ".";
    char *sentence = arena_array(into, char, length + 2);
    size_t word = strcspn(why->what, " ");

    memcpy(sentence, why->what, length);
    memcpy(sentence + length, end, strlen(end));
    if (word > 0 && sentence[word - 1] != ':' && sentence[0] >= 'a' && sentence[0] <= 'z')
        sentence[0] = (char)(sentence[0] - 'a' + 'A');
    return sentence;
}

void route_answer(const struct route *route, struct request *r)
{
    struct problem why = { 0 };
    int rc = run(route, r, &why);

    if (rc >= 0)
        return;
    unsigned status = status_of(rc);
    if (status == 500)
        fprintf(stderr, "bulkhead: %s %s: %s\n", method_name(route->method), route->path, why.what);
    reply_refuse(&r->reply, status, sentence_of(&why, &r->arena));
}
