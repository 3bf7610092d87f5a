/*
 * profinet_operations.c - what PROFINET frames ask for or announce.
 *
 * Cyclic data carries outputs one way and inputs the other way, and the frames
 * do not say which is which: it counts as writing.
 *
 * Source: IEC 61158-6-10, 4.2.2 (FrameID), 4.3.1.4 (DCP services and blocks),
 * 5.2.4 (AlarmType).
 */
#include "proto/profinet.h"

/* ALARM(number, name) */
#define ALARMS(ALARM)                                                                              \
    ALARM(1, "diagnosis")                                                                          \
    ALARM(2, "process")                                                                            \
    ALARM(3, "module pulled")                                                                      \
    ALARM(4, "module plugged")                                                                     \
    ALARM(5, "status")                                                                             \
    ALARM(6, "update")                                                                             \
    ALARM(7, "redundancy")                                                                         \
    ALARM(8, "taken over by a supervisor")                                                         \
    ALARM(9, "released by a supervisor")                                                           \
    ALARM(10, "wrong module plugged")                                                              \
    ALARM(11, "submodule is back")                                                                 \
    ALARM(12, "diagnosis disappears")                                                              \
    ALARM(13, "multicast communication mismatch")                                                  \
    ALARM(14, "port data changed")                                                                 \
    ALARM(15, "synchronisation data changed")                                                      \
    ALARM(16, "isochronous mode problem")                                                          \
    ALARM(17, "network component problem")                                                         \
    ALARM(18, "time data changed")                                                                 \
    ALARM(19, "dynamic frame packing problem")                                                     \
    ALARM(30, "upload and retrieval")                                                              \
    ALARM(31, "module pulled, with its submodules")                                                \
    ALARM(PROFINET_ALARM_ABORT, "connection aborted")

#define HIGH(number, name) { PROFINET_ALARM_HIGH, number, "high alarm: " name, CLASS_alarm },
#define LOW(number, name)  { PROFINET_ALARM_LOW, number, "low alarm: " name, CLASS_alarm },

const struct operation profinet_operations[] = {
    { DCP_GET, SUB_NONE, "get", CLASS_ident },
    { DCP_SET, DCP_BLOCK(1, 2), "set IP parameters", CLASS_config },
    { DCP_SET, DCP_BLOCK(1, 3), "set IP parameters and name servers", CLASS_config },
    { DCP_SET, DCP_BLOCK(2, 2), "set name of station", CLASS_config },
    { DCP_SET, DCP_BLOCK(3, 255), "set use of DHCP", CLASS_config },
    { DCP_SET, DCP_BLOCK(5, 1), "start transaction", CLASS_config },
    { DCP_SET, DCP_BLOCK(5, 2), "end transaction", CLASS_config },
    { DCP_SET, DCP_BLOCK(5, 3), "flash the lamps", CLASS_diag },
    { DCP_SET, DCP_BLOCK(5, 5), "reset factory settings", CLASS_delete },
    { DCP_SET, DCP_BLOCK(5, 6), "reset to factory", CLASS_delete },
    { DCP_SET, SUB_ANY, "set", CLASS_config },
    { DCP_IDENTIFY, SUB_NONE, "identify", CLASS_discover },
    { DCP_HELLO, SUB_NONE, "hello", CLASS_discover },
    { PROFINET_SYNC_FOLLOWED, SUB_NONE, "PTCP sync with follow-up", CLASS_time },
    { PROFINET_SYNC, SUB_NONE, "PTCP sync", CLASS_time },
    { PROFINET_CYCLIC_3, SUB_NONE, "cyclic data class 3", CLASS_write },
    { PROFINET_CYCLIC_3_REDUNDANT, SUB_NONE, "cyclic data class 3, redundant", CLASS_write },
    { PROFINET_CYCLIC_2, SUB_NONE, "cyclic data class 1 or 2", CLASS_write },
    { PROFINET_CYCLIC_2_GROUP, SUB_NONE, "cyclic data class 1 or 2 to a group", CLASS_write },
    { PROFINET_CYCLIC_1, SUB_NONE, "cyclic data class 1 or UDP", CLASS_write },
    { PROFINET_CYCLIC_1_GROUP, SUB_NONE, "cyclic data class 1 or UDP to a group", CLASS_write },
    ALARMS(HIGH){ PROFINET_ALARM_HIGH, SUB_ANY, "high alarm", CLASS_alarm },
    ALARMS(LOW){ PROFINET_ALARM_LOW, SUB_ANY, "low alarm", CLASS_alarm },
    { PROFINET_REMOTE_SERVICE, SUB_NONE, "remote service", CLASS_unknown },
    { PROFINET_ANNOUNCE, SUB_NONE, "PTCP announce", CLASS_time },
    { PROFINET_FOLLOW_UP, SUB_NONE, "PTCP follow-up", CLASS_time },
    { PROFINET_DELAY, SUB_NONE, "PTCP delay", CLASS_time },
    { PROFINET_FRAGMENT, SUB_NONE, "fragment of a frame", CLASS_unknown },
    { 0 },
};
