/*
 * profinet_cm_operations.c - what is asked of a PROFINET device over RPC.
 *
 * Source: IEC 61158-6-10, 5.1.2 (operations), 5.2.1.1 (types of control blocks),
 * 5.2.3.6 (indices of records).
 */
#include "proto/profinet_cm.h"

/* RECORD(index, class of reading it, name) */
#define RECORDS(RECORD)                                                                            \
    RECORD(CM_RECORD_OF_VENDOR, read, "record of the vendor")                                      \
    RECORD(CM_RECORD_OF_STANDARD, read, "record of the standard")                                  \
    RECORD(0xaff0, ident, "I&M0")                                                                  \
    RECORD(0xaff1, ident, "I&M1: function and place")                                              \
    RECORD(0xaff2, ident, "I&M2: date of installation")                                            \
    RECORD(0xaff3, ident, "I&M3: description")                                                     \
    RECORD(0xaff4, ident, "I&M4: signature")                                                       \
    RECORD(0xaff5, ident, "I&M5")                                                                  \
    RECORD(0x8001, ident, "modules of a subslot")                                                  \
    RECORD(0xc001, ident, "modules of a slot")                                                     \
    RECORD(0xe001, ident, "modules of a connection")                                               \
    RECORD(0xf000, ident, "modules")                                                               \
    RECORD(0xe002, ident, "modules that differ")                                                   \
    RECORD(0xe040, read, "several records")                                                        \
    RECORD(0xf830, diag, "log")                                                                    \
    RECORD(0xf840, ident, "which modules have I&M0")                                               \
    RECORD(0xf841, diag, "network ports")

#define READ(index, class, name) { CM_READ, index, "read " name, CLASS_##class },
#define IMPLICIT(index, class, name)                                                               \
    { CM_READ_IMPLICIT, index, "read unconnected " name, CLASS_##class },
#define WRITE(index, class, name) { CM_WRITE, index, "write " name, CLASS_config },

const struct operation cm_operations[] = {
    { CM_CONNECT, SUB_NONE, "connect", CLASS_auth },
    { CM_RELEASE, SUB_NONE, "release", CLASS_auth },
    RECORDS(READ){ CM_READ, SUB_NONE, "read", CLASS_read },
    RECORDS(WRITE){ CM_WRITE, SUB_NONE, "write", CLASS_config },
    { CM_CONTROL, 0x0110, "parameters end", CLASS_config },
    { CM_CONTROL, 0x0111, "parameters end, of a plugged module", CLASS_config },
    { CM_CONTROL, 0x0112, "application ready", CLASS_diag },
    { CM_CONTROL, 0x0113, "application ready, of a plugged module", CLASS_diag },
    { CM_CONTROL, 0x0116, "ready for companion", CLASS_diag },
    { CM_CONTROL, 0x0117, "ready for class 3", CLASS_diag },
    { CM_CONTROL, 0x0118, "parameters begin", CLASS_config },
    { CM_CONTROL, SUB_ANY, "control", CLASS_unknown },
    RECORDS(IMPLICIT){ CM_READ_IMPLICIT, SUB_NONE, "read unconnected", CLASS_read },
    { 0 },
};

#define INDEX(index, class, name) index,

uint32_t cm_record_code(uint16_t index)
{
    static const uint32_t indices[] = { RECORDS(INDEX) };

    for (size_t i = 0; i < COUNT_OF(indices); i++)
        if (indices[i] == index)
            return index;
    return index < CM_RECORD_OF_STANDARD ? CM_RECORD_OF_VENDOR : CM_RECORD_OF_STANDARD;
}
