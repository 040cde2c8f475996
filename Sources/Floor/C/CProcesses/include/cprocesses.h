#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Two connected sockets that keep the bounds of messages, closed on exec. Returns -1 where it failed.
int cprocesses_message_pair(int pair[2]);

/// Two connected stream sockets, closed on exec. Returns -1 where it failed.
int cprocesses_stream_pair(int pair[2]);

/// The reading and the writing end of a pipe, closed on exec. Returns -1 where it failed.
int cprocesses_pipe(int ends[2]);

/// Sends one message, with a descriptor when `descriptor` is not negative. Never waits; never raises SIGPIPE.
ssize_t cprocesses_send(int socket, const uint8_t *bytes, size_t count, int descriptor);

/// Receives one message; waits for it. `descriptor` is -1 when none came with it. Returns 0 when the other side is gone.
ssize_t cprocesses_receive(int socket, uint8_t *bytes, size_t count, int *descriptor);

/// Listens for messages on a Unix socket in `folder`, mode 0600, in the place of one that may be there. Returns -1 where it failed.
int cprocesses_listen(const char *folder, const char *name);

/// Waits for one who connects, and says whose process it is. Its messages are waited for no longer than five seconds. Returns -1
/// once the socket was shut down.
int cprocesses_accept(int socket, uint32_t *user);

/// Connects to such a socket. Returns -1 where it failed.
int cprocesses_connect(const char *folder, const char *name);

/// From now on SIGTERM, SIGINT and SIGCHLD are bytes, their numbers, that are read from the descriptor that is returned.
/// To be called once. Returns -1 where it failed.
int cprocesses_signals(void);

/// No other process of the same user may look into this one, and no core is written of it. Returns an errno.
int cprocesses_hide_memory(void);
