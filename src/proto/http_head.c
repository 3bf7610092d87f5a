#include "proto/http_head.h"

bool head_is_whole(struct cursor message)
{
    struct cursor line;

    while (line_next(&message, &line))
        if (line.left == 0)
            return true;
    return false;
}

bool head_next(struct cursor *message, struct cursor *line)
{
    return line_next(message, line) && line->left > 0;
}

bool head_value(struct cursor line, const char *header, struct cursor *value)
{
    if (!line_starts(line, header))
        return false;
    *value = line;
    cursor_skip(value, text_of(header).length);
    return true;
}

void head_state(struct dissection *out, struct cursor line, const struct head_fact *facts,
                size_t count)
{
    struct cursor value;

    for (size_t i = 0; i < count; i++)
        if (head_value(line, facts[i].header, &value))
            dissection_state(out, &out->sender, facts[i].field, text_from_wire(value, out->arena),
                             facts[i].source, facts[i].confidence);
}
