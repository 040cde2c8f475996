// What a thread has had in its hands stays on its stack, below where it stands, and in its vector registers, through which every copy
// goes, until it does something else. One that waits for work may wait for as long as nobody calls: here it wipes both before.
//
// Workers of libdispatch, which run all Swift tasks and the queues of databases, wait in sem_timedwait and sem_wait, event loops in
// epoll_wait. As with `free`, the program's own functions of these names are used in place of glibc's by all libraries.
#include "cwipedmemory.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

// How deep tasks reach, by far; a thread whose stack is smaller is left as it is.
enum { STACK_BYTES = 64 << 10, STACK_RESERVED = 16 << 10 };

// The lowest address of the thread's stack. That of the first thread grows; where none is to be had, nothing is wiped.
static uintptr_t stack_end(void) {
  static _Thread_local uintptr_t known;
  if (known) return known;
  if (gettid() == getpid()) return known = 1;
  known = UINTPTR_MAX;
  pthread_attr_t attributes;
  void *lowest = NULL;
  size_t bytes = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return known;
  if (pthread_attr_getstack(&attributes, &lowest, &bytes) == 0) known = (uintptr_t)lowest;
  pthread_attr_destroy(&attributes);
  return known;
}

static __attribute__((noinline)) void wipe_stack(void) {
  unsigned char below[STACK_BYTES];
  explicit_bzero(below, sizeof below);
}

// No caller counts on any of these registers (System V ABI, "Register Usage"; AAPCS64, 6.1.2).
#if defined(__x86_64__)
static __attribute__((noinline, target("avx512f"))) void wipe_upper_registers(void) {
#define WIPE(number) __asm__ volatile("vpxord %zmm" #number ", %zmm" #number ", %zmm" #number)
  WIPE(16); WIPE(17); WIPE(18); WIPE(19); WIPE(20); WIPE(21); WIPE(22); WIPE(23);
  WIPE(24); WIPE(25); WIPE(26); WIPE(27); WIPE(28); WIPE(29); WIPE(30); WIPE(31);
#undef WIPE
}

static __attribute__((noinline, target("avx"))) void wipe_registers_of_avx(void) { __asm__ volatile("vzeroall"); }

static __attribute__((noinline)) void wipe_registers_of_sse(void) {
#define WIPE(number) __asm__ volatile("pxor %xmm" #number ", %xmm" #number)
  WIPE(0); WIPE(1); WIPE(2); WIPE(3); WIPE(4); WIPE(5); WIPE(6); WIPE(7);
  WIPE(8); WIPE(9); WIPE(10); WIPE(11); WIPE(12); WIPE(13); WIPE(14); WIPE(15);
#undef WIPE
}

static void wipe_registers(void) {
  if (__builtin_cpu_supports("avx512f")) wipe_upper_registers();
  if (__builtin_cpu_supports("avx")) return wipe_registers_of_avx();
  wipe_registers_of_sse();
}
#elif defined(__aarch64__)
static __attribute__((noinline)) void wipe_registers(void) {
#define WIPE(number) __asm__ volatile("movi v" #number ".2d, #0")
  WIPE(0); WIPE(1); WIPE(2); WIPE(3); WIPE(4); WIPE(5); WIPE(6); WIPE(7);
  WIPE(16); WIPE(17); WIPE(18); WIPE(19); WIPE(20); WIPE(21); WIPE(22); WIPE(23);
  WIPE(24); WIPE(25); WIPE(26); WIPE(27); WIPE(28); WIPE(29); WIPE(30); WIPE(31);
#undef WIPE
}
#endif

static __attribute__((noinline)) int has_room(void) {
  const uintptr_t here = (uintptr_t)__builtin_frame_address(0), end = stack_end();
  return here > end && here - end > STACK_BYTES + STACK_RESERVED;
}

// In the frame of who waits, so that nothing lies between that and what is wiped.
static inline __attribute__((always_inline)) void wipe_thread(void) {
  if (has_room()) wipe_stack();
  wipe_registers();
}

// glibc's own, looked up once.
static void *next(_Atomic(void *) *known, const char *name) {
  void *found = atomic_load_explicit(known, memory_order_acquire);
  if (!found) atomic_store_explicit(known, found = dlsym(RTLD_NEXT, name), memory_order_release);
  return found;
}

// Who finds what it waits for at once goes on with it, and wipes nothing.

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
  static _Atomic(void *) known;
  if (sem_trywait(semaphore) == 0) return 0;
  int (*const wait)(sem_t *, const struct timespec *) = next(&known, "sem_timedwait");
  wipe_thread();
  return wait(semaphore, until);
}

int sem_wait(sem_t *semaphore) {
  static _Atomic(void *) known;
  if (sem_trywait(semaphore) == 0) return 0;
  int (*const wait)(sem_t *) = next(&known, "sem_wait");
  wipe_thread();
  return wait(semaphore);
}

int epoll_wait(int descriptor, struct epoll_event *events, int most, int milliseconds) {
  static _Atomic(void *) known;
  int (*const wait)(int, struct epoll_event *, int, int) = next(&known, "epoll_wait");
  const int ready = wait(descriptor, events, most, 0);
  if (ready != 0 || milliseconds == 0) return ready;
  wipe_thread();
  return wait(descriptor, events, most, milliseconds);
}
