/*
 * access.h - what an operation can do to the process.
 *
 * The class is what the protocol tables carry; the coarse word (discover, read,
 * write, control, program, manage) is what policies, findings and people use.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum operation_class {
#define CLASS(name, access, what) CLASS_##name,
#include "model/access.def"
#undef CLASS
    CLASS_COUNT
};

enum access {
    ACCESS_unknown,
    ACCESS_discover,
    ACCESS_read,
    ACCESS_write,
    ACCESS_control,
    ACCESS_program,
    ACCESS_manage,
    ACCESS_COUNT
};

const char *class_name(enum operation_class class); /* "prog_down" */
const char *class_meaning(enum operation_class class);
enum access class_access(enum operation_class class);
const char *access_name(enum access access);
bool access_parse(struct text t, enum access *access);

/* Write, control, program: what can change the process or the controller. */
bool access_is_change(enum access access);
