/*
 * unit.h - whether the only Modbus unit behind an address is the device itself.
 *
 * Controllers on a network of their own answer under some unit number, most often
 * 1; a gateway answers for each serial device under its number.  One number and no
 * sign of a gateway: the device.  Otherwise what a unit said stays said of the unit.
 */
#pragma once

#include "model/asset.h"

/* Moves what the only unit said to its device; that it has that number stays with the unit. */
void unit_settle(struct assets *assets);
