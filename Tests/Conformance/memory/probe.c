// A thread that has had a secret on its stack and in a register, and then waits for work in the way that is asked for. Prints how many
// bytes of the secret stand together on its stack while it waits, and whether the register has it afterwards.
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { BYTES = 32 << 10, SECRET = 0xA7 };
static const uint64_t registered = 0xA7A7A7A7A7A7A7A7;

static sem_t wanted;
static int events, poll;
static const char *way;
static volatile unsigned char *used;
static int is_in_register;

static __attribute__((noinline)) void use(void) {
  volatile unsigned char area[BYTES];
  memset((void *)area, SECRET, sizeof area);
  used = area;
}

static void wait_for_work(void) {
  const struct timespec until = {.tv_sec = time(NULL) + 60};
  struct epoll_event event;
  if (!strcmp(way, "sem_timedwait")) sem_timedwait(&wanted, &until);
  if (!strcmp(way, "sem_wait")) sem_wait(&wanted);
  if (!strcmp(way, "epoll_wait")) epoll_wait(poll, &event, 1, -1);
}

static void *work(void *unused) {
  wait_for_work();
  use();
#if defined(__x86_64__)
  uint64_t left;
  __asm__ volatile("movq %0, %%xmm15" : : "r"(registered));
  wait_for_work();
  __asm__ volatile("movq %%xmm15, %0" : "=r"(left));
  is_in_register = left == registered;
#else
  wait_for_work();
#endif
  return unused;
}

static void give_work(void) {
  const uint64_t one = 1;
  sem_post(&wanted);
  if (write(events, &one, sizeof one) < 0) perror("eventfd");
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  way = arguments[1];
  struct epoll_event event = {.events = EPOLLIN | EPOLLET};
  sem_init(&wanted, 0, 0);
  events = eventfd(0, 0);
  poll = epoll_create1(0);
  epoll_ctl(poll, EPOLL_CTL_ADD, events, &event);
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  usleep(100000);
  give_work();
  usleep(200000);
  int together = 0, left = 0;
  for (int index = 0; index < BYTES; index++) {
    together = used[index] == SECRET ? together + 1 : 0;
    if (together > left) left = together;
  }
  give_work();
  pthread_join(thread, NULL);
  printf("%d %d\n", left, is_in_register);
}
