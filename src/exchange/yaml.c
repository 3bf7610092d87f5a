#include "exchange/yaml.h"

#include <errno.h>
#include <string.h>
#include <yaml.h>

/* libyaml on one side, what was understood and the first problem on the other. */
struct builder {
    yaml_parser_t parser;
    struct text content;
    const char *name;
    struct arena *into;
    struct problem *why;
};

#define REFUSE(b, line, ...)                                                                       \
    refuse((b), (line), text_string(text_format((b)->into, __VA_ARGS__), (b)->into))

static int refuse(struct builder *b, size_t line, const char *what)
{
    return problem_set(b->why, -EINVAL, "%s line %zu: %s", b->name, line, what);
}

static size_t line_of(const yaml_event_t *event)
{
    return event->start_mark.line + 1;
}

/* The reader, which runs ahead of the marks, leaves the offset of a byte instead. */
static size_t line_of_failure(const struct builder *b)
{
    size_t line = 1;

    if (b->parser.error != YAML_READER_ERROR)
        return b->parser.problem_mark.line + 1;
    for (size_t i = 0; i < b->content.length && i < b->parser.problem_offset; i++)
        line += b->content.at[i] == '\n';
    return line;
}

static int next_event(struct builder *b, yaml_event_t *event)
{
    if (yaml_parser_parse(&b->parser, event))
        return 0;
    return REFUSE(b, line_of_failure(b), "not YAML: %s%s%s", b->parser.context ? b->parser.context : "",
                  b->parser.context ? ", " : "",
                  b->parser.problem ? b->parser.problem : "the reader gave up");
}

struct decoration {
    const yaml_char_t *anchor, *tag;
};

static struct decoration decoration_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return (struct decoration){ event->data.scalar.anchor, event->data.scalar.tag };
    case YAML_SEQUENCE_START_EVENT:
        return (struct decoration){ event->data.sequence_start.anchor,
                                    event->data.sequence_start.tag };
    case YAML_MAPPING_START_EVENT:
        return (struct decoration){ event->data.mapping_start.anchor,
                                    event->data.mapping_start.tag };
    default:
        return (struct decoration){ 0 };
    }
}

/* What would let a file mean more than it shows. */
static int refuse_decoration(struct builder *b, const yaml_event_t *event)
{
    struct decoration has = decoration_of(event);

    if (event->type == YAML_ALIAS_EVENT)
        return REFUSE(b, line_of(event), "alias \"*%s\": aliases are not used here; write it out",
                      (const char *)event->data.alias.anchor);
    if (has.anchor)
        return REFUSE(b, line_of(event), "anchor \"&%s\": anchors are not used here",
                      (const char *)has.anchor);
    if (has.tag)
        return REFUSE(b, line_of(event), "tag \"%s\": tags are not used here",
                      (const char *)has.tag);
    return 0;
}

static struct text scalar_text(struct builder *b, const yaml_event_t *event)
{
    struct text t = { (const char *)event->data.scalar.value, event->data.scalar.length };
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

    if (plain && (text_is(t, "~") || text_is(t, "null")))
        return (struct text){ 0 };
    return text_copy(t, b->into);
}

static int read_item(struct builder *b, yaml_event_t *event, unsigned depth, struct yaml_item *out);

/* Reads one event and, unless it closes the container, the item that it begins. */
static int read_next(struct builder *b, unsigned depth, yaml_event_type_t closing,
                     struct yaml_item *out, bool *closed)
{
    yaml_event_t event;
    int code = next_event(b, &event);

    if (code)
        return code;
    *closed = event.type == closing;
    if (!*closed)
        code = read_item(b, &event, depth, out);
    yaml_event_delete(&event);
    return code;
}

static int read_list(struct builder *b, unsigned depth, struct yaml_item *list)
{
    const struct yaml_item **tail = &list->first;

    for (;;) {
        struct yaml_item *item = arena_new(b->into, struct yaml_item);
        bool closed;
        int code = read_next(b, depth, YAML_SEQUENCE_END_EVENT, item, &closed);
        if (code || closed)
            return code;
        *tail = item;
        tail = &item->next;
    }
}

static int check_key(struct builder *b, const struct yaml_item *map, const struct yaml_item *key)
{
    size_t count = 0;

    if (key->kind != YAML_scalar || key->text.length == 0)
        return REFUSE(b, key->line, "a key is a word");
    for (const struct yaml_item *known = map->first; known; known = known->next, count++)
        if (text_equal(known->key, key->text))
            return REFUSE(b, key->line,
                          "key \"%.*s\" stands twice in one mapping; first in line %zu",
                          (int)key->text.length, key->text.at, known->key_line);
    if (count >= YAML_KEYS_MOST)
        return REFUSE(b, key->line, "a mapping has at most %d keys", YAML_KEYS_MOST);
    return 0;
}

static int read_map(struct builder *b, unsigned depth, struct yaml_item *map)
{
    const struct yaml_item **tail = &map->first;

    for (;;) {
        struct yaml_item key = { 0 }, *value = arena_new(b->into, struct yaml_item);
        bool closed;
        int code = read_next(b, depth, YAML_MAPPING_END_EVENT, &key, &closed);
        if (code || closed)
            return code;
        code = check_key(b, map, &key);
        if (!code)
            code = read_next(b, depth, YAML_NO_EVENT, value, &closed);
        if (code)
            return code;
        value->key = key.text;
        value->key_line = key.line;
        *tail = value;
        tail = &value->next;
    }
}

static int read_item(struct builder *b, yaml_event_t *event, unsigned depth, struct yaml_item *out)
{
    int code = refuse_decoration(b, event);

    if (code)
        return code;
    out->line = line_of(event);
    if (depth >= YAML_DEPTH_MOST)
        return REFUSE(b, out->line, "nested deeper than %d levels", YAML_DEPTH_MOST);
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        if (memchr(event->data.scalar.value, 0, event->data.scalar.length))
            return REFUSE(b, out->line, "text with a NUL character in it");
        out->kind = YAML_scalar;
        out->text = scalar_text(b, event);
        return 0;
    case YAML_SEQUENCE_START_EVENT:
        out->kind = YAML_list;
        return read_list(b, depth + 1, out);
    case YAML_MAPPING_START_EVENT:
        out->kind = YAML_map;
        return read_map(b, depth + 1, out);
    default:
        return REFUSE(b, out->line, "an item is missing");
    }
}

/* Skips stream and document marks; `found` is set when content begins instead. */
static int read_document(struct builder *b, struct yaml_item *root)
{
    bool have_root = false;

    for (;;) {
        yaml_event_t event;
        int code = next_event(b, &event);
        if (code)
            return code;
        yaml_event_type_t type = event.type;
        bool is_mark = type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT ||
                       type == YAML_DOCUMENT_END_EVENT || type == YAML_STREAM_END_EVENT;
        if (type == YAML_DOCUMENT_START_EVENT && have_root)
            code = REFUSE(b, line_of(&event), "a second document: a file holds one");
        else if (!is_mark)
            code = read_item(b, &event, 0, root);
        yaml_event_delete(&event);
        have_root |= !is_mark;
        if (code || type == YAML_STREAM_END_EVENT)
            return code || have_root ? code : REFUSE(b, 1, "the file is empty");
    }
}

int yaml_read(struct text content, const char *name, struct arena *into,
              const struct yaml_item **root, struct problem *why)
{
    struct builder b = { .content = content, .name = name, .into = into, .why = why };
    struct yaml_item *top = arena_new(into, struct yaml_item);

    if (content.length > YAML_BYTES_MOST)
        return problem_set(why, -EFBIG, "%s: larger than %d bytes", name, YAML_BYTES_MOST);
    if (!yaml_parser_initialize(&b.parser))
        return problem_set(why, -ENOMEM, "%s: no memory to read it", name);
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)content.at, content.length);
    int code = read_document(&b, top);
    yaml_parser_delete(&b.parser);
    if (!code)
        *root = top;
    return code;
}

const struct yaml_item *yaml_get(const struct yaml_item *map, const char *key)
{
    for (const struct yaml_item *item = map && map->kind == YAML_map ? map->first : NULL; item;
         item = item->next)
        if (text_is(item->key, key))
            return item;
    return NULL;
}
