#pragma once
#include <stddef.h>

/// How well memory is kept from others.
enum csecretmemory_kind {
  /// No memory could be had.
  CSECRETMEMORY_NONE = 0,
  /// Locked against swapping and left out of cores; who may read the process's memory may read it.
  CSECRETMEMORY_LOCKED = 1,
  /// Pages of memfd_secret(2): no other process reads them, not even root's, nor does the kernel by its own map.
  CSECRETMEMORY_SECRET = 2,
  /// As locked, but the limit of locked memory refused that: it may reach the swap.
  CSECRETMEMORY_PLAIN = 3,
};

/// Maps `length` bytes of zeroes. Children do not inherit them.
/// \param allows_secret 0 to take what a kernel without memfd_secret gives.
/// \returns NULL where no memory could be had; `kind` says what it is.
void *csecretmemory_map(size_t length, int allows_secret, enum csecretmemory_kind *kind);

/// Overwrites and unmaps what `csecretmemory_map` gave.
void csecretmemory_unmap(void *memory, size_t length);
