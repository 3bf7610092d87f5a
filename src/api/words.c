#include "api/rows.h"

#include "model/access.h"

void json_date(struct json *j, const char *key, moment_us day)
{
    char text[11];

    if (day == 0) {
        json_null(j, key);
        return;
    }
    moment_format_date(day, text);
    json_string(j, key, text);
}

void json_level(struct json *j, const char *key, uint8_t level)
{
    json_unsigned(j, key, level);
}

void json_access_list(struct json *j, const char *key, uint8_t access)
{
    json_array(j, key);
    for (int a = 0; a < ACCESS_COUNT; a++)
        if (access & 1U << a)
            json_string(j, NULL, access_name((enum access)a));
    json_array_end(j);
}

void json_text_list(struct json *j, const char *key, const struct text *texts, size_t count)
{
    json_array(j, key);
    for (size_t i = 0; i < count; i++)
        json_text(j, NULL, texts[i]);
    json_array_end(j);
}

void json_list(struct json *j, const char *key, struct text list)
{
    json_array(j, key);
    for (struct text entry; list_next(&list, &entry);)
        json_text(j, NULL, entry);
    json_array_end(j);
}

void json_address(struct json *j, const char *key, const struct address *address)
{
    char text[ADDRESS_TEXT] = "";

    if (address->kind != ADDRESS_NONE)
        address_format(address, text);
    json_string(j, key, text);
}

void json_address_list(struct json *j, const char *key, const struct address *addresses,
                       size_t count)
{
    json_array(j, key);
    for (size_t i = 0; i < count; i++)
        json_address(j, NULL, &addresses[i]);
    json_array_end(j);
}

void json_sighting(struct json *j, const char *key, const struct observed *o, uint32_t capture,
                   uint64_t frame)
{
    json_object(j, key);
    json_text(j, "capture", o->captures.items[capture].path);
    json_unsigned(j, "frame", frame);
    json_object_end(j);
}

static void open_reference(struct json *j, const char *kind, struct text id, struct text text)
{
    json_object(j, NULL);
    json_string(j, "kind", kind);
    json_text(j, "id", id);
    json_text(j, "text", text);
}

void json_reference(struct json *j, const char *kind, struct text id, struct text text)
{
    open_reference(j, kind, id, text);
    json_object_end(j);
}

void json_capture_reference(struct json *j, const struct observed *o, uint32_t capture,
                            uint64_t frame)
{
    struct text path = o->captures.items[capture].path;

    open_reference(j, "capture", path, path);
    if (frame)
        json_unsigned(j, "frame", frame);
    json_object_end(j);
}
