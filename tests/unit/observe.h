/*
 * observe.h - observations written by hand, for tests of what is concluded from them.
 */
#pragma once

#include <string.h>

#include "model/observed.h"

#include "unit.h"

enum { OBSERVED_AT = 1000000 };

static inline struct address at(const char *text)
{
    struct address a;

    assert_true(address_parse(text_of(text), &a));
    return a;
}

static inline struct binding *see_binding(struct observed *o, const char *mac, const char *ip,
                                          enum binding_how how)
{
    struct binding *b = array_add(&o->bindings);

    *b = (struct binding){ .mac = at(mac),
                           .ip = at(ip),
                           .how = how,
                           .count = 1,
                           .first = OBSERVED_AT,
                           .last = OBSERVED_AT,
                           .first_frame = o->bindings.count };
    return b;
}

static inline struct fact *see_fact(struct observed *o, const char *about, enum field field,
                                    const char *value, const char *source, uint8_t confidence)
{
    struct fact *f = array_add(&o->facts);

    *f = (struct fact){ .about = at(about),
                        .field = field,
                        .value = text_of(value),
                        .source = text_of(source),
                        .confidence = confidence,
                        .count = 1,
                        .first = OBSERVED_AT,
                        .last = OBSERVED_AT,
                        .first_frame = o->facts.count };
    return f;
}

/* A conversation that was answered; good until the next one. */
static inline struct conversation *see_talk(struct observed *o, const char *client,
                                            const char *server, const char *protocol)
{
    struct conversation *c = array_add(&o->conversations);

    *c = (struct conversation){ .client = at(client),
                                .server = at(server),
                                .transport = TRANSPORT_TCP,
                                .protocol = text_of(protocol),
                                .packets = 10,
                                .packets_from_client = 5,
                                .bytes = 1000,
                                .established = true,
                                .first = OBSERVED_AT,
                                .last = OBSERVED_AT,
                                .first_frame = o->conversations.count };
    return c;
}

static inline void see_operation(struct conversation *c, const char *name,
                                 enum operation_class class)
{
    *array_add(&c->operations) = (struct operation_count){ .protocol = c->protocol,
                                                           .code = TEXT("1"),
                                                           .name = text_of(name),
                                                           .class = class,
                                                           .requests = 2,
                                                           .responses = 2,
                                                           .first = OBSERVED_AT,
                                                           .last = OBSERVED_AT,
                                                           .first_frame = c->first_frame };
}
