#pragma once
#include <stdint.h>

/// Datagrams with their addresses, in memory that is allocated once.
typedef struct cdatagrams_batch cdatagrams_batch;

/// An IPv6 address and port; IPv4 as ::ffff:0:0/96 (RFC 4291 2.5.5.2). Both halves and the port are in the host's byte order.
typedef struct {
  uint64_t high, low;
  uint16_t port;
} cdatagrams_address;

/// A UDP socket that does not wait and is not inherited, bound to an address in text; port 0 picks one. -1 and errno otherwise.
int cdatagrams_open(const char *host, uint16_t port);

/// The port that it is bound to.
uint16_t cdatagrams_port(int socket);

/// Asks the kernel for so many bytes of room for what has come and was not received yet, and returns what it gives.
int cdatagrams_room(int socket, int bytes);

/// Memory for count datagrams of at most bytes each; NULL where there is none.
cdatagrams_batch *cdatagrams_batch_new(unsigned count, unsigned bytes);
void cdatagrams_batch_free(cdatagrams_batch *batch);

/// The memory of one datagram, and how much of it is used.
uint8_t *cdatagrams_bytes(cdatagrams_batch *batch, unsigned index);
unsigned cdatagrams_length(const cdatagrams_batch *batch, unsigned index);
void cdatagrams_set_length(cdatagrams_batch *batch, unsigned index, unsigned length);

/// Wipes one: what people said does not stay in memory that waits for the next.
void cdatagrams_forget(cdatagrams_batch *batch, unsigned index);

/// Where it came from, or goes to.
cdatagrams_address cdatagrams_peer(const cdatagrams_batch *batch, unsigned index);
void cdatagrams_set_peer(cdatagrams_batch *batch, unsigned index, cdatagrams_address peer);

/// Receives what waits: how many, 0 where nothing does. One that does not fit has the length 0.
unsigned cdatagrams_receive(int socket, cdatagrams_batch *batch);

/// How long one had waited for that, in nanoseconds: 0 where the kernel does not say, a second at most.
int64_t cdatagrams_waited(const cdatagrams_batch *batch, unsigned index);

/// Sends the first count, and wipes them: how many the kernel took. One that it refuses is passed over, as if it were lost on the
/// way.
unsigned cdatagrams_send(int socket, cdatagrams_batch *batch, unsigned count);

/// What waits for sockets: -1 where there is none to be had.
int cdatagrams_poll_open(void);

/// Has a socket waited for; number is what cdatagrams_wait tells of it. 0, or -1 and errno.
int cdatagrams_poll_add(int poll, int socket, uint64_t number);
int cdatagrams_poll_remove(int poll, int socket);

/// Waits until sockets can be received from, for so many nanoseconds at most, and writes their numbers: how many, at most count.
unsigned cdatagrams_wait(int poll, int64_t nanoseconds, uint64_t *numbers, unsigned count);

/// Something that another thread wakes a waiting one by: a descriptor for cdatagrams_poll_add.
int cdatagrams_bell(void);
void cdatagrams_ring(int bell);
void cdatagrams_hush(int bell);
