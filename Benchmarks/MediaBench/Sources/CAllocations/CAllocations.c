#include "CAllocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *memory, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);

static atomic_long tally;

long allocations_tally(void) { return atomic_load(&tally); }

void *malloc(size_t bytes) {
  atomic_fetch_add(&tally, 1);
  return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes) {
  atomic_fetch_add(&tally, 1);
  return __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes) {
  atomic_fetch_add(&tally, 1);
  return __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  atomic_fetch_add(&tally, 1);
  return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  atomic_fetch_add(&tally, 1);
  *memory = __libc_memalign(alignment, bytes);
  return *memory == NULL ? ENOMEM : 0;
}
