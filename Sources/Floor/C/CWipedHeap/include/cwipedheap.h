#pragma once

/// Whether memory of the heap is overwritten when it is given back: 1 in a program that this target is linked into, also for what its
/// libraries allocate.
int cwipedheap_is_in_use(void);
