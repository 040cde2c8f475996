#pragma once
#include <stddef.h>

/// The text of player.html, player.js, player.css and player.svg, and how many bytes each has.
const unsigned char *player_page_start(void);
size_t player_page_bytes(void);
const unsigned char *player_script_start(void);
size_t player_script_bytes(void);
const unsigned char *player_style_start(void);
size_t player_style_bytes(void);
const unsigned char *player_icon_start(void);
size_t player_icon_bytes(void);
