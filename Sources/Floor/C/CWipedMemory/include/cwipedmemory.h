#pragma once

/// Whether memory of the heap is overwritten when it is given back, and what a thread leaves on its stack before it waits: 1 in a
/// program that this target is linked into, also for what its libraries do.
int cwipedmemory_is_in_use(void);
