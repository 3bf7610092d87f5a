/*
 * cotp.h - what ISO transport lends to the protocols that ride on it.
 *
 * A passenger (s7comm, s7comm_plus, mms) finds out->state pointing at
 * COTP_PASSENGER_STATE bytes of the flow's state: zero at first, aligned for
 * anything, kept for both directions, and zeroed again when the flow turns to
 * another family of passengers.  Its own state_bytes must fit.
 */
#pragma once

enum { COTP_PASSENGER_STATE = 384 };
