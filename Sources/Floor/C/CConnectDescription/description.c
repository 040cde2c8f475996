#include "CConnectDescription.h"

static const unsigned char connect[] = {
#embed "connect.json"
};
static const unsigned char participant[] = {
#embed "participant.json"
};

const unsigned char *connect_description_start(void) { return connect; }
size_t connect_description_bytes(void) { return sizeof connect; }

const unsigned char *participant_description_start(void) { return participant; }
size_t participant_description_bytes(void) { return sizeof participant; }
