#include "CConnectDescription.h"

static const unsigned char text[] = {
#embed "connect.json"
};

const unsigned char *connect_description_start(void) { return text; }

size_t connect_description_bytes(void) { return sizeof text; }
