#pragma once
#include <stddef.h>

/// The text of connect.json, and how many bytes it has.
const unsigned char *connect_description_start(void);
size_t connect_description_bytes(void);

/// The same of participant.json.
const unsigned char *participant_description_start(void);
size_t participant_description_bytes(void);
