#include "base/attributes.h"
#include "proto/file_name.h"
#include "proto/http.h"

enum { NAME_MOST = 128 };

enum http_body http_body_kind(struct cursor content_type)
{
    static const struct {
        const char *type;
        enum http_body kind;
    } kinds[] = {
        { "text/html", HTTP_BODY_PAGE },           { "application/xhtml+xml", HTTP_BODY_PAGE },
        { "text/xml", HTTP_BODY_DESCRIPTION },     { "application/xml", HTTP_BODY_DESCRIPTION },
        { "multipart/form-data", HTTP_BODY_FORM },
    };

    while (content_type.left > 0 && line_starts(content_type, " "))
        cursor_skip(&content_type, 1);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (line_starts(content_type, kinds[i].type))
            return kinds[i].kind;
    return HTTP_BODY_SKIPPED;
}

/* Step behind the first of these words; false when they are not there. */
static bool find(struct cursor *c, const char *words)
{
    while (c->left > 0 && !line_starts(*c, words))
        cursor_skip(c, 1);
    if (c->left == 0)
        return false;
    cursor_skip(c, text_of(words).length);
    return true;
}

/* The bytes up to a closing one; empty when it does not come. */
static struct cursor up_to(struct cursor c, char end)
{
    struct cursor ahead = c;
    size_t length = 0;

    while (ahead.left > 0) {
        if ((char)cursor_u8(&ahead) == end)
            return cursor_split(&c, length);
        length++;
    }
    return cursor_over(NULL, 0);
}

/* The text of the first element whose tag begins so. */
static struct text element(struct cursor body, const char *tag, struct arena *into)
{
    struct cursor c = body;

    if (!find(&c, tag) || !find(&c, ">"))
        return (struct text){ 0 };
    return text_from_wire(up_to(c, '<'), into);
}

static void read_page(struct cursor body, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_description, element(body, "<title", out->arena),
                     "http page title", CONFIDENCE_BANNER);
}

/* Source: UPnP Device Architecture 2.0, 2.3; the device itself stands before those in it. */
static void read_description(struct cursor body, struct dissection *out)
{
    static const struct {
        const char *tag;
        enum field field;
        const char *source;
    } elements[] = {
        { "<manufacturer>", FIELD_vendor, "upnp manufacturer" },
        { "<modelName>", FIELD_model, "upnp model name" },
        { "<modelNumber>", FIELD_order_number, "upnp model number" },
        { "<serialNumber>", FIELD_serial, "upnp serial number" },
        { "<friendlyName>", FIELD_name, "upnp friendly name" },
        { "<deviceType>", FIELD_device_type, "upnp device type" },
        { "<presentationURL>", FIELD_url, "upnp presentation" },
    };
    struct cursor c = body;

    if (!find(&c, "urn:schemas-upnp-org:device-1-0"))
        return;
    for (size_t i = 0; i < COUNT_OF(elements); i++) {
        struct cursor at = body;
        if (find(&at, elements[i].tag))
            dissection_state(out, &out->sender, elements[i].field,
                             text_from_wire(up_to(at, '<'), out->arena), elements[i].source,
                             CONFIDENCE_CERTIFIED);
    }
}

static void read_form(struct cursor body, struct dissection *out)
{
    while (find(&body, "filename=\"")) {
        struct cursor name = up_to(body, '"');
        if (name.left > 0 && name.left <= NAME_MOST)
            http_count_file(text_from_wire(name, out->arena), out);
    }
}

void http_body_read(enum http_body kind, struct cursor body, struct dissection *out)
{
    static void (*const readers[])(struct cursor body, struct dissection * out) = {
        [HTTP_BODY_PAGE] = read_page,
        [HTTP_BODY_DESCRIPTION] = read_description,
        [HTTP_BODY_FORM] = read_form,
    };

    if (readers[kind])
        readers[kind](body, out);
}

void http_count_file(struct text name, struct dissection *out)
{
    static const enum http_operation operations[] = {
        [FILE_OTHER] = HTTP_FILE,
        [FILE_FIRMWARE] = HTTP_FIRMWARE,
        [FILE_CONFIGURATION] = HTTP_CONFIGURATION,
    };

    dissection_operation(out, &http_protocol, MESSAGE_REQUEST, operations[file_kind(name)], SUB_NONE);
}
