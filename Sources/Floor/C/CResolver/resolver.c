#include "cresolver.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

// More than a datagram of EDNS has, less than TCP allows: 400 records and more.
enum { answer_bytes = 16384, header_bytes = 6 };

/// Adds a line; 0 where it does not fit.
static int add(char **text, size_t *room, int length) {
  if (length < 0 || (size_t)length >= *room) return 0;
  *text += length;
  *room -= (size_t)length;
  return 1;
}

int cresolver_services(const char *name, char *text, size_t room) {
  if (room == 0) return -1;
  *text = 0;
  struct __res_state state = {0};
  if (res_ninit(&state) != 0) return -1;
  unsigned char answer[answer_bytes];
  int length = res_nquery(&state, name, ns_c_in, ns_t_srv, answer, sizeof answer);
  int problem = state.res_h_errno;
  res_nclose(&state);
  if (length < 0) return problem == HOST_NOT_FOUND || problem == NO_DATA ? 0 : -1;
  ns_msg message;
  // One that is longer than there is room for comes cut off, with its whole length.
  if (length > (int)sizeof answer || ns_initparse(answer, length, &message) != 0) return -1;
  int found = 0;
  for (int index = 0; index < ns_msg_count(message, ns_s_an); index++) {
    ns_rr record;
    if (ns_parserr(&message, ns_s_an, index, &record) != 0) return -1;
    if (ns_rr_type(record) != ns_t_srv || ns_rr_rdlen(record) <= header_bytes) continue;
    const unsigned char *data = ns_rr_rdata(record);
    char target[NS_MAXDNAME];
    if (ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), data + header_bytes, target, sizeof target) < 0) return -1;
    if (*target == 0) strcpy(target, ".");
    int added = snprintf(text, room, "%u %u %u %s\n", ns_get16(data), ns_get16(data + 2), ns_get16(data + 4), target);
    if (!add(&text, &room, added)) {
      *text = 0;
      break;
    }
    found++;
  }
  return found;
}

int cresolver_addresses(const char *name, int family, char *text, size_t room) {
  if (room == 0) return -1;
  *text = 0;
  // One socket type, or each address comes once for each.
  struct addrinfo wanted = {.ai_family = family == cresolver_ipv6 ? AF_INET6 : AF_INET, .ai_socktype = SOCK_DGRAM};
  struct addrinfo *all = NULL;
  int problem = getaddrinfo(name, NULL, &wanted, &all);
  if (problem != 0) return problem == EAI_NONAME || problem == EAI_NODATA ? 0 : -1;
  int found = 0;
  for (struct addrinfo *each = all; each; each = each->ai_next) {
    char address[NI_MAXHOST];
    if (getnameinfo(each->ai_addr, each->ai_addrlen, address, sizeof address, NULL, 0, NI_NUMERICHOST) != 0) continue;
    if (!add(&text, &room, snprintf(text, room, "%s\n", address))) {
      *text = 0;
      break;
    }
    found++;
  }
  freeaddrinfo(all);
  return found;
}
