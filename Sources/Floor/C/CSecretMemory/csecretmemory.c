#include "csecretmemory.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif

static void *map_secret(size_t length) {
  const int file = (int)syscall(SYS_memfd_secret, O_CLOEXEC);
  if (file < 0) return MAP_FAILED;
  void *memory = ftruncate(file, (off_t)length) == 0 ? mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
  close(file);
  return memory;
}

static void *map_private(size_t length, enum csecretmemory_kind *kind) {
  void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED) *kind = mlock(memory, length) == 0 ? CSECRETMEMORY_LOCKED : CSECRETMEMORY_PLAIN;
  return memory;
}

void *csecretmemory_map(size_t length, int allows_secret, enum csecretmemory_kind *kind) {
  *kind = CSECRETMEMORY_SECRET;
  void *memory = allows_secret ? map_secret(length) : MAP_FAILED;
  if (memory == MAP_FAILED) memory = map_private(length, kind);
  if (memory == MAP_FAILED) {
    *kind = CSECRETMEMORY_NONE;
    return NULL;
  }
  madvise(memory, length, MADV_DONTDUMP);
  madvise(memory, length, MADV_DONTFORK);
  return memory;
}

void csecretmemory_unmap(void *memory, size_t length) {
  explicit_bzero(memory, length);
  munmap(memory, length);
}
