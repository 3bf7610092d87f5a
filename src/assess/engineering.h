/*
 * engineering.h - operations that read or change programs, firmware and run
 * modes: what two signals about changes share.
 */
#pragma once

#include "assess/signal.h"

bool class_is_engineering(enum operation_class class);

/* Asked, and every time refused. */
bool operation_was_refused(const struct operation_count *o);

/* Ties a row to an operation of a dialogue: about the client, at the operation's first frame. */
void engineering_row(const struct sight *s, struct signal_row *row, uint32_t dialogue,
                     const struct dialogue_operation *o);
