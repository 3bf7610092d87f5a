/*
 * s7comm_operations.h - what S7comm messages ask for, and how dangerous it is.
 *
 * How the codes read: a job's code is its function and it has no sub-code ("4"
 * reads a variable), but for the PI service, whose sub-code is the number of its
 * row in S7_PI_SERVICES ("40/1" starts the program), and for loading system data,
 * which is the hardware configuration ("26/11").  A user data message's code
 * is its function group and its sub-code the subfunction ("4/1" reads SZL).  A
 * job never has the code of a group together with a sub-code, so the two do not
 * meet.
 *
 * Names and numbers of functions, groups and PI services are Siemens' own.
 */
#pragma once

#include "proto/protocol.h"

/* PI(number, what the wire calls it, compared as a prefix, shown to people, class) */
#define S7_PI_SERVICES(PI)                                                                         \
    PI(1, "P_PROGRAM", false, "PI P_PROGRAM: start the program", start)                            \
    PI(2, "_INSE", false, "PI _INSE: activate a loaded block", prog_down)                          \
    PI(3, "_INS2", false, "PI _INS2: activate a loaded block", prog_down)                          \
    PI(4, "_DELE", false, "PI _DELE: delete a block", delete)                                      \
    PI(5, "_MODU", false, "PI _MODU: copy RAM to ROM", config)                                     \
    PI(6, "_GARB", false, "PI _GARB: compress the memory", config)                                 \
    PI(7, "_N_LOGIN_", false, "PI _N_LOGIN_: log in to the NC", auth)                              \
    PI(8, "_N_LOGOUT", false, "PI _N_LOGOUT: log out of the NC", auth)                             \
    PI(9, "_N_F_", true, "PI _N_F_*: file of the NC", file)                                        \
    PI(10, "_N_", true, "PI _N_*: service of the NC", config)

enum s7_job {
    S7_READ = 0x04,
    S7_WRITE = 0x05,
    S7_REQUEST_DOWNLOAD = 0x1a,
    S7_DOWNLOAD_BLOCK = 0x1b,
    S7_DOWNLOAD_ENDED = 0x1c,
    S7_START_UPLOAD = 0x1d,
    S7_PI_SERVICE = 0x28,
};

enum s7_group { S7_GROUP_MODE = 0, S7_GROUP_CPU = 4, S7_GROUP_PARTNER = 6 };

enum { S7_READ_SZL = 1 };

enum { S7_SYSTEM_DATA = 0x0b }; /* kind of block, and the sub-code of loading one */

extern const struct operation s7_operations[];

/* Number of a PI service by its name on the wire; SUB_NONE for one without a row. */
uint32_t s7_pi_service(struct text name);

/* "STOP" for the sub-code of a mode transition; NULL when it has no name. */
const char *s7_mode_name(uint32_t sub);
