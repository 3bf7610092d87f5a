#define _DEFAULT_SOURCE /* nDPI's headers use u_char and u_int */
#include "capture/foreign.h"

#include <assert.h>
#include <ctype.h>
#include <ndpi/ndpi_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"

#include "capture/must.h"

enum { NAME_MOST = 32, NAMES = 1024, NS_PER_MS = 1000000 };

struct foreign {
    struct ndpi_detection_module_struct *module;
    uint32_t flows; /* being looked at */
    uint64_t refused;
    char names[NAMES][NAME_MOST]; /* lower case, filled when first used */
};

struct look {
    struct ndpi_flow_struct *flow;
    unsigned packets;
};

struct foreign *foreign_create(void)
{
    struct foreign *n = must(calloc(1, sizeof *n));
    NDPI_PROTOCOL_BITMASK all;

    n->module = must(ndpi_init_detection_module(ndpi_no_prefs));
    NDPI_BITMASK_SET_ALL(all);
    ndpi_set_protocol_detection_bitmask2(n->module, &all);
    ndpi_finalize_initialization(n->module);
    return n;
}

void foreign_destroy(struct foreign *n)
{
    ndpi_exit_detection_module(n->module);
    free(n);
}

/* "HTTP" becomes "http": our names are lower case, without blanks. */
static const char *name_of(struct foreign *n, ndpi_protocol found)
{
    uint16_t id = found.master_protocol ? found.master_protocol : found.app_protocol;

    if (id == NDPI_PROTOCOL_UNKNOWN || id >= NAMES)
        return NULL;
    char *name = n->names[id];
    if (!*name) {
        snprintf(name, NAME_MOST, "%s", ndpi_get_proto_name(n->module, id));
        for (char *c = name; *c; c++)
            *c = *c == ' ' ? '-' : (char)tolower((unsigned char)*c);
    }
    return name;
}

/* Of nDPI's findings those that matter in a plant.  Source: nDPI 4.2, ndpi_risk_enum. */
static const struct {
    ndpi_risk_enum number;
    struct foreign_risk risk;
} risks[] = {
    { NDPI_URL_POSSIBLE_XSS, { "possible script injection", true } },
    { NDPI_URL_POSSIBLE_SQL_INJECTION, { "possible SQL injection", true } },
    { NDPI_URL_POSSIBLE_RCE_INJECTION, { "possible code injection", true } },
    { NDPI_POSSIBLE_EXPLOIT, { "possible exploit", true } },
    { NDPI_BINARY_APPLICATION_TRANSFER, { "program transferred", true } },
    { NDPI_SUSPICIOUS_DGA_DOMAIN, { "host name that was generated", true } },
    { NDPI_MALICIOUS_JA3, { "malicious client", true } },
    { NDPI_MALICIOUS_SHA1_CERTIFICATE, { "malicious certificate", false } },
    { NDPI_CLEAR_TEXT_CREDENTIALS, { "clear-text credentials", false } },
    { NDPI_TLS_OBSOLETE_VERSION, { "obsolete TLS", false } },
    { NDPI_TLS_WEAK_CIPHER, { "weak TLS cipher", false } },
    { NDPI_SSH_OBSOLETE_CLIENT_VERSION_OR_CIPHER, { "obsolete SSH client", true } },
    { NDPI_SSH_OBSOLETE_SERVER_VERSION_OR_CIPHER, { "obsolete SSH server", false } },
    { NDPI_SMB_INSECURE_VERSION, { "SMB 1", false } },
    { NDPI_UNSAFE_PROTOCOL, { "unsafe protocol", false } },
    { NDPI_DESKTOP_OR_FILE_SHARING_SESSION, { "desktop or file sharing", false } },
};

static_assert(COUNT_OF(risks) <= 32, "a flow keeps one bit for each");

const struct foreign_risk *foreign_risk(unsigned bit)
{
    return bit < COUNT_OF(risks) ? &risks[bit].risk : NULL;
}

static uint32_t risks_of(const struct ndpi_flow_struct *flow)
{
    uint32_t found = 0;

    for (unsigned i = 0; i < COUNT_OF(risks); i++)
        if (flow->risk >> risks[i].number & 1)
            found |= UINT32_C(1) << i;
    return found;
}

static struct look *begin(struct foreign *n, struct flow *f)
{
    if (n->flows == FOREIGN_FLOWS) {
        n->refused++;
        return NULL;
    }
    struct look *look = must(calloc(1, sizeof *look));
    look->flow = must(ndpi_flow_malloc(ndpi_detection_get_sizeof_ndpi_flow_struct()));
    memset(look->flow, 0, ndpi_detection_get_sizeof_ndpi_flow_struct());
    n->flows++;
    f->foreign = look;
    return look;
}

static void end(struct foreign *n, struct flow *f)
{
    struct look *look = f->foreign;

    f->foreign_risks = risks_of(look->flow);
    ndpi_free_flow(look->flow);
    free(look);
    f->foreign = NULL;
    n->flows--;
}

bool foreign_look(struct foreign *n, struct flow *f, const struct decoded *d, int64_t at_ns)
{
    struct look *look = f->foreign ? f->foreign : begin(n, f);

    if (!look || d->network.left == 0 || d->network.left > UINT16_MAX)
        return !look;
    ndpi_protocol found =
        ndpi_detection_process_packet(n->module, look->flow, d->network.next,
                                      (uint16_t)d->network.left, (uint64_t)(at_ns / NS_PER_MS));
    f->foreign_name = name_of(n, found);
    if (!f->foreign_name && ++look->packets < FOREIGN_PACKETS)
        return false;
    foreign_leave(n, f);
    return true;
}

void foreign_leave(struct foreign *n, struct flow *f)
{
    enum { GUESS_BY_PORT = 0 }; /* a port is no proof */
    struct look *look = f->foreign;
    uint8_t guessed;

    if (!f->foreign_name)
        f->foreign_name = name_of(
            n, ndpi_detection_giveup(n->module, look->flow, GUESS_BY_PORT, &guessed));
    end(n, f);
}

uint64_t foreign_refused(const struct foreign *n)
{
    return n->refused;
}
