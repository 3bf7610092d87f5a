/*
 * yaml.h - a YAML document as a tree that knows its lines.
 *
 * A thin reader on libyaml's events.  It takes what plain files need: mappings,
 * lists and scalars.  Anchors, aliases, tags, a second document and a key that
 * stands twice are refused, as are depth and size beyond the limits below, so
 * that no file means more than it shows.
 *
 * Ownership: the tree lives in the arena.
 * Errors: "plant.yaml line 12: key "zones" stands twice in one mapping".
 *
 * Source: YAML 1.2.2; docs/decisions/0003-libyaml.md.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"
#include "base/text.h"

enum {
    YAML_BYTES_MOST = 64 * 1024 * 1024,
    YAML_DEPTH_MOST = 12,
    YAML_KEYS_MOST = 64, /* of one mapping */
};

enum yaml_kind { YAML_scalar, YAML_list, YAML_map };

struct yaml_item {
    enum yaml_kind kind;
    size_t line;      /* where the value starts; 1 is the first line */
    struct text text; /* of a scalar; "~", "null" and nothing at all are empty */
    struct text key;  /* inside a mapping */
    size_t key_line;
    const struct yaml_item *first, *next;
};

MUST_USE int yaml_read(struct text content, const char *name, struct arena *into,
                       const struct yaml_item **root, struct problem *why);

/* The value of a key; NULL: not there, or no mapping. */
const struct yaml_item *yaml_get(const struct yaml_item *map, const char *key);
