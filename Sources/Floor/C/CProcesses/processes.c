#include "cprocesses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

int cprocesses_message_pair(int pair[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair); }

int cprocesses_stream_pair(int pair[2]) { return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair); }

int cprocesses_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

ssize_t cprocesses_send(int socket, const uint8_t *bytes, size_t count, int descriptor) {
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control = {0};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (descriptor >= 0) {
    message.msg_control = control.space;
    message.msg_controllen = sizeof control.space;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent;
}

ssize_t cprocesses_receive(int socket, uint8_t *bytes, size_t count, int *descriptor) {
  struct iovec part = {.iov_base = bytes, .iov_len = count};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control = {0};
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  *descriptor = -1;
  ssize_t received;
  do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  if (received < 0) return received;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
    memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
  }
  return received;
}

// An address has room for 107 bytes: the folder, however long, is named by a descriptor.
static int address_in(const char *folder, const char *name, struct sockaddr_un *address) {
  const int place = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (place < 0) return -1;
  *address = (struct sockaddr_un){.sun_family = AF_UNIX};
  snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", place, name);
  return place;
}

int cprocesses_listen(const char *folder, const char *name) {
  struct sockaddr_un address;
  const int place = address_in(folder, name, &address);
  if (place < 0) return -1;
  unlinkat(place, name, 0);
  int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (
    listener >= 0 && (bind(listener, (struct sockaddr *)&address, sizeof address) || fchmodat(place, name, 0600, 0) || listen(listener, 4))) {
    close(listener);
    listener = -1;
  }
  close(place);
  return listener;
}

int cprocesses_accept(int socket, uint32_t *user) {
  int accepted;
  do accepted = accept4(socket, NULL, NULL, SOCK_CLOEXEC);
  while (accepted < 0 && (errno == EINTR || errno == ECONNABORTED));
  if (accepted < 0) return -1;
  struct ucred peer = {.uid = (uid_t)-1};
  socklen_t length = sizeof peer;
  getsockopt(accepted, SOL_SOCKET, SO_PEERCRED, &peer, &length);
  *user = peer.uid;
  const struct timeval patience = {.tv_sec = 5};
  setsockopt(accepted, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return accepted;
}

int cprocesses_connect(const char *folder, const char *name) {
  struct sockaddr_un address;
  const int place = address_in(folder, name, &address);
  if (place < 0) return -1;
  int connected = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (connected >= 0 && connect(connected, (struct sockaddr *)&address, sizeof address)) {
    close(connected);
    connected = -1;
  }
  close(place);
  return connected;
}

static int signal_output = -1;

static void note(int number) {
  const int before = errno;
  const unsigned char byte = (unsigned char)number;
  // A full pipe means that a signal is already waiting to be seen.
  (void)!write(signal_output, &byte, 1);
  errno = before;
}

int cprocesses_signals(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK)) return -1;
  signal_output = ends[1];
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGTERM, &action, NULL) || sigaction(SIGINT, &action, NULL) || sigaction(SIGCHLD, &action, NULL)) return -1;
  return ends[0];
}

int cprocesses_hide_memory(void) {
  const struct rlimit none = {0};
  if (setrlimit(RLIMIT_CORE, &none)) return errno;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) ? errno : 0;
}
