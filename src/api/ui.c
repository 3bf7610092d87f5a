#include "api/ui.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *suffix, *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".json", "application/json" },
    { ".txt", "text/plain; charset=utf-8" },
    { ".yaml", "application/yaml" },
};

static const char *type_of(const char *name)
{
    const char *suffix = strrchr(name, '.');

    for (size_t i = 0; suffix && i < COUNT_OF(types); i++)
        if (strcmp(suffix, types[i].suffix) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* The build puts a hash of the content into the names of these. */
static bool is_lasting(const char *name)
{
    return strncmp(name, "assets/", strlen("assets/")) == 0;
}

void file_answer(struct reply *reply, const struct embedded_file *file)
{
    reply->type = type_of(file->name);
    reply->lent = embedded_text(file);
    reply->lasting = is_lasting(file->name);
    snprintf(reply->etag, sizeof reply->etag, "\"%s\"", file->digest);
}

static struct text name_of(const struct target *t, struct arena *into)
{
    struct buffer name = BUFFER_KEPT;

    for (size_t i = 0; i < t->segment_count; i++) {
        if (i)
            buffer_char(&name, '/');
        buffer_text(&name, t->segments[i]);
    }
    struct text copy = text_copy(buffer_view(&name), into);
    buffer_free(&name);
    return copy;
}

void ui_answer(struct request *r)
{
    struct text name = name_of(&r->target, &r->arena);
    const struct embedded_file *file =
        embedded_find(&ui_files, name.length ? name.at : "index.html");

    if (file)
        file_answer(&r->reply, file);
    else if (name.length == 0)
        reply_refuse(&r->reply, 404,
                     "This program was built without its web UI: tools/build-web makes it, meson "
                     "setup --reconfigure takes it in; the figures are at /api/v1/overview.");
    else
        reply_refuse(&r->reply, 404, "There is no such page.");
}
