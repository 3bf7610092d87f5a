/*
 * opcua_value.h - the binary encoding of OPC UA's built-in types, as far as
 * messages must be stepped through to find what identifies somebody.
 *
 * All readers follow the cursor's rule: what does not fit fails and stays failed.
 * Source: OPC 10000-6, 5.2 (OPC UA Binary).
 */
#pragma once

#include "base/cursor.h"

enum opcua_type {
    OPCUA_STRING = 12,
    OPCUA_EXTENSION = 22,
    OPCUA_TYPES = 26, /* numbers of built-in types are below */
};

/* A node of the standard's own namespace has space 0. */
struct opcua_node {
    uint32_t number;
    uint16_t space;
    bool is_number;
};

/* A value without structure of its own, or the body of an extension object. */
struct opcua_scalar {
    uint8_t type;        /* enum opcua_type; 0: an array, or nothing */
    uint32_t body_type;  /* of an extension: the node of its encoding; 0: of somebody's own */
    struct cursor bytes; /* of strings and extensions */
};

struct cursor opcua_string(struct cursor *c); /* byte strings too; null is empty */
uint32_t opcua_count(struct cursor *c);       /* of an array; null is empty */
struct opcua_node opcua_node(struct cursor *c);
struct cursor opcua_localized(struct cursor *c); /* its text */
struct opcua_scalar opcua_extension(struct cursor *c);
struct opcua_scalar opcua_data_value(struct cursor *c);

void opcua_skip_strings(struct cursor *c);     /* an array of them */
void opcua_skip_diagnostics(struct cursor *c); /* one DiagnosticInfo */
