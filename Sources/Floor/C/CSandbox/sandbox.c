#include "csandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#else
#error "the filter of system calls knows x86-64 and AArch64"
#endif

// Landlock, as far as the running kernel knows it.

#define READS (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
// ABI 1 has thirteen rights, of which 13 (REFER) came with 2, 14 (TRUNCATE) with 3, 15 (IOCTL_DEV) with 5.
static uint64_t rights(int abi) {
  const int known = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
  return (UINT64_C(1) << known) - 1;
}

struct ruleset {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
};

static int allow(int ruleset, const char *path, uint64_t access) {
  const int parent = open(path, O_PATH | O_CLOEXEC);
  if (parent < 0) return errno == ENOENT ? 0 : errno;
  struct stat status;
  // The rights of folders make no sense for a file.
  if (fstat(parent, &status) == 0 && !S_ISDIR(status.st_mode)) {
    access &= LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
  }
  const struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = parent};
  const int failed = (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ? errno : 0;
  close(parent);
  return failed;
}

int csandbox_landlock_version(void) {
  const int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi < 0 ? 0 : abi;
}

static int restrict_files(const struct csandbox_rules *rules) {
  if (rules->without_landlock) return 0;
  const int abi = csandbox_landlock_version();
  if (abi < 1) return ENOSYS;
  struct ruleset attributes = {.handled_access_fs = rights(abi)};
  if (abi >= 4 && !rules->allows_network) attributes.handled_access_net = 3;
  if (abi >= 6) attributes.scoped = 3;
  const size_t size = abi >= 6 ? sizeof attributes : abi >= 4 ? offsetof(struct ruleset, scoped) : sizeof(uint64_t);
  const int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
  if (ruleset < 0) return errno;
  int failed = 0;
  for (const char *const *path = rules->readable; *path && !failed; path++) failed = allow(ruleset, *path, READS);
  const uint64_t writes = rights(abi) & ~(uint64_t)LANDLOCK_ACCESS_FS_EXECUTE;
  if (!failed) failed = allow(ruleset, rules->writable, writes);
  // What cannot be allowed stays refused, which whoever writes there will say.
  for (const char *const *path = rules->also_writable; path && *path; path++) (void)allow(ruleset, *path, writes);
  if (!failed) failed = allow(ruleset, "/dev/null", READS | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (!failed && syscall(SYS_landlock_restrict_self, ruleset, 0)) failed = errno;
  close(ruleset);
  return failed;
}

// System calls that no function needs: they reach into other processes, the kernel or the machine.

#define REFUSE SECCOMP_RET_ERRNO | EPERM
#define REFUSED(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, REFUSE)
#define WORD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))

static int filter_calls(int allows_network, int leads_groups) {
  const struct sock_filter program[] = {
    WORD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    WORD(nr),
#if defined(__x86_64__)
    // The numbers of the x32 interface name the same calls.
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, REFUSE),
#endif
    REFUSED(SYS_ptrace), REFUSED(SYS_process_vm_readv), REFUSED(SYS_process_vm_writev), REFUSED(SYS_pidfd_getfd),
    REFUSED(SYS_mount), REFUSED(SYS_umount2), REFUSED(SYS_pivot_root), REFUSED(SYS_open_tree), REFUSED(SYS_move_mount),
    REFUSED(SYS_fsopen), REFUSED(SYS_unshare), REFUSED(SYS_setns), REFUSED(SYS_bpf), REFUSED(SYS_perf_event_open),
    REFUSED(SYS_userfaultfd), REFUSED(SYS_keyctl), REFUSED(SYS_add_key), REFUSED(SYS_request_key), REFUSED(SYS_kexec_load),
    REFUSED(SYS_kexec_file_load), REFUSED(SYS_init_module), REFUSED(SYS_finit_module), REFUSED(SYS_delete_module),
    REFUSED(SYS_reboot), REFUSED(SYS_io_uring_setup),
    // Who starts it ends its group: nothing leaves that.
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setsid, 0, 1), BPF_STMT(BPF_RET | BPF_K, leads_groups ? SECCOMP_RET_ALLOW : REFUSE),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setpgid, 0, 1), BPF_STMT(BPF_RET | BPF_K, leads_groups ? SECCOMP_RET_ALLOW : REFUSE),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, allows_network ? 0 : 3),
    WORD(args[0]),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, allows_network ? SECCOMP_RET_ALLOW : REFUSE),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {.len = sizeof program / sizeof *program, .filter = (struct sock_filter *)program};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) ? errno : 0;
}

static int limit(int resource, uint64_t most) {
  if (most == 0) return 0;
  const struct rlimit both = {.rlim_cur = most, .rlim_max = most};
  return setrlimit(resource, &both) ? errno : 0;
}

static int limit_resources(const struct csandbox_rules *rules) {
  int failed = limit(RLIMIT_CPU, rules->cpu_seconds);
  if (!failed) failed = limit(RLIMIT_AS, rules->memory_bytes);
  if (!failed) failed = limit(RLIMIT_FSIZE, rules->file_bytes);
  if (!failed) failed = limit(RLIMIT_NOFILE, rules->descriptors);
  const struct rlimit none = {0};
  if (!failed && setrlimit(RLIMIT_CORE, &none)) failed = errno;
  return failed;
}

// Of the rights that root has beyond being the owner of files, a service keeps the one to listen below port 1024. Without the others, root
// cannot look into processes that have hidden their memory.
static int keep_rights(uint32_t kept) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct rights[2] = {0};
  if (syscall(SYS_capget, &header, rights)) return errno;
  kept &= rights[0].permitted;
  rights[0] = (struct __user_cap_data_struct){.effective = kept, .permitted = kept, .inheritable = kept};
  rights[1] = (struct __user_cap_data_struct){0};
  if (syscall(SYS_capset, &header, rights)) return errno;
  if (kept && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_BIND_SERVICE, 0, 0)) return errno;
  return 0;
}

static int become(const struct csandbox_rules *rules) {
  const int is_service = rules->leads_groups;
  if (rules->user != 0 && getuid() == 0) {
    if (is_service && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)) return errno;
    if (setgroups(0, NULL) || setgid(rules->user) || setuid(rules->user)) return errno;
  }
  return keep_rights(is_service ? 1U << CAP_NET_BIND_SERVICE : 0);
}

// Where the program's own file stands: above what others have, below the limit of descriptors.
#define PROGRAM_DESCRIPTOR 200

int csandbox_exec(
  const struct csandbox_rules *rules, const char *program, char *const arguments[], char *const environment[]) {
  // They end with the exec and not before: a thread of libdispatch that finds its descriptors closed traps.
  if (syscall(SYS_close_range, rules->descriptors_end, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */)) return errno;
  // Held open, since the user that this becomes may not be able to walk to it; a script's interpreter opens it again.
  const int found = open(program, O_RDONLY | O_CLOEXEC);
  const int file = found < 0 ? -1 : fcntl(found, F_DUPFD, PROGRAM_DESCRIPTOR);
  if (file < 0 || chdir(rules->writable)) return errno;
  int failed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? errno : 0;
  // The user that this becomes may not be able to walk to what it may read.
  if (!failed) failed = restrict_files(rules);
  if (!failed) failed = become(rules);
  // A change of user clears it, an exec does not.
  if (!failed && rules->ends_with_starter && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)) failed = errno;
  // Last of what the other threads, which end with the exec, could miss.
  if (!failed) failed = limit_resources(rules);
  if (!failed) failed = filter_calls(rules->allows_network, rules->leads_groups);
  if (failed) return failed;
  syscall(SYS_execveat, file, "", arguments, environment, 0x1000 /* AT_EMPTY_PATH */);
  return errno;
}
