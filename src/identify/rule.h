/*
 * rule.h - the rules of roles.def, and the question whether one fits a device.
 */
#pragma once

#include "model/asset.h"

enum condition_kind {
    CONDITION_none,
    CONDITION_declares,
    CONDITION_capable,
    CONDITION_runs,
    CONDITION_named,
    CONDITION_vendor,
    CONDITION_order,
    CONDITION_serves,
    CONDITION_uses,
    CONDITION_never_serves,
    CONDITION_never_uses,
    CONDITION_issues,
    CONDITION_receives,
    CONDITION_routes,
    CONDITION_is_gateway,
    CONDITION_is_external,
    CONDITION_meets,
    CONDITION_KIND_COUNT
};

enum { RULE_CONDITIONS_MOST = 4 };

struct condition {
    enum condition_kind kind;
    const char *words; /* comma-separated */
    const char *over;  /* protocols; "@name" is a group of them */
    unsigned least;
};

struct rule {
    const char *id, *role;
    enum asset_class class;
    const char *level;
    uint8_t confidence;
    const char *reason;
    struct condition conditions[RULE_CONDITIONS_MOST];
};

extern const struct rule rules[]; /* a row without an id ends them */

/* A device and all that happened around it. */
struct case_file {
    const struct asset *asset;
    ARRAY(const struct conversation *) as_client, as_server;
    ARRAY(const struct fact *) as_gateway; /* that others were given it as theirs */
};

struct inquiry {
    const struct assets *assets;
    const struct case_file *file;
    struct arena *text; /* reasons */
};

/* Does the rule need to know what others are?  Such rules come second. */
bool rule_needs_roles(const struct rule *rule);

struct fit {
    struct text reason; /* with what was found in the place of its words in braces */
    uint8_t confidence; /* the rule's, or that of the evidence it rests on if that is less */
};

bool rule_fits(const struct rule *rule, const struct inquiry *q, struct fit *fit);
