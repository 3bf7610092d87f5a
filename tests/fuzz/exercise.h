/*
 * exercise.h - one input, every way a dissector can be called.
 *
 * The input goes through whole and cut in two; all from the client, all from the
 * server, and in turn, with the direction told and untold; with flow state that is
 * fresh and that the input itself has left behind; and once more with its
 * checksums repaired.  Every call sees a copy of exactly the bytes there are and
 * state of exactly state_bytes, so that the sanitizers see one byte too far.
 *
 * Aborts when an understood message was not consumed, when a message that was
 * not understood was, when a stream waits for more than message_most bytes, and
 * when what was observed could not be shown.
 */
#pragma once

#include "proto/protocol.h"

void exercise(const struct protocol *protocol, const uint8_t *data, size_t size);
