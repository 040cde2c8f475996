#pragma once
#include <stddef.h>

enum { cresolver_ipv4 = 4, cresolver_ipv6 = 6 };

/// SRV records of a name, one a line: priority, weight, port, target without its last dot (`.` alone for "not here").
/// How many there are; 0 where there are none, -1 where nobody could say. Those that do not fit are left out.
int cresolver_services(const char *name, char *text, size_t room);

/// Addresses of a name in one family, one a line. How many there are; 0 where there are none, -1 where nobody could say.
int cresolver_addresses(const char *name, int family, char *text, size_t room);
