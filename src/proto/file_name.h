/*
 * file_name.h - what a file that is sent probably is, by the ending of its name.
 */
#pragma once

#include "base/text.h"

enum file_kind { FILE_OTHER, FILE_FIRMWARE, FILE_CONFIGURATION };

enum file_kind file_kind(struct text name);
