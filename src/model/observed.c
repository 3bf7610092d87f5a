#include "model/observed.h"

#include <stdlib.h>

static const char *const transports[] = { "none", "tcp", "udp", "ip", "ethernet" };

const char *transport_name(enum transport transport)
{
    return transports[transport <= TRANSPORT_ETHERNET ? transport : TRANSPORT_NONE];
}

bool transport_parse(struct text t, enum transport *transport)
{
    for (int i = TRANSPORT_TCP; i <= TRANSPORT_ETHERNET; i++)
        if (text_is(t, transports[i]))
            return *transport = (enum transport)i, true;
    return false;
}

void observed_init(struct observed *o)
{
    *o = (struct observed){ 0 };
    arena_create(&o->text, ARENA_TRUSTED);
}

void observed_finish(struct observed *o)
{
    for (ARRAY_EACH(struct conversation, c, &o->conversations))
        array_free(&c->operations);
    array_free(&o->captures);
    array_free(&o->skips);
    array_free(&o->bindings);
    array_free(&o->facts);
    array_free(&o->conversations);
    array_free(&o->protocols);
    arena_destroy(&o->text);
}

/* The first difference decides: each step is skipped once an order is found. */
#define ORDER(order, step) ((order) ? (order) : (step))
#define NUMBERS(a, b)      (((a) > (b)) - ((a) < (b)))

int order_skips(const void *left, const void *right)
{
    const struct skip *a = left, *b = right;

    return ORDER(NUMBERS(a->capture, b->capture), text_compare(a->reason, b->reason));
}

int order_bindings(const void *left, const void *right)
{
    const struct binding *a = left, *b = right;
    int order = NUMBERS(a->capture, b->capture);

    order = ORDER(order, address_compare(&a->mac, &b->mac));
    order = ORDER(order, address_compare(&a->ip, &b->ip));
    return ORDER(order, NUMBERS(a->how, b->how));
}

int order_facts(const void *left, const void *right)
{
    const struct fact *a = left, *b = right;
    int order = NUMBERS(a->capture, b->capture);

    order = ORDER(order, address_compare(&a->about, &b->about));
    order = ORDER(order, text_compare(a->part, b->part));
    order = ORDER(order, NUMBERS(a->field, b->field));
    order = ORDER(order, NUMBERS(b->confidence, a->confidence));
    order = ORDER(order, text_compare(a->value, b->value));
    return ORDER(order, text_compare(a->source, b->source));
}

int order_conversations(const void *left, const void *right)
{
    const struct conversation *a = left, *b = right;
    int order = NUMBERS(a->capture, b->capture);

    order = ORDER(order, address_compare(&a->client, &b->client));
    order = ORDER(order, address_compare(&a->server, &b->server));
    order = ORDER(order, NUMBERS(a->transport, b->transport));
    order = ORDER(order, NUMBERS(a->port, b->port));
    return ORDER(order, text_compare(a->protocol, b->protocol));
}

/* "3" before "16" before "43/14": shorter numbers first. */
static int compare_codes(struct text a, struct text b)
{
    struct text left = text_cut(&a, '/'), right = text_cut(&b, '/');
    int order = NUMBERS(left.length, right.length);

    order = ORDER(order, text_compare(left, right));
    order = ORDER(order, NUMBERS(a.length, b.length));
    return ORDER(order, text_compare(a, b));
}

static int compare_operations(const void *left, const void *right)
{
    const struct operation_count *a = left, *b = right;
    int order = text_compare(a->protocol, b->protocol);

    order = ORDER(order, compare_codes(a->code, b->code));
    return ORDER(order, text_compare(a->name, b->name));
}

int order_protocols(const void *left, const void *right)
{
    const struct protocol_count *a = left, *b = right;

    return ORDER(NUMBERS(a->capture, b->capture), text_compare(a->name, b->name));
}

#define SORT(array, compare)                                                                       \
    do {                                                                                           \
        if ((array)->count)                                                                        \
            qsort((array)->items, (array)->count, sizeof *(array)->items, compare);                \
    } while (0)

void observed_sort(struct observed *o)
{
    SORT(&o->skips, order_skips);
    SORT(&o->bindings, order_bindings);
    SORT(&o->facts, order_facts);
    SORT(&o->conversations, order_conversations);
    SORT(&o->protocols, order_protocols);
    for (ARRAY_EACH(struct conversation, c, &o->conversations))
        SORT(&c->operations, compare_operations);
}
