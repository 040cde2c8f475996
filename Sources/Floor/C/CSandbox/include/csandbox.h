#pragma once
#include <stdint.h>

/// What a program may have.
struct csandbox_rules {
  /// Folders and files that it may read and execute; the last is NULL. Those that are not there are left out.
  const char *const *readable;
  /// The folder that it may write, and works in.
  const char *writable;
  /// Further folders that it may write and must not execute from; the last is NULL. Those that cannot be had are
  /// left out.
  const char *const *also_writable;
  /// Seconds of processor time. Of this and the limits that follow, 0 is none.
  uint64_t cpu_seconds;
  uint64_t memory_bytes;
  uint64_t file_bytes;
  uint64_t descriptors;
  /// Whether it may open sockets of the Internet.
  int allows_network;
  /// The user that it becomes when it is started by root; 0 to stay.
  uint32_t user;
  /// Descriptors from this one on end with the exec; 3 leaves it none but the standard ones.
  uint32_t descriptors_end;
  /// Whether it may lead a session or a group of its own, as a program does that starts others.
  int leads_groups;
  /// Whether files are left to users and modes, where the kernel has no Landlock and that was accepted.
  int without_landlock;
  /// Whether it is killed when the process that started this one ends.
  int ends_with_starter;
};

/// Becomes `program`, locked in. The environment is `environment`, the working folder the writable one.
/// Returns an errno, and only where it failed; what it had done is not undone.
int csandbox_exec(
  const struct csandbox_rules *rules, const char *program, char *const arguments[], char *const environment[]);

/// The version of Landlock that the running kernel has; 0 for none.
int csandbox_landlock_version(void);
