/*
 * remote_access.h - tools by which people reach machines from elsewhere, and what
 * gives them away: a domain, a protocol, an IP protocol number.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "model/traffic.h"

struct remote_tool {
    const char *name; /* "TeamViewer" */
    const char *kind; /* "remote support" */
};

/* NULL: none of them. */
const struct remote_tool *remote_tool_of_domain(struct text name); /* or of a name below it */
const struct remote_tool *remote_tool_of_dialogue(const struct dialogue *d);
const struct remote_tool *remote_tool_named(struct text name);
