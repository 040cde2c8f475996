#include "cdatagrams.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef union {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
} place;

/// Where the kernel writes when a datagram came.
typedef union {
  char bytes[CMSG_SPACE(sizeof(struct timespec))];
  struct cmsghdr aligned;
} arrival;

struct cdatagrams_batch {
  unsigned count, bytes;
  arrival *arrivals;
  int64_t received_at;
  struct mmsghdr *headers;
  struct iovec *pieces;
  place *peers;
  uint8_t *memory;
};

static const int64_t second = 1000000000, waited_max = second;

static int64_t nanoseconds(struct timespec time) { return time.tv_sec * second + time.tv_nsec; }

static const uint64_t mapped = 0xFFFF00000000;

int cdatagrams_open(const char *host, uint16_t port) {
  place own = {0};
  socklen_t size = sizeof own.four;
  if (inet_pton(AF_INET, host, &own.four.sin_addr) == 1) {
    own.four.sin_family = AF_INET;
    own.four.sin_port = htons(port);
  } else if (inet_pton(AF_INET6, host, &own.six.sin6_addr) == 1) {
    own.six.sin6_family = AF_INET6;
    own.six.sin6_port = htons(port);
    size = sizeof own.six;
  } else {
    errno = EINVAL;
    return -1;
  }
  int opened = socket(own.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (opened >= 0 && bind(opened, &own.any, size)) {
    const int reason = errno;
    close(opened);
    errno = reason;
    return -1;
  }
  const int is_told = 1;
  if (opened >= 0) setsockopt(opened, SOL_SOCKET, SO_TIMESTAMPNS, &is_told, sizeof is_told);
  return opened;
}

uint16_t cdatagrams_port(int socket) {
  place own = {0};
  socklen_t size = sizeof own;
  if (getsockname(socket, &own.any, &size)) return 0;
  // The port is at the same place in both.
  return ntohs(own.four.sin_port);
}

int cdatagrams_room(int socket, int bytes) {
  socklen_t size = sizeof bytes;
  setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  return getsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, &size) ? 0 : bytes;
}

cdatagrams_batch *cdatagrams_batch_new(unsigned count, unsigned bytes) {
  cdatagrams_batch *batch = calloc(1, sizeof *batch);
  if (!batch) return NULL;
  batch->count = count;
  batch->bytes = bytes;
  batch->headers = calloc(count, sizeof *batch->headers);
  batch->pieces = calloc(count, sizeof *batch->pieces);
  batch->peers = calloc(count, sizeof *batch->peers);
  batch->memory = calloc(count, bytes);
  batch->arrivals = calloc(count, sizeof *batch->arrivals);
  if (!batch->headers || !batch->pieces || !batch->peers || !batch->memory || !batch->arrivals) {
    cdatagrams_batch_free(batch);
    return NULL;
  }
  for (unsigned index = 0; index < count; index++) {
    batch->pieces[index].iov_base = batch->memory + (size_t)index * bytes;
    batch->headers[index].msg_hdr = (struct msghdr){.msg_name = &batch->peers[index], .msg_iov = &batch->pieces[index], .msg_iovlen = 1};
  }
  return batch;
}

void cdatagrams_batch_free(cdatagrams_batch *batch) {
  free(batch->headers);
  free(batch->pieces);
  free(batch->peers);
  // What people said does not stay in freed memory.
  if (batch->memory) explicit_bzero(batch->memory, (size_t)batch->count * batch->bytes);
  free(batch->memory);
  free(batch->arrivals);
  free(batch);
}

uint8_t *cdatagrams_bytes(cdatagrams_batch *batch, unsigned index) { return batch->pieces[index].iov_base; }

unsigned cdatagrams_length(const cdatagrams_batch *batch, unsigned index) { return batch->headers[index].msg_len; }

void cdatagrams_set_length(cdatagrams_batch *batch, unsigned index, unsigned length) {
  batch->headers[index].msg_len = length < batch->bytes ? length : batch->bytes;
}

void cdatagrams_forget(cdatagrams_batch *batch, unsigned index) {
  explicit_bzero(batch->pieces[index].iov_base, batch->headers[index].msg_len);
}

cdatagrams_address cdatagrams_peer(const cdatagrams_batch *batch, unsigned index) {
  const place *peer = &batch->peers[index];
  if (peer->any.sa_family == AF_INET)
    return (cdatagrams_address){.low = mapped | ntohl(peer->four.sin_addr.s_addr), .port = ntohs(peer->four.sin_port)};
  uint64_t halves[2];
  memcpy(halves, &peer->six.sin6_addr, sizeof halves);
  return (cdatagrams_address){.high = be64toh(halves[0]), .low = be64toh(halves[1]), .port = ntohs(peer->six.sin6_port)};
}

void cdatagrams_set_peer(cdatagrams_batch *batch, unsigned index, cdatagrams_address peer) {
  place *to = &batch->peers[index];
  struct msghdr *header = &batch->headers[index].msg_hdr;
  if (!peer.high && peer.low >> 32 == mapped >> 32) {
    to->four = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(peer.port), .sin_addr.s_addr = htonl((uint32_t)peer.low)};
    header->msg_namelen = sizeof to->four;
    return;
  }
  const uint64_t halves[2] = {htobe64(peer.high), htobe64(peer.low)};
  to->six = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(peer.port)};
  memcpy(&to->six.sin6_addr, halves, sizeof halves);
  header->msg_namelen = sizeof to->six;
}

unsigned cdatagrams_receive(int socket, cdatagrams_batch *batch) {
  for (unsigned index = 0; index < batch->count; index++) {
    batch->pieces[index].iov_len = batch->bytes;
    struct msghdr *header = &batch->headers[index].msg_hdr;
    header->msg_namelen = sizeof batch->peers[index];
    header->msg_control = &batch->arrivals[index];
    header->msg_controllen = sizeof batch->arrivals[index];
  }
  int count;
  do count = recvmmsg(socket, batch->headers, batch->count, 0, NULL);
  while (count < 0 && errno == EINTR);
  for (int index = 0; index < count; index++)
    if (batch->headers[index].msg_hdr.msg_flags & MSG_TRUNC) {
      explicit_bzero(batch->pieces[index].iov_base, batch->bytes);
      batch->headers[index].msg_len = 0;
    }
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  batch->received_at = nanoseconds(now);
  return count < 0 ? 0 : (unsigned)count;
}

int64_t cdatagrams_waited(const cdatagrams_batch *batch, unsigned index) {
  struct msghdr *header = &batch->headers[index].msg_hdr;
  const struct cmsghdr *told = CMSG_FIRSTHDR(header);
  if (!told || told->cmsg_level != SOL_SOCKET || told->cmsg_type != SO_TIMESTAMPNS) return 0;
  struct timespec came;
  memcpy(&came, CMSG_DATA(told), sizeof came);
  const int64_t waited = batch->received_at - nanoseconds(came);
  // The clock of the system may have been set meanwhile.
  return waited < 0 || waited > waited_max ? 0 : waited;
}

unsigned cdatagrams_send(int socket, cdatagrams_batch *batch, unsigned count) {
  for (unsigned index = 0; index < count; index++) {
    batch->pieces[index].iov_len = batch->headers[index].msg_len;
    batch->headers[index].msg_hdr.msg_controllen = 0;
  }
  unsigned at = 0, taken = 0;
  while (at < count) {
    const int sent = sendmmsg(socket, batch->headers + at, count - at, MSG_NOSIGNAL);
    if (sent > 0) {
      at += (unsigned)sent;
      taken += (unsigned)sent;
    } else if (sent == 0 || errno != EINTR) {
      at += 1;
    }
  }
  for (unsigned index = 0; index < count; index++) cdatagrams_forget(batch, index);
  return taken;
}

int cdatagrams_poll_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

int cdatagrams_poll_add(int poll, int socket, uint64_t number) {
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = number};
  return epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

int cdatagrams_poll_remove(int poll, int socket) { return epoll_ctl(poll, EPOLL_CTL_DEL, socket, NULL); }

unsigned cdatagrams_wait(int poll, int64_t nanoseconds, uint64_t *numbers, unsigned count) {
  enum { most = 256 };
  struct epoll_event events[most];
  const struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  const int ready = epoll_pwait2(poll, events, count < most ? (int)count : most, nanoseconds < 0 ? NULL : &time, NULL);
  for (int index = 0; index < ready; index++) numbers[index] = events[index].data.u64;
  return ready < 0 ? 0 : (unsigned)ready;
}

int cdatagrams_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cdatagrams_ring(int bell) {
  const uint64_t once = 1;
  if (write(bell, &once, sizeof once) < 0) return;
}

void cdatagrams_hush(int bell) {
  uint64_t times;
  if (read(bell, &times, sizeof times) < 0) return;
}
