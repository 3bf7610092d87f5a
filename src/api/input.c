#include "api/input.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

/* One value on its way in: from a body (json) or from a query (text). */
struct input {
    const cJSON *json; /* NULL: text */
    struct text text;
    const char *part; /* "body", "query" */
    struct text key;  /* where in it: "services[2].port" */
    struct arena *into;
    struct problem *why;
};

const struct shape nothing = { .size = 1 }; /* of no struct, but of some memory */
const struct shape free_form = { .size = 1 };

static int refuse(const struct input *in, const char *rule)
{
    int code = in->json ? -EINVAL : -EBADMSG;

    if (in->key.length == 0)
        return problem_set(in->why, code, "%s: %s", in->part, rule);
    return problem_set(in->why, code, "%s: key \"%.*s\": %s", in->part, SHOWN(in->key), rule);
}

static struct text range_rule(const struct input *in, const char *what, const struct input_field *f)
{
    if (f->least == 0 && f->most == INT64_MAX)
        return text_format(in->into, "must be %s", what);
    return text_format(in->into, "must be %s from %lld to %lld", what, (long long)f->least,
                       (long long)f->most);
}

/* Characters, not bytes. */
static int64_t characters(struct text t)
{
    int64_t count = 0;

    for (size_t i = 0; i < t.length; i++)
        count += ((unsigned char)t.at[i] & 0xc0) != 0x80;
    return count;
}

static bool holds_control_characters(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (((unsigned char)t.at[i] < ' ' && t.at[i] != '\n' && t.at[i] != '\t') || t.at[i] == 0x7f)
            return true;
    return false;
}

/* A copy: what it is made into may keep parts of it. */
static bool take_text(const struct input *in, struct text *value)
{
    if (in->json && !cJSON_IsString(in->json))
        return false;
    *value = in->json ? text_copy(text_of(in->json->valuestring), in->into) : in->text;
    return true;
}

int input_text(const struct input *in, const struct input_field *f, void *member)
{
    struct text value;

    if (!take_text(in, &value))
        return refuse(in, "must be text");
    if (holds_control_characters(value))
        return refuse(in, "must not hold control characters");
    int64_t length = characters(value);
    if (length < f->least || length > f->most)
        return refuse(in, range_rule(in, "text with a number of characters", f).at);
    *(struct text *)member = value;
    return 0;
}

static bool take_number(const struct input *in, int64_t *value)
{
    uint64_t digits;

    if (!in->json) {
        bool ok = text_unsigned(in->text, INT64_MAX, &digits);
        *value = ok ? (int64_t)digits : 0;
        return ok;
    }
    double real = in->json->valuedouble;
    if (!cJSON_IsNumber(in->json) || !(fabs(real) < 9007199254740992.0) || floor(real) != real)
        return false;
    *value = (int64_t)real;
    return true;
}

int input_number(const struct input *in, const struct input_field *f, void *member)
{
    int64_t value;

    if (!take_number(in, &value) || value < f->least || value > f->most)
        return refuse(in, range_rule(in, "a whole number", f).at);
    switch (f->size) {
    case sizeof(uint8_t):
        *(uint8_t *)member = (uint8_t)value;
        break;
    case sizeof(uint16_t):
        *(uint16_t *)member = (uint16_t)value;
        break;
    default:
        *(uint64_t *)member = (uint64_t)value;
    }
    return 0;
}

int input_truth(const struct input *in, const struct input_field *f, void *member)
{
    (void)f;
    bool yes = in->json ? cJSON_IsTrue(in->json) : text_is(in->text, "true");
    bool no = in->json ? cJSON_IsFalse(in->json) : text_is(in->text, "false");

    if (!yes && !no)
        return refuse(in, "must be true or false");
    *(bool *)member = yes;
    return 0;
}

int input_date(const struct input *in, const struct input_field *f, void *member)
{
    enum { DATE_LENGTH = 10 };
    struct text value;
    (void)f;

    if (!take_text(in, &value) || value.length != DATE_LENGTH ||
        !moment_parse(value, (moment_us *)member))
        return refuse(in, "must be a date, YYYY-MM-DD");
    return 0;
}

int input_date_or_null(const struct input *in, const struct input_field *f, void *member)
{
    if (in->json && cJSON_IsNull(in->json)) {
        *(moment_us *)member = 0;
        return 0;
    }
    return input_date(in, f, member) < 0 ? refuse(in, "must be a date, YYYY-MM-DD, or null") : 0;
}

int input_parsed(const struct input *in, const struct input_field *f, void *member)
{
    struct text value;

    if (!take_text(in, &value) || !f->parse(value, member))
        return refuse(in, f->rule);
    return 0;
}

static struct input entry_of(const struct input *in, const cJSON *json, int number)
{
    struct input entry = *in;

    entry.json = json;
    entry.key = text_format(in->into, "%.*s[%d]", SHOWN(in->key), number);
    return entry;
}

/* Entries of one size into a row of them. */
static int take_entries(const struct input *in, const struct input_field *f, char *items)
{
    const cJSON *json;
    int number = 0;

    cJSON_ArrayForEach(json, in->json)
    {
        struct input entry = entry_of(in, json, number);
        int rc = f->entry->take(&entry, f->entry, items + (size_t)number * f->size);
        if (rc < 0)
            return rc;
        number++;
    }
    return 0;
}

int input_list(const struct input *in, const struct input_field *f, void *member)
{
    ARRAY(void) list = { 0 };
    size_t count = in->json && cJSON_IsArray(in->json) ? (size_t)cJSON_GetArraySize(in->json) : 0;

    if (!in->json || !cJSON_IsArray(in->json) || count > (size_t)f->most)
        return refuse(
            in,
            text_format(in->into, "must be a list of at most %lld entries", (long long)f->most).at);
    list.items = arena_alloc(in->into, count, f->size, alignof(max_align_t));
    list.count = list.capacity = count;
    int rc = take_entries(in, f, list.items);
    memcpy(member, &list, sizeof list);
    return rc;
}

int input_row_of(const struct input *in, const struct input_field *f, void *member)
{
    if (!in->json || !cJSON_IsArray(in->json) || cJSON_GetArraySize(in->json) != (int)f->most)
        return refuse(
            in, text_format(in->into, "must be a list of %lld entries", (long long)f->most).at);
    return take_entries(in, f, member);
}

int input_mask(const struct input *in, const struct input_field *f, void *member)
{
    uint8_t mask = 0;
    const cJSON *json;
    int number = 0;

    if (!in->json || !cJSON_IsArray(in->json))
        return refuse(in, "must be a list of words");
    cJSON_ArrayForEach(json, in->json)
    {
        struct input entry = entry_of(in, json, number++);
        struct text word;
        int bit = 0;
        if (!take_text(&entry, &word) || !f->parse(word, &bit))
            return refuse(&entry, f->rule);
        if (mask & 1U << bit)
            return refuse(&entry, "must not be there twice");
        mask |= (uint8_t)(1U << bit);
    }
    *(uint8_t *)member = mask;
    return 0;
}

static const struct input_field *field_named(const struct shape *s, struct text name)
{
    for (size_t i = 0; i < s->count; i++)
        if (text_is(name, s->fields[i].name))
            return &s->fields[i];
    return NULL;
}

static struct input value_named(const struct input *in, struct text name)
{
    struct input value = *in;

    value.key =
        in->key.length ? text_format(in->into, "%.*s.%.*s", SHOWN(in->key), SHOWN(name)) : name;
    return value;
}

/* Every key known and there once. */
static int check_keys(const struct input *in, const struct shape *shape)
{
    const cJSON *json;

    cJSON_ArrayForEach(json, in->json)
    {
        struct input value = value_named(in, text_of(json->string));
        if (!field_named(shape, text_of(json->string)))
            return refuse(&value, "is not known here");
        for (const cJSON *other = json->next; other; other = other->next)
            if (strcmp(other->string, json->string) == 0)
                return refuse(&value, "must not be there twice");
    }
    return 0;
}

int input_object(const struct input *in, const struct input_field *f, void *member)
{
    if (!cJSON_IsObject(in->json))
        return refuse(in, "must be an object");
    int rc = check_keys(in, f->shape);
    for (size_t i = 0; rc == 0 && i < f->shape->count; i++) {
        const struct input_field *field = &f->shape->fields[i];
        struct input value = value_named(in, text_of(field->name));
        value.json = cJSON_GetObjectItemCaseSensitive(in->json, field->name);
        if (!value.json)
            return value.json = in->json, refuse(&value, "is missing");
        rc = field->take(&value, field, (char *)member + field->at);
    }
    return rc;
}

/* What the parser would let pass: bytes that are not UTF-8, and U+0000, at which it cuts text. */
static const char *what_is_no_text(struct text body)
{
    bool escaped = false;

    for (size_t at = 0, step; at < body.length; at += step) {
        step = utf8_length(body.at + at, body.length - at);
        if (step == 0)
            return "must be UTF-8";
        struct text rest = { body.at + at, body.length - at };
        if (body.at[at] == '\0' || (escaped && text_starts(rest, "u0000")))
            return "must not hold the character U+0000";
        escaped = !escaped && body.at[at] == '\\';
    }
    return NULL;
}

struct cJSON *input_parse(struct text body, struct problem *why)
{
    const char *rule = what_is_no_text(body);
    const char *end = NULL;

    if (rule)
        return problem_set(why, -EBADMSG, "body: %s", rule), NULL;
    cJSON *json = cJSON_ParseWithLengthOpts(body.at ? body.at : "", body.length, &end, false);
    struct text rest = { end, json ? (size_t)(body.at + body.length - end) : 0 };
    if (json && text_trim(rest).length == 0)
        return json;
    cJSON_Delete(json);
    return problem_set(why, -EBADMSG, "body: must be one JSON value; byte %zu does not fit",
                       end && body.at ? (size_t)(end - body.at) + 1 : 1),
           NULL;
}

static void *make(const struct shape *shape, struct arena *into)
{
    void *made = arena_alloc(into, 1, shape->size, alignof(max_align_t));

    if (shape->defaults)
        memcpy(made, shape->defaults, shape->size);
    return made;
}

void *input_body(struct text body, const struct shape *shape, struct arena *into,
                 struct problem *why)
{
    void *made = make(shape, into);
    const struct input_field whole = INPUT_OBJECT(*shape);

    if (shape == &free_form)
        return made;
    if (shape == &nothing) {
        if (body.length)
            return problem_set(why, -EBADMSG, "body: must be empty"), NULL;
        return made;
    }
    cJSON *json = input_parse(body, why);
    if (!json)
        return NULL;
    struct input in = { .json = json, .part = "body", .into = into, .why = why };
    int rc = input_object(&in, &whole, made);
    cJSON_Delete(json);
    return rc < 0 ? NULL : made;
}

void *input_query(const struct target *target, const struct shape *shape, struct arena *into,
                  struct problem *why)
{
    char *made = make(shape, into);

    if (shape == &free_form)
        return made;
    for (size_t i = 0; i < target->pair_count; i++) {
        const struct pair *pair = &target->pairs[i];
        struct input in = {
            .text = pair->value, .part = "query", .key = pair->name, .into = into, .why = why
        };
        const struct input_field *field = field_named(shape, pair->name);
        if (!field)
            return refuse(&in, "is not known here"), NULL;
        for (size_t j = 0; j < i; j++)
            if (text_equal(target->pairs[j].name, pair->name))
                return refuse(&in, "must not be there twice"), NULL;
        if (field->take(&in, field, made + field->at) < 0)
            return NULL;
    }
    return made;
}
