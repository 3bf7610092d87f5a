/*
 * fuzz_request.c - targets, queries, bodies and headers of HTTP requests, by the
 * tables of the real routes.
 *
 * The first byte chooses the reader.  Aborts when something is refused without a
 * sentence, when the sentence is none, or when what was taken is no text.
 */
#include <stdlib.h>
#include <string.h>

#include "api/guard.h"
#include "api/login.h"
#include "api/route.h"
#include "base/utf8.h"
#include "target.h"

static const struct shape *const shapes[] = {
#define ROUTE(method, path, handler, rule, takes) &(takes),
#include "api/routes.def"
#undef ROUTE
};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void require_text(struct text t)
{
    for (size_t at = 0, step; at < t.length; at += step) {
        step = utf8_length(t.at + at, t.length - at);
        require(step != 0 && t.at[at] != '\0');
    }
}

static void require_reason(const struct problem *why)
{
    require(why->code < 0 && why->what[0] != '\0');
}

static void read_target(struct text input, struct arena *into)
{
    struct target target;
    struct problem why = { 0 };

    if (target_parse(input, into, &target, &why) < 0) {
        require_reason(&why);
        return;
    }
    for (size_t i = 0; i < target.segment_count; i++)
        require_text(target.segments[i]);
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        why = (struct problem){ 0 };
        if (!input_query(&target, shapes[i], into, &why))
            require_reason(&why);
    }
}

static void read_body(struct text input, struct arena *into)
{
    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        struct problem why = { 0 };
        if (!input_body(input, shapes[i], into, &why))
            require_reason(&why);
    }
}

static void read_headers(struct text input, struct arena *into)
{
    struct text name, password;
    const char *header = text_string(input, into);

    if (login_read(input, into, &name, &password))
        require(name.length > 0);
    (void)host_is_loopback(input);
    (void)content_type_is(input, "application/json");
    require(!origin_is_own(input, "localhost", false) || text_starts(input, "http://"));
    (void)origin_is_own(TEXT("http://localhost"), header, false);
    (void)address_is_loopback(header);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct text, struct arena *) = { read_target, read_body,
                                                                    read_headers };
    struct arena into;

    if (size == 0)
        return 0;
    char *exact = malloc(size - 1 ? size - 1 : 1); /* no byte behind the input */
    require(exact != NULL);
    memcpy(exact, data + 1, size - 1);
    arena_create(&into, ARENA_TRUSTED);
    readers[data[0] % COUNT_OF(readers)]((struct text){ exact, size - 1 }, &into);
    arena_destroy(&into);
    free(exact);
    return 0;
}

/* The first byte of each chooses its reader. */
void target_seeds(struct seeds *seeds)
{
    static const char *const inputs[] = {
        "0/api/v1/conversations?protocol=modbus&page=2&q=%C3%A4%2F",
        "0/api/v1/assets/10.41.0.11?format=csv",
        "0/api/v1/zones/cell-a/?from=2026-11-23&to=",
        "1{\"id\":\"cell-a\",\"name\":\"A\",\"level\":\"1\",\"sl_target\":[2,2,2,1,2,1,2],"
        "\"prefixes\":[\"10.0.0.0/24\"],\"safety\":true,\"owner\":null}",
        "1{\"from\":\"a\",\"to\":\"b\",\"services\":[{\"protocol\":\"modbus\",\"port\":502}]}",
        "1{\"level\":3,\"narrative\":\"\\u00e4\\ud83d\\ude00\",\"at\":\"2026-11-23\"}",
        "2Basic YWRtaW46c2VjcmV0",
        "2localhost:62443",
        "2http://localhost",
        "2application/json; charset=utf-8",
        "2::ffff:127.0.0.1",
    };

    for (size_t i = 0; i < COUNT_OF(inputs); i++)
        seeds_add(seeds, cursor_over(inputs[i], text_of(inputs[i]).length));
}
