#include "CPlayerPage.h"

static const unsigned char page[] = {
#embed "player.html"
};
static const unsigned char script[] = {
#embed "player.js"
};
static const unsigned char style[] = {
#embed "player.css"
};
static const unsigned char icon[] = {
#embed "player.svg"
};

const unsigned char *player_page_start(void) { return page; }
size_t player_page_bytes(void) { return sizeof page; }

const unsigned char *player_script_start(void) { return script; }
size_t player_script_bytes(void) { return sizeof script; }

const unsigned char *player_style_start(void) { return style; }
size_t player_style_bytes(void) { return sizeof style; }

const unsigned char *player_icon_start(void) { return icon; }
size_t player_icon_bytes(void) { return sizeof icon; }
