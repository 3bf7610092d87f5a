/*
 * cip_operations.c - services by the class of the object they are asked of.
 *
 * Services from 0x32 on mean something else in every class, so they have rows
 * per class only: 0x52 forwards a message when asked of the connection manager
 * and reads a tag elsewhere.  The classes from 0x64 on are Rockwell's; what they
 * hold is told from captures of its engineering software at work (their names
 * here are ours).
 */
#include "proto/cip.h"

enum logix_class {
    LOGIX_PROGRAMS = 0x68,
    LOGIX_MODULES = 0x69,
    LOGIX_LOGIC = 0x6a,
    LOGIX_TEMPLATES = 0x6c,
    LOGIX_ROUTINES = 0x6d,
    LOGIX_TASKS = 0x70,
    LOGIX_LOCK = 0x74,
    LOGIX_CLOCK = 0x8b,
    LOGIX_CONTROLLER = 0x8e,
    LOGIX_FIRMWARE = 0xa1,
    LOGIX_PROJECT = 0xac,
    LOGIX_WATCH_LISTS = 0xb2,
};

enum { ASSEMBLY = 0x04, FILE_OBJECT = 0x37, MODBUS_OBJECT = 0x44 };

const struct operation cip_operations[] = {
    /* What every object may offer. */
    { 0x01, CIP_IDENTITY, "get identity", CLASS_ident },
    { 0x01, SUB_ANY, "get attributes all", CLASS_read },
    { 0x02, ASSEMBLY, "set assembly", CLASS_write },
    { 0x02, SUB_ANY, "set attributes all", CLASS_config },
    { 0x03, CIP_IDENTITY, "get identity attributes", CLASS_ident },
    { 0x03, SUB_ANY, "get attribute list", CLASS_read },
    { 0x04, LOGIX_CLOCK, "set clock", CLASS_time },
    { 0x04, LOGIX_CONTROLLER, "set controller attributes", CLASS_config },
    { 0x04, SUB_ANY, "set attribute list", CLASS_config },
    { 0x05, CIP_IDENTITY, "reset device", CLASS_restart },
    { 0x05, SUB_ANY, "reset", CLASS_restart },
    { 0x06, LOGIX_CONTROLLER, "controller to run mode", CLASS_start },
    { 0x06, SUB_ANY, "start", CLASS_start },
    { 0x07, LOGIX_CONTROLLER, "controller to program mode", CLASS_stop },
    { 0x07, SUB_ANY, "stop", CLASS_stop },
    { 0x08, LOGIX_WATCH_LISTS, "create watch list", CLASS_read },
    { 0x08, SUB_ANY, "create object", CLASS_prog_down },
    { 0x09, LOGIX_WATCH_LISTS, "delete watch list", CLASS_read },
    { 0x09, SUB_ANY, "delete object", CLASS_delete },
    { 0x0a, SUB_ANY, "multiple service packet", CLASS_diag },
    { 0x0d, SUB_ANY, "apply attributes", CLASS_config },
    { 0x0e, CIP_IDENTITY, "get identity attribute", CLASS_ident },
    { 0x0e, SUB_ANY, "get attribute", CLASS_read },
    { 0x10, ASSEMBLY, "set assembly data", CLASS_write },
    { 0x10, SUB_ANY, "set attribute", CLASS_config },
    { 0x11, SUB_ANY, "find next object instance", CLASS_read },
    { 0x15, SUB_ANY, "restore", CLASS_config },
    { 0x16, SUB_ANY, "save", CLASS_config },
    { 0x17, SUB_ANY, "no operation", CLASS_diag },
    { 0x18, SUB_ANY, "get member", CLASS_read },
    { 0x19, ASSEMBLY, "set assembly member", CLASS_write },
    { 0x19, SUB_ANY, "set member", CLASS_config },
    { 0x1a, SUB_ANY, "insert member", CLASS_config },
    { 0x1b, SUB_ANY, "remove member", CLASS_config },
    { 0x1c, SUB_ANY, "group sync", CLASS_time },

    /* Connections: what they carry has rows of its own. */
    { 0x4e, CIP_CONNECTION_MANAGER, "forward close", CLASS_diag },
    { 0x52, CIP_CONNECTION_MANAGER, "unconnected send", CLASS_diag },
    { 0x54, CIP_CONNECTION_MANAGER, "forward open", CLASS_diag },
    { 0x56, CIP_CONNECTION_MANAGER, "get connection data", CLASS_diag },
    { 0x57, CIP_CONNECTION_MANAGER, "search connection data", CLASS_diag },
    { 0x5a, CIP_CONNECTION_MANAGER, "get connection owner", CLASS_diag },
    { 0x5b, CIP_CONNECTION_MANAGER, "large forward open", CLASS_diag },

    { 0x4b, FILE_OBJECT, "initiate upload of file", CLASS_file },
    { 0x4c, FILE_OBJECT, "initiate download of file", CLASS_file },
    { 0x4d, FILE_OBJECT, "initiate partial read of file", CLASS_file },
    { 0x4e, FILE_OBJECT, "initiate partial write of file", CLASS_file },
    { 0x4f, FILE_OBJECT, "upload part of file", CLASS_file },
    { 0x50, FILE_OBJECT, "download part of file", CLASS_file },
    { 0x51, FILE_OBJECT, "clear file", CLASS_delete },

    { 0x4b, MODBUS_OBJECT, "read discrete inputs", CLASS_read },
    { 0x4c, MODBUS_OBJECT, "read coils", CLASS_read },
    { 0x4d, MODBUS_OBJECT, "read input registers", CLASS_read },
    { 0x4e, MODBUS_OBJECT, "read holding registers", CLASS_read },
    { 0x4f, MODBUS_OBJECT, "write coils", CLASS_write },
    { 0x50, MODBUS_OBJECT, "write holding registers", CLASS_write },
    { 0x51, MODBUS_OBJECT, "Modbus passthrough", CLASS_write },

    { 0x4b, CIP_PCCC, "execute PCCC", CLASS_diag }, /* its command has a row in pccc.c */

    /* Tags. */
    { 0x4c, CIP_SYMBOL, "read tag", CLASS_read },
    { 0x4d, CIP_SYMBOL, "write tag", CLASS_write },
    { 0x4e, CIP_SYMBOL, "read-modify-write tag", CLASS_write },
    { 0x50, CIP_SYMBOL, "write logic", CLASS_prog_down },
    { 0x52, CIP_SYMBOL, "read tag fragmented", CLASS_read },
    { 0x53, CIP_SYMBOL, "write tag fragmented", CLASS_write },
    { 0x55, CIP_SYMBOL, "list tags", CLASS_read },
    { 0x4c, LOGIX_TEMPLATES, "read template", CLASS_read },
    { 0x4c, LOGIX_WATCH_LISTS, "read watch list", CLASS_read },
    { 0x4e, LOGIX_WATCH_LISTS, "change watch list", CLASS_read },

    /* Logix controllers, by their engineering software. */
    { 0x4b, LOGIX_CONTROLLER, "acquire controller", CLASS_auth },
    { 0x4c, LOGIX_CONTROLLER, "release controller", CLASS_auth },
    { 0x5c, LOGIX_CONTROLLER, "controller handshake", CLASS_auth },
    { 0x4b, LOGIX_LOCK, "acquire lock", CLASS_auth },
    { 0x4c, LOGIX_LOCK, "release lock", CLASS_auth },
    { 0x4b, LOGIX_PROJECT, "acquire project", CLASS_auth },
    { 0x50, LOGIX_LOGIC, "write logic", CLASS_prog_down },
    { 0x50, LOGIX_PROGRAMS, "write logic", CLASS_prog_down },
    { 0x4f, LOGIX_LOGIC, "read logic", CLASS_prog_up },
    { 0x4f, LOGIX_PROGRAMS, "read logic", CLASS_prog_up },
    { 0x51, LOGIX_LOGIC, "change logic", CLASS_config },
    { 0x4b, LOGIX_PROGRAMS, "list programs", CLASS_prog_up },
    { 0x4b, LOGIX_MODULES, "list modules", CLASS_prog_up },
    { 0x4b, LOGIX_LOGIC, "list logic", CLASS_prog_up },
    { 0x4b, CIP_SYMBOL, "list symbols", CLASS_prog_up },
    { 0x4b, LOGIX_TEMPLATES, "list templates", CLASS_prog_up },
    { 0x4b, LOGIX_ROUTINES, "list routines", CLASS_prog_up },
    { 0x4b, LOGIX_TASKS, "list tasks", CLASS_prog_up },
    { 0x4d, LOGIX_PROGRAMS, "force", CLASS_force },
    { 0x4e, LOGIX_PROGRAMS, "force", CLASS_force },
    { 0x4d, LOGIX_MODULES, "force", CLASS_force },
    { 0x4e, LOGIX_MODULES, "force", CLASS_force },
    { 0x4b, LOGIX_FIRMWARE, "firmware: begin", CLASS_firmware },
    { 0x4d, LOGIX_FIRMWARE, "firmware: write", CLASS_firmware },
    { 0x51, LOGIX_FIRMWARE, "firmware: prepare", CLASS_firmware },
    { 0 },
};
