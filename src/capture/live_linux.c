#define _DEFAULT_SOURCE /* libpcap's headers use u_char and u_int */
#include "capture/interface.h"
#include "capture/live.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct live_capture {
    pcap_t *pcap;
    char name[64];
    uint16_t link;
    struct live_capture_count count;
    unsigned copies;  /* that the kernel counts of a packet: libpcap hands one of them over */
    uint64_t arrived; /* with all copies */
    live_handler *handler;
    void *owner;
};

static const int64_t ns_per_s = 1000000000;

/* What libpcap says beside its code, where it says anything. */
static int refused(const struct live_capture *live, int code, struct problem *why)
{
    const char *more = pcap_geterr(live->pcap);

    if (code == PCAP_ERROR_PERM_DENIED || code == PCAP_ERROR_PROMISC_PERM_DENIED)
        return problem_set(why, -EPERM, "%s: listening needs the right CAP_NET_RAW, or to be root",
                           live->name);
    if (code == PCAP_ERROR_NO_SUCH_DEVICE)
        return problem_set(why, -ENODEV, "%s: there is no such interface", live->name);
    if (code == PCAP_ERROR_IFACE_NOT_UP)
        return problem_set(why, -ENETDOWN, "%s: the interface is down", live->name);
    return problem_set(why, -EIO, "%s: %s", live->name, *more ? more : pcap_statustostr(code));
}

static int activate(struct live_capture *live, const struct live_options *options,
                    struct problem *why)
{
    pcap_t *p = live->pcap;
    const struct {
        const char *what;
        int code;
    } settings[] = {
        { "packet length", pcap_set_snaplen(p, (int)options->snaplen) },
        { "promiscuous mode", pcap_set_promisc(p, 1) },
        { "buffering", pcap_set_immediate_mode(p, 0) },
        { "time limit", pcap_set_timeout(p, LIVE_BLOCK_MS) },
        { "buffer size", pcap_set_buffer_size(p, (int)options->buffer) },
        { "nanoseconds", pcap_set_tstamp_precision(p, PCAP_TSTAMP_PRECISION_NANO) },
    };

    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (settings[i].code != 0)
            return problem_set(why, -EIO, "%s: libpcap refuses the %s: %s", live->name,
                               settings[i].what, pcap_statustostr(settings[i].code));
    int code = pcap_activate(p); /* positive: a warning, and it listens all the same */
    return code < 0 ? refused(live, code, why) : 0;
}

static int set_filter(struct live_capture *live, const char *filter, struct problem *why)
{
    struct bpf_program program;
    enum { OPTIMISE = 1 };

    if (!filter)
        return 0;
    if (pcap_compile(live->pcap, &program, filter, OPTIMISE, PCAP_NETMASK_UNKNOWN) < 0)
        return problem_set(why, -EINVAL, "--filter %s: %s", filter, pcap_geterr(live->pcap));
    int code = pcap_setfilter(live->pcap, &program);
    pcap_freecode(&program);
    if (code < 0)
        return refused(live, code, why);
    live_capture_count(live); /* what arrived before the filter did */
    live->count = (struct live_capture_count){ 0 };
    live->arrived = 0;
    return 0;
}

static int prepare(struct live_capture *live, const struct live_options *options,
                   struct problem *why)
{
    char text[PCAP_ERRBUF_SIZE];
    int rc = activate(live, options, why);

    if (rc == 0)
        rc = set_filter(live, options->filter, why);
    if (rc < 0)
        return rc;
    if (pcap_setnonblock(live->pcap, 1, text) < 0)
        return problem_set(why, -EIO, "%s: %s", live->name, text);
    /* Below 147 and for the ones we decode, libpcap's DLT_ is the LINKTYPE_ but for raw IP. */
    int link = pcap_datalink(live->pcap);
    live->link = (uint16_t)(link == DLT_RAW ? LINK_RAW : link);
    return 0;
}

int live_capture_open(struct live_capture **live, const struct live_options *options,
                      struct problem *why)
{
    char text[PCAP_ERRBUF_SIZE];
    struct live_capture *opened = calloc(1, sizeof *opened);

    if (!opened) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    snprintf(opened->name, sizeof opened->name, "%s", options->interface);
    opened->copies = interface_look(opened->name).loops ? 2 : 1;
    opened->pcap = pcap_create(options->interface, text);
    int rc = opened->pcap ? prepare(opened, options, why)
                          : problem_set(why, -EIO, "%s: %s", options->interface, text);
    if (rc < 0)
        live_capture_close(opened);
    else
        *live = opened;
    return rc;
}

void live_capture_close(struct live_capture *live)
{
    if (!live)
        return;
    if (live->pcap)
        pcap_close(live->pcap);
    free(live);
}

int live_capture_descriptor(const struct live_capture *live)
{
    return pcap_get_selectable_fd(live->pcap);
}

uint16_t live_capture_link(const struct live_capture *live)
{
    return live->link;
}

static void hand_over(u_char *user, const struct pcap_pkthdr *head, const u_char *bytes)
{
    struct live_capture *live = (void *)user;
    struct packet p = {
        .bytes = bytes,
        .captured = head->caplen,
        .length = head->len,
        .at_ns = (int64_t)head->ts.tv_sec * ns_per_s + head->ts.tv_usec, /* nanoseconds, as asked */
        .link = live->link,
    };

    live->count.read++;
    live->handler(live->owner, &p);
}

int live_capture_read(struct live_capture *live, int most, live_handler *handler, void *owner,
                      struct problem *why)
{
    live->handler = handler;
    live->owner = owner;
    int count = pcap_dispatch(live->pcap, most, hand_over, (void *)live);

    if (count >= 0)
        return count;
    return problem_set(why, -ENODEV, "%s: %s", live->name, pcap_geterr(live->pcap));
}

/*
 * Asked of the socket and not of libpcap, which would open files of sysfs that
 * the sandbox does not give.  The kernel counts from zero after every question,
 * and counts what it dropped as arrived.
 */
struct live_capture_count live_capture_count(struct live_capture *live)
{
    struct tpacket_stats_v3 since = { 0 };
    socklen_t length = sizeof since;

    if (getsockopt(live_capture_descriptor(live), SOL_PACKET, PACKET_STATISTICS, &since, &length) ==
        0) {
        live->arrived += since.tp_packets - since.tp_drops;
        live->count.arrived = live->arrived / live->copies;
        live->count.dropped += since.tp_drops;
    }
    return live->count;
}
