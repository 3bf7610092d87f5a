#include "api/request.h"

#include <errno.h>
#include <string.h>

#include "api/plant_view.h"
#include "base/utf8.h"

/* The value of a hexadecimal digit, or -1. */
static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* One character, decoded, off the front; -1: an escape that is none. */
static int next_character(struct text *rest, bool plus_is_blank)
{
    char c = rest->at[0];
    size_t taken = 1;
    int value = (unsigned char)c;

    if (c == '+' && plus_is_blank)
        value = ' ';
    if (c == '%') {
        if (rest->length < 3 || digit(rest->at[1]) < 0 || digit(rest->at[2]) < 0)
            return -1;
        value = digit(rest->at[1]) << 4 | digit(rest->at[2]);
        taken = 3;
    }
    rest->at += taken;
    rest->length -= taken;
    return value;
}

static bool is_well_formed(struct text t)
{
    for (size_t at = 0, step; at < t.length; at += step) {
        step = utf8_length(t.at + at, t.length - at);
        if (step == 0 || (unsigned char)t.at[at] < ' ' || t.at[at] == 0x7f)
            return false;
    }
    return true;
}

static bool decode(struct text raw, bool plus_is_blank, struct arena *into, struct text *decoded)
{
    char *out = arena_array(into, char, raw.length + 1);
    size_t length = 0;

    while (raw.length) {
        int c = next_character(&raw, plus_is_blank);
        if (c < 0)
            return false;
        out[length++] = (char)c;
    }
    *decoded = (struct text){ out, length };
    return is_well_formed(*decoded);
}

static int parse_path(struct text path, struct arena *into, struct target *target,
                      struct problem *why)
{
    if (path.length == 0 || path.at[0] != '/')
        return problem_set(why, -EBADMSG, "path: must begin with \"/\"");
    text_cut(&path, '/');
    for (bool more = path.length > 0; more;) {
        size_t left = path.length;
        struct text raw = text_cut(&path, '/');
        more = raw.length < left; /* there was a "/", and a segment follows, if an empty one */
        if (target->segment_count == SEGMENTS_MOST)
            return problem_set(why, -EBADMSG, "path: has more than %d segments", SEGMENTS_MOST);
        struct text *segment = &target->segments[target->segment_count++];
        if (!decode(raw, false, into, segment))
            return problem_set(why, -EBADMSG,
                               "path: segment %zu must be percent-encoded UTF-8 without control "
                               "characters",
                               target->segment_count);
    }
    return 0;
}

static int parse_query(struct text query, struct arena *into, struct target *target,
                       struct problem *why)
{
    while (query.length) {
        struct text rest = text_cut(&query, '&');
        if (rest.length == 0)
            continue;
        if (target->pair_count == PAIRS_MOST)
            return problem_set(why, -EBADMSG, "query: has more than %d keys", PAIRS_MOST);
        struct pair *pair = &target->pairs[target->pair_count++];
        struct text name = text_cut(&rest, '=');
        if (!decode(name, true, into, &pair->name) || !decode(rest, true, into, &pair->value))
            return problem_set(why, -EBADMSG,
                               "query: key %zu must be percent-encoded UTF-8 without control "
                               "characters",
                               target->pair_count);
    }
    return 0;
}

int target_parse(struct text raw, struct arena *into, struct target *target, struct problem *why)
{
    *target = (struct target){ 0 };
    if (raw.length > TARGET_MOST)
        return problem_set(why, -EBADMSG, "path: is longer than %d bytes", TARGET_MOST);
    struct text query = raw;
    struct text path = text_cut(&query, '?');
    int rc = parse_path(path, into, target, why);
    return rc < 0 ? rc : parse_query(query, into, target, why);
}

static const char *const method_names[METHOD_COUNT] = {
    [METHOD_GET] = "GET",
    [METHOD_PUT] = "PUT",
    [METHOD_POST] = "POST",
    [METHOD_DELETE] = "DELETE",
};

enum method method_parse(const char *name)
{
    if (strcmp(name, "HEAD") == 0)
        return METHOD_GET;
    for (int m = METHOD_GET; m < METHOD_COUNT; m++)
        if (strcmp(name, method_names[m]) == 0)
            return (enum method)m;
    return METHOD_other;
}

const char *method_name(enum method method)
{
    return method_names[method];
}

void request_init(struct request *r, struct live *live)
{
    *r = (struct request){ .live = live };
    arena_create(&r->arena, ARENA_TRUSTED);
    reply_init(&r->reply);
}

void request_finish(struct request *r)
{
    reply_finish(&r->reply);
    plant_view_release(r->view);
    arena_destroy(&r->arena);
}
