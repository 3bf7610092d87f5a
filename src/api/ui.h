/*
 * ui.h - files inside the program on their way to a browser: the web UI as it
 * was when the program was built, and openapi.yaml.
 *
 * Names are looked up in a table; no path ever reaches the file system.
 */
#pragma once

#include "api/request.h"
#include "base/embedded.h"

extern const struct embedded ui_files;  /* empty when the web UI was not built */
extern const struct embedded api_files; /* openapi.yaml */

/* The page or file at r->target, or a refusal. */
void ui_answer(struct request *r);

void file_answer(struct reply *reply, const struct embedded_file *file);
