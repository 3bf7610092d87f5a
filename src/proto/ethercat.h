/*
 * ethercat.h - what the parts of the EtherCAT dissector share.
 *
 * A frame runs from the master through all slaves and back to the master, so
 * that it is seen twice: as it was sent, and as it returned with answers and
 * working counters in it.
 *
 * Slaves have no address on the network of their own: they are parts of the
 * master's, by their station address.
 *
 * Source: ETG.1000.4 (data link layer), ETG.1000.6 (application layer).
 */
#pragma once

#include "proto/protocol.h"

enum ethercat_way {
    WAY_SENT,   /* the master's own bytes, on their way out */
    WAY_ECHO,   /* the same, come back: what was asked, for what stands beside it */
    WAY_ANSWER, /* read out of a slave */
};

enum { ETHERCAT_MAIL = 256, ETHERCAT_STATIONS_MOST = 32 };

/* What a station was asked last: its answer does not say all of it again. */
struct ethercat_station {
    uint16_t address;
    uint16_t eeprom_word; /* asked of its EEPROM */
    uint16_t mail_sub;
    uint8_t mail; /* mailbox protocol */
    bool used;
};

struct ethercat_state {
    struct ethercat_station stations[ETHERCAT_STATIONS_MOST];
    uint8_t next; /* the row that gives way */
    bool sent;    /* frames that had passed no slave came from this address */
    bool tied;
};

/* Whose mailbox, and whose bytes. */
struct ethercat_mail {
    uint16_t station;
    enum ethercat_way way;
};

struct ethercat_station *ethercat_station_of(const struct dissection *out, uint16_t address);

/* False when this is no mailbox message. */
bool ethercat_mail_read(struct cursor data, const struct ethercat_mail *m, struct dissection *out);

/* ---- identities ---- */

/* A register that was read from a station. */
void ethercat_tell_register(uint16_t station, uint16_t offset, struct cursor data,
                            struct dissection *out);
/* An object that an SDO upload brought; `complete`: with all its entries. */
void ethercat_tell_object(uint16_t station, uint16_t object, uint8_t entry, bool complete,
                          struct cursor data, struct dissection *out);
bool ethercat_is_identity(uint16_t object);
