#pragma once

/// How often memory was asked for since the program began.
long allocations_tally(void);
