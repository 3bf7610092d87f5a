#include "base/attributes.h"
#include "proto/file_name.h"
#include "proto/http.h"
#include "proto/markup.h"

enum { NAME_MOST = 128 };

enum http_body http_body_kind(struct cursor content_type)
{
    static const struct {
        const char *type;
        enum http_body kind;
    } kinds[] = {
        { "text/html", HTTP_BODY_PAGE },
        { "application/xhtml+xml", HTTP_BODY_PAGE },
        { "text/xml", HTTP_BODY_DESCRIPTION },
        { "application/xml", HTTP_BODY_DESCRIPTION },
        { "multipart/form-data", HTTP_BODY_FORM },
        { "application/soap+xml", HTTP_BODY_MESSAGE },
        { "multipart/encrypted", HTTP_BODY_MESSAGE },
    };

    while (content_type.left > 0 && line_starts(content_type, " "))
        cursor_skip(&content_type, 1);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (line_starts(content_type, kinds[i].type))
            return kinds[i].kind;
    return HTTP_BODY_SKIPPED;
}

static void read_page(struct cursor body, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_description,
                     text_from_wire(markup_element(body, "<title"), out->arena), "http page title",
                     CONFIDENCE_BANNER);
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

    if (!markup_find(&c, "urn:schemas-upnp-org:device-1-0"))
        return;
    for (size_t i = 0; i < COUNT_OF(elements); i++) {
        struct cursor at = body;
        if (markup_find(&at, elements[i].tag))
            dissection_state(out, &out->sender, elements[i].field,
                             text_from_wire(markup_up_to(at, '<'), out->arena), elements[i].source,
                             CONFIDENCE_CERTIFIED);
    }
}

static void read_form(struct cursor body, struct dissection *out)
{
    while (markup_find(&body, "filename=\"")) {
        struct cursor name = markup_up_to(body, '"');
        if (name.left > 0 && name.left <= NAME_MOST)
            http_count_file(text_from_wire(name, out->arena), out);
    }
}

/* The body belongs to whoever speaks over HTTP. */
static void read_message(struct cursor body, struct dissection *out)
{
    (void)dissection_descend(out, CARRIER_HTTP, body);
}

void http_body_read(enum http_body kind, struct cursor body, struct dissection *out)
{
    static void (*const readers[])(struct cursor body, struct dissection * out) = {
        [HTTP_BODY_PAGE] = read_page,
        [HTTP_BODY_DESCRIPTION] = read_description,
        [HTTP_BODY_FORM] = read_form,
        [HTTP_BODY_MESSAGE] = read_message,
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

    dissection_operation(out, &http_protocol, MESSAGE_REQUEST, operations[file_kind(name)],
                         SUB_NONE);
}
