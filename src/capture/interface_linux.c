#define _DEFAULT_SOURCE /* getifaddrs and the flags */
#include "capture/interface.h"

#include <ifaddrs.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

/* One entry of an interface is of the family of packet sockets and carries its counters. */
static bool is_it(const struct ifaddrs *row, const char *name)
{
    return row->ifa_addr && row->ifa_addr->sa_family == AF_PACKET && row->ifa_data &&
           strcmp(row->ifa_name, name) == 0;
}

struct interface_state interface_look(const char *name)
{
    struct interface_state state = { 0 };
    struct ifaddrs *all;

    if (getifaddrs(&all) < 0)
        return state;
    for (const struct ifaddrs *row = all; row; row = row->ifa_next) {
        if (!is_it(row, name))
            continue;
        const struct rtnl_link_stats *counters = row->ifa_data;
        state.exists = true;
        state.loops = row->ifa_flags & IFF_LOOPBACK;
        state.up = (row->ifa_flags & IFF_UP) && (row->ifa_flags & IFF_RUNNING);
        state.missed = counters->rx_missed_errors + counters->rx_fifo_errors;
    }
    freeifaddrs(all);
    return state;
}
