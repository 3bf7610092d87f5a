#include "capture/promise.h"

void promises_make(struct promises *p, const struct flow *f, const struct expected *announced)
{
    for (; announced; announced = announced->next) {
        const struct address *ends = f->key.ends;
        p->waiting += !p->rows[p->next].port;
        p->rows[p->next] = (struct promise){
            .at = announced->at,
            .other = ends[address_equal(&announced->at, &ends[0])],
            .port = announced->port,
            .client = f->key.ends[f->client],
            .service_port = f->key.ports[!f->client],
            .label = f->label,
        };
        p->next = (p->next + 1) % PROMISES_MOST;
    }
}

static bool is_for(const struct promise *promise, const struct flow *f)
{
    for (int end = 0; end < 2; end++)
        if (promise->port == f->key.ports[end] && address_equal(&promise->at, &f->key.ends[end]) &&
            address_equal(&promise->other, &f->key.ends[!end]))
            return true;
    return false;
}

void promises_keep(struct promises *p, struct flow *f)
{
    for (unsigned i = 0; i < PROMISES_MOST && p->waiting > 0; i++) {
        struct promise *promise = &p->rows[i];
        if (!promise->port || !is_for(promise, f))
            continue;
        f->client = address_equal(&promise->client, &f->key.ends[1]);
        f->client_known = CLIENT_PROMISED;
        f->service_port = promise->service_port;
        f->label = promise->label;
        f->claim = CLAIM_CLOSED;
        promise->port = 0;
        p->waiting--;
        return;
    }
}
