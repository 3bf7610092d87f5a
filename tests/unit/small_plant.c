#include "small_plant.h"

#include <stdio.h>
#include <stdlib.h>

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "the test itself is wrong: %s\n", what);
    abort();
}

moment_us day(const char *date)
{
    moment_us at;

    if (!moment_parse(text_of(date), &at))
        give_up(date);
    return at;
}

struct address at_address(const char *text)
{
    struct address a;

    if (!address_parse(text_of(text), &a))
        give_up(text);
    return a;
}

moment_us second(int64_t seconds)
{
    return day("2026-05-31T10:00:00Z") + seconds * 1000000;
}

uint32_t with_capture(struct plant *p, moment_us first, moment_us last)
{
    struct capture *c = array_add(&p->observed.captures);

    c->path = text_format(&p->observed.text, "capture-%zu.pcap", p->observed.captures.count);
    c->first = first;
    c->last = last;
    return (uint32_t)(p->observed.captures.count - 1);
}

void small_plant(struct plant *p)
{
    plant_init(p);
    p->today = day("2026-06-01");
    with_capture(p, second(0), second(3600));
}

struct zone *with_zone(struct plant *p, const char *id, const char *prefix)
{
    struct zone *zone = array_add(&p->program.zones);

    zone->id = zone->name = text_of(id);
    if (prefix && !prefix_parse(text_of(prefix), array_add(&zone->prefixes)))
        give_up(prefix);
    return zone;
}

struct conduit *with_conduit(struct plant *p, const char *from, const char *to)
{
    struct conduit *c = array_add(&p->program.conduits);

    c->id = text_format(&p->text, "%s-%s", from, to);
    c->from = text_of(from);
    c->to = text_of(to);
    return c;
}

struct service *with_service(struct conduit *c, const char *protocol, uint8_t access)
{
    struct service *s = array_add(&c->services);

    s->protocol = text_of(protocol);
    s->access = access;
    return s;
}

void with_asset(struct plant *p, const char *ip, enum asset_class class)
{
    struct address a = at_address(ip);
    uint32_t number = assets_add(&p->assets);

    assets_own(&p->assets, number, &a);
    p->assets.items.items[number].class = class;
    assets_settle(&p->assets);
}

struct registered *with_registered(struct plant *p, const char *ip, const char *name)
{
    struct registered *r = array_add(&p->program.registered);

    r->address = at_address(ip);
    r->name = text_of(name);
    return r;
}

struct claim *with_claim(struct plant *p, const char *requirement, uint8_t level, uint8_t target)
{
    struct claim *c = array_add(&p->program.claims);

    c->requirement = text_of(requirement);
    c->level = level;
    c->target = target;
    return c;
}

struct evidence *with_evidence(struct plant *p, const char *requirement, uint8_t level)
{
    struct evidence *e = array_add(&p->program.evidence);

    e->id = text_format(&p->text, "EV-%03zu", p->program.evidence.count);
    e->requirement = text_of(requirement);
    e->level = level;
    e->title = text_of("a document");
    e->link = text_of("https://documents.example/1");
    e->collected = day("2026-01-15");
    return e;
}

struct measure *with_measure(struct plant *p, const char *requirement, const char *asset)
{
    struct measure *m = array_add(&p->program.measures);

    m->id = text_format(&p->text, "CM-%03zu", p->program.measures.count);
    m->title = text_of("a measure");
    m->requirement = text_of(requirement);
    m->asset = at_address(asset);
    m->tested = day("2026-02-01");
    m->effective = true;
    m->expires = day("2026-07-01");
    return m;
}

struct conversation *with_conversation(struct plant *p, const char *client, const char *server,
                                       uint16_t port, const char *protocol)
{
    struct conversation *c = array_add(&p->observed.conversations);

    *c = (struct conversation){
        .client = at_address(client),
        .server = at_address(server),
        .transport = TRANSPORT_TCP,
        .port = port,
        .protocol = text_of(protocol),
        .packets = 10,
        .bytes = 1000,
        .packets_from_client = 6,
        .established = true,
        .first = second(10),
        .last = second(20),
        .first_frame = p->observed.conversations.count,
    };
    return c;
}

struct operation_count *with_operation(struct conversation *c, const char *name,
                                       enum operation_class class)
{
    struct operation_count *o = array_add(&c->operations);

    *o = (struct operation_count){
        .protocol = c->protocol,
        .code = text_of(name),
        .name = text_of(name),
        .class = class,
        .requests = 4,
        .responses = 4,
        .first = c->first,
        .last = c->last,
        .first_frame = c->first_frame + 1,
    };
    return o;
}

void with_fact(struct plant *p, const char *about, enum field field, const char *value)
{
    struct fact *f = array_add(&p->observed.facts);

    *f = (struct fact){
        .about = at_address(about),
        .field = field,
        .value = text_of(value),
        .source = text_of("test"),
        .count = 1,
        .first = second(5),
        .last = second(5),
        .first_frame = 5,
    };
}

void all_requirements(struct requirements *r, struct arena *into)
{
    static const struct {
        const char *element, *title;
        unsigned group, count;
    } groups[] = {
        { "ORG", "Organizational security measures", 1, 6 },
        { "ORG", "Organizational security measures", 2, 4 },
        { "ORG", "Organizational security measures", 3, 1 },
        { "CM", "Configuration management", 1, 4 },
        { "NET", "Network and communications security", 1, 9 },
        { "NET", "Network and communications security", 2, 3 },
        { "NET", "Network and communications security", 3, 3 },
        { "COMP", "Component security", 1, 2 },
        { "COMP", "Component security", 2, 3 },
        { "COMP", "Component security", 3, 5 },
        { "DATA", "Protection of data", 1, 7 },
        { "USER", "User access control", 1, 19 },
        { "USER", "User access control", 2, 4 },
        { "EVENT", "Event and incident management", 1, 9 },
        { "AVAIL", "System integrity and availability", 1, 3 },
        { "AVAIL", "System integrity and availability", 2, 5 },
    };

    *r = (struct requirements){ 0 };
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        for (unsigned n = 1; n <= groups[i].count; n++)
            *array_add(&r->rows) = (struct requirement){
                .id = text_format(into, "%s %u.%u", groups[i].element, groups[i].group, n),
                .element = text_of(groups[i].element),
                .element_title = text_of(groups[i].title),
                .group = text_format(into, "%s %u", groups[i].element, groups[i].group),
            };
}
