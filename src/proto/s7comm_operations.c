#include "proto/s7comm_operations.h"

const struct operation s7_operations[] = {
    { 0x00, SUB_NONE, "CPU services", CLASS_diag },
    { 0xf0, SUB_NONE, "setup communication", CLASS_diag },
    { 0x04, SUB_NONE, "read variable", CLASS_read },
    { 0x05, SUB_NONE, "write variable", CLASS_write },
    { S7_REQUEST_DOWNLOAD, SUB_NONE, "request download", CLASS_prog_down },
    { S7_REQUEST_DOWNLOAD, S7_SYSTEM_DATA, "request download of the hardware configuration",
      CLASS_prog_down },
    { 0x1b, SUB_NONE, "download block", CLASS_prog_down },
    { 0x1c, SUB_NONE, "download ended", CLASS_prog_down },
    { S7_START_UPLOAD, SUB_NONE, "start upload", CLASS_prog_up },
    { S7_START_UPLOAD, S7_SYSTEM_DATA, "start upload of the hardware configuration",
      CLASS_prog_up },
    { 0x1e, SUB_NONE, "upload", CLASS_prog_up },
    { 0x1f, SUB_NONE, "end upload", CLASS_prog_up },
#define ROW(number, wire, prefix, name, class) { S7_PI_SERVICE, number, name, CLASS_##class },
    S7_PI_SERVICES(ROW)
#undef ROW
        { 0x28, SUB_NONE, "PI service", CLASS_unknown },
    { 0x29, SUB_NONE, "PLC stop", CLASS_stop },

    /* Group 0 comes unasked and tells of a change that has happened: it changes nothing itself. */
    { 0, 0x00, "mode transition to STOP", CLASS_diag },
    { 0, 0x01, "mode transition to warm restart", CLASS_diag },
    { 0, 0x02, "mode transition to RUN", CLASS_diag },
    { 0, 0x03, "mode transition to hot restart", CLASS_diag },
    { 0, 0x04, "mode transition to HOLD", CLASS_diag },
    { 0, 0x06, "mode transition to cold restart", CLASS_diag },
    { 0, 0x09, "mode transition to RUN_R", CLASS_diag },
    { 0, 0x0b, "mode transition to LINK-UP", CLASS_diag },
    { 0, 0x0c, "mode transition to UPDATE", CLASS_diag },
    { 0, SUB_ANY, "mode transition", CLASS_diag },

    { 1, 0x01, "block status", CLASS_diag },
    { 1, 0x02, "variable status", CLASS_read },
    { 1, 0x03, "output ISTACK", CLASS_diag },
    { 1, 0x04, "output BSTACK", CLASS_diag },
    { 1, 0x05, "output LSTACK", CLASS_diag },
    { 1, 0x06, "time measurement", CLASS_diag },
    { 1, 0x07, "force selection", CLASS_force },
    { 1, 0x08, "modify variable", CLASS_force },
    { 1, 0x09, "force", CLASS_force },
    { 1, 0x0a, "breakpoint", CLASS_force },
    { 1, 0x0b, "exit HOLD", CLASS_force },
    { 1, 0x0c, "memory reset", CLASS_delete },
    { 1, 0x0d, "disable job", CLASS_force },
    { 1, 0x0e, "enable job", CLASS_force },
    { 1, 0x0f, "delete job", CLASS_force },
    { 1, 0x10, "read job list", CLASS_diag },
    { 1, 0x11, "read job", CLASS_diag },
    { 1, 0x12, "replace job", CLASS_force },
    { 1, 0x13, "block status, second version", CLASS_diag },
    { 1, 0x16, "flash LED", CLASS_diag },

    { 2, 0x01, "cyclic transfer", CLASS_read },
    { 2, 0x04, "end cyclic transfer", CLASS_read },
    { 2, 0x05, "transfer on change", CLASS_read },
    { 2, 0x07, "modify transfer on change", CLASS_read },
    { 2, 0x08, "read record", CLASS_read },

    { 3, 0x01, "list blocks", CLASS_prog_up },
    { 3, 0x02, "list blocks of a type", CLASS_prog_up },
    { 3, 0x03, "get block info", CLASS_prog_up },

    { 4, 0x01, "read SZL", CLASS_ident },
    { 4, 0x02, "message service", CLASS_read },
    { 4, 0x03, "diagnostic message", CLASS_diag },
    { 4, 0x0b, "acknowledge alarm", CLASS_alarm },
    { 4, 0x13, "query alarms", CLASS_read },

    { 5, 0x01, "PLC password", CLASS_auth },

    { 6, SUB_ANY, "data between partner programs", CLASS_write },

    { 7, 0x01, "read clock", CLASS_time },
    { 7, 0x02, "set clock", CLASS_time },
    { 7, 0x03, "read clock", CLASS_time },
    { 7, 0x04, "set clock", CLASS_time },

    { 15, 0x01, "NC: request download", CLASS_prog_down },
    { 15, 0x02, "NC: download block", CLASS_prog_down },
    { 15, 0x03, "NC: continue download", CLASS_prog_down },
    { 15, 0x04, "NC: download ended", CLASS_prog_down },
    { 15, 0x06, "NC: start upload", CLASS_prog_up },
    { 15, 0x07, "NC: upload", CLASS_prog_up },
    { 15, 0x08, "NC: continue upload", CLASS_prog_up },
    { 0 },
};

static const struct {
    uint32_t number;
    const char *name;
    bool prefix;
} pi_services[] = {
#define ROW(number, wire, prefix, name, class) { number, wire, prefix },
    S7_PI_SERVICES(ROW)
#undef ROW
};

uint32_t s7_pi_service(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(pi_services); i++)
        if (pi_services[i].prefix ? text_starts(name, pi_services[i].name)
                                  : text_is(name, pi_services[i].name))
            return pi_services[i].number;
    return SUB_NONE;
}

static const char *const modes[] = {
    [0x00] = "STOP",        [0x01] = "warm restart", [0x02] = "RUN",
    [0x03] = "hot restart", [0x04] = "HOLD",         [0x06] = "cold restart",
    [0x09] = "RUN_R",       [0x0b] = "LINK-UP",      [0x0c] = "UPDATE",
};

const char *s7_mode_name(uint32_t sub)
{
    return sub < COUNT_OF(modes) ? modes[sub] : NULL;
}
