/*
 * conduits.c - conduits: listed and written.
 */
#include <errno.h>

#include "api/change.h"
#include "api/page.h"
#include "api/route.h"
#include "api/row_id.h"
#include "api/rows.h"
#include "segment/conduit.h"

enum { SERVICES_MOST = 1000, LONG_TEXT = 10000 };

static void print_service(struct json *j, const struct service *s)
{
    json_object(j, NULL);
    json_text(j, "protocol", s->protocol);
    json_string(j, "transport", transport_name(s->transport));
    json_unsigned(j, "port", s->port);
    json_access_list(j, "access", s->access);
    json_object_end(j);
}

void json_conduit(struct json *j, const char *key, const struct conduit *c)
{
    json_object(j, key);
    json_text(j, "id", c->id);
    json_text(j, "name", c->name);
    json_text(j, "from", c->from);
    json_text(j, "to", c->to);
    json_text(j, "owner", c->owner);
    json_text(j, "reason", c->reason);
    json_date(j, "expires", c->expires);
    json_array(j, "services");
    for (ARRAY_EACH(const struct service, s, &c->services))
        print_service(j, s);
    json_array_end(j);
    json_object_end(j);
}

/* "modbus/tcp/502 read, write": what is open is "any". */
static struct text service_words(const struct conduit *c, struct arena *into)
{
    struct text *words = arena_array(into, struct text, c->services.count);

    for (size_t i = 0; i < c->services.count; i++) {
        const struct service *s = &c->services.items[i];
        struct text access = access_names(s->access, into);
        words[i] = text_format(into, "%s%.*s/%s/%u (%.*s)", i ? "; " : "",
                               SHOWN(s->protocol.length ? s->protocol : TEXT("any")),
                               transport_name(s->transport), s->port,
                               SHOWN(access.length ? access : TEXT("any")));
    }
    return joined(words, c->services.count, into);
}

static int list_as_csv(struct request *r, const struct program *p)
{
    static const char *const columns[] = { "id",     "name",    "from",     "to", "owner",
                                           "reason", "expires", "services", NULL };
    struct listing t;
    char date[11];

    listing_init(&t, "bulkhead-conduits/1", columns);
    for (ARRAY_EACH(const struct conduit, c, &p->conduits)) {
        moment_format_date(c->expires, date);
        listing_text(&t, c->id);
        listing_text(&t, c->name);
        listing_text(&t, c->from);
        listing_text(&t, c->to);
        listing_text(&t, c->owner);
        listing_text(&t, c->reason);
        listing_text(&t, c->expires ? text_copy(text_of(date), &r->arena) : TEXT(""));
        listing_text(&t, service_words(c, &r->arena));
    }
    return reply_listing(&r->reply, &t);
}

int conduits_list(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    const struct program *p = &r->view->plant.program;
    (void)why;

    if (q->page.csv)
        return list_as_csv(r, p);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_unsigned(&j, "total", p->conduits.count);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct conduit, c, &p->conduits))
        json_conduit(&j, NULL, c);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

static int missing(struct request *r, struct problem *why)
{
    return problem_set(why, -ENOENT, "there is no conduit \"%.*s\"", SHOWN(r->path[0]));
}

int conduit_get(struct request *r, struct problem *why)
{
    const struct program *p = &r->view->plant.program;
    size_t place = PLACE_OF(&p->conduits, r->path[0]);

    if (place == p->conduits.count)
        return missing(r, why);
    struct json j = reply_json(&r->reply);
    json_conduit(&j, NULL, &p->conduits.items[place]);
    return 0;
}

/* ---- writing ---- */

static bool read_transport(struct text t, void *transport)
{
    *(enum transport *)transport = TRANSPORT_NONE;
    return text_is(t, "none") || transport_parse(t, transport);
}

static bool read_access(struct text t, void *access)
{
    return access_parse(t, access);
}

static const struct input_field service_fields[] = {
    INPUT_TEXT(struct service, protocol, "protocol", 0, 64),
    INPUT_PARSED(struct service, transport, "transport", read_transport,
                 "must be none, tcp, udp, ip or ethernet"),
    INPUT_NUMBER(struct service, port, "port", 0, UINT16_MAX),
    INPUT_MASK(struct service, access, "access", read_access,
               "must be unknown, discover, read, write, control, program or manage"),
};
static const struct shape service_shape = SHAPE(struct service, service_fields);
static const struct input_field service_entry = INPUT_OBJECT(service_shape);

static const struct input_field conduit_fields[] = {
    INPUT_ROW_ID(struct conduit, id, "id"),
    INPUT_TEXT(struct conduit, name, "name", 0, 200),
    INPUT_TEXT(struct conduit, from, "from", 0, 64),
    INPUT_TEXT(struct conduit, to, "to", 0, 64),
    INPUT_TEXT(struct conduit, owner, "owner", 0, LONG_TEXT),
    INPUT_TEXT(struct conduit, reason, "reason", 0, LONG_TEXT),
    INPUT_DATE_OR_NULL(struct conduit, expires, "expires"),
    INPUT_LIST(struct conduit, services, "services", service_entry, SERVICES_MOST),
};
const struct shape conduit_edit = SHAPE(struct conduit, conduit_fields);

static int judge_create(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct conduit *c = r->input;
    struct program changed = v->plant.program;

    if (PLACE_OF(&changed.conduits, c->id) < changed.conduits.count)
        return problem_set(why, -EEXIST, "conduit \"%.*s\" is there already", SHOWN(c->id));
    PROGRAM_WITH(&changed, conduits, changed.conduits.count, c, &r->arena);
    return change_fits(v, &changed, why);
}

static int judge_put(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct conduit *c = r->input;
    struct program changed = v->plant.program;
    size_t place = PLACE_OF(&changed.conduits, r->path[0]);

    if (place == changed.conduits.count)
        return missing(r, why);
    if (!text_equal(c->id, r->path[0]))
        return problem_set(why, -EINVAL, "body: key \"id\": must stay \"%.*s\"", SHOWN(r->path[0]));
    PROGRAM_WITH(&changed, conduits, place, c, &r->arena);
    return change_fits(v, &changed, why);
}

static int judge_delete(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct program *p = &v->plant.program;

    return PLACE_OF(&p->conduits, r->path[0]) < p->conduits.count ? 0 : missing(r, why);
}

static int store_put(struct request *r, struct store *store, struct problem *why)
{
    return store_put_conduit(store, r->input, why);
}

static int store_delete(struct request *r, struct store *store, struct problem *why)
{
    return store_remove_conduit(store, r->path[0], why);
}

static int reply_stored(struct request *r, unsigned status)
{
    const struct conduit *sent = r->input;
    const struct program *p = &r->view->plant.program;
    size_t place = PLACE_OF(&p->conduits, sent->id);
    struct json j = reply_json(&r->reply);

    r->reply.status = status;
    json_conduit(&j, NULL, place < p->conduits.count ? &p->conduits.items[place] : sent);
    return 0;
}

int conduit_create(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_create, store_put, why);

    return rc < 0 ? rc : reply_stored(r, 201);
}

int conduit_put(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_put, store_put, why);

    return rc < 0 ? rc : reply_stored(r, 200);
}

int conduit_delete(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_delete, store_delete, why);

    return rc < 0 ? rc : reply_nothing(&r->reply);
}
