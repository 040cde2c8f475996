#include "cwipedmemory.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>

// The allocator is glibc's. A program's own functions of these names are used in place of glibc's, also by all libraries and by glibc
// itself ("Replacing malloc" in its manual); they go on to the allocator by its other names.
extern void *__libc_malloc(size_t bytes);
extern void __libc_free(void *memory);

// Nothing is read from there any more, which is why a compiler may leave a plain memset out.
static void wipe(void *memory) { explicit_bzero(memory, malloc_usable_size(memory)); }

void free(void *memory) {
  if (!memory) return;
  wipe(memory);
  __libc_free(memory);
}

// What moves leaves a copy behind, which glibc's own realloc would not wipe: here whatever grows moves.
void *realloc(void *memory, size_t bytes) {
  if (!memory) return __libc_malloc(bytes);
  if (bytes == 0) {
    free(memory);
    return NULL;
  }
  const size_t room = malloc_usable_size(memory);
  if (bytes <= room && bytes >= room / 2) {
    explicit_bzero((char *)memory + bytes, room - bytes);
    return memory;
  }
  void *const moved = __libc_malloc(bytes);
  if (!moved) return NULL;
  memcpy(moved, memory, bytes < room ? bytes : room);
  free(memory);
  return moved;
}

void *reallocarray(void *memory, size_t count, size_t bytes) {
  size_t product;
  if (__builtin_mul_overflow(count, bytes, &product)) {
    errno = ENOMEM;
    return NULL;
  }
  return realloc(memory, product);
}

int cwipedmemory_is_in_use(void) { return 1; }
