// Faults at the system calls of a process whose database is keep.sqlite. Built with -DFOLDER="…", the folder of that database.
// See README.md.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE, SYNC, TRUNCATE, OPEN, CALLS };
enum { DATABASE, LOG, INDEX, CLIENT, FILES, NONE = -1 };
enum { COUNT, FAIL, FULL, SHORT, KILL, HANG };

/// harness/faults.py has the same layout.
struct control {
  uint32_t mode, nth, goes_on;          // what happens, at which of the calls that are meant, and whether at all after it too
  uint32_t calls, files;                // which are meant: bits
  uint32_t counted, fired;              // calls that were meant, and faults, since `mode` was set
  uint32_t skips_log_syncs;             // what synchronous=NORMAL comes to
  uint32_t holds_at_answer, is_held;    // the image stands still from the first byte to a client on
  uint32_t log_pages;                   // from which on the log counts as long; 0 is the program's own number
  uint32_t seen[CALLS][FILES];
};

static struct control *control;
static int8_t kinds[65536];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *const names[] = {"keep.sqlite", "keep.sqlite-wal", "keep.sqlite-shm"};

#define REAL(result, name, ...) \
  static result (*real_##name)(__VA_ARGS__); \
  __attribute__((constructor(101))) static void find_##name(void) { real_##name = dlsym(RTLD_NEXT, #name); }
REAL(int, open64, const char *, int, ...)
REAL(int, close, int)
REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
REAL(ssize_t, write, int, const void *, size_t)
REAL(ssize_t, writev, int, const struct iovec *, int)
REAL(ssize_t, sendmsg, int, const struct msghdr *, int)
REAL(ssize_t, send, int, const void *, size_t, int)
REAL(int, fdatasync, int)
REAL(int, fsync, int)
REAL(int, ftruncate64, int, off64_t)
REAL(int, unlink, const char *)

__attribute__((constructor(102))) static void start(void) {
  memset(kinds, NONE, sizeof kinds);
  const int file = real_open64(FOLDER "/faults.control", O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  real_close(file);
  if (page != MAP_FAILED) control = page;
}

static int kind_of(int file) { return control && file >= 0 && file < (int)sizeof kinds ? kinds[file] : NONE; }

static int kind_named(const char *path) {
  const size_t length = strlen(FOLDER);
  if (!control || strncmp(path, FOLDER "/", length + 1)) return NONE;
  for (int kind = DATABASE; kind <= INDEX; kind++) {
    if (!strcmp(path + length + 1, names[kind])) return kind;
  }
  return NONE;
}

/// The fault that this call has to have: COUNT is none.
static int fault(int call, int kind) {
  if (kind == NONE) return COUNT;
  __atomic_fetch_add(&control->seen[call][kind], 1, __ATOMIC_SEQ_CST);
  const int mode = control->mode;
  if (mode == COUNT || !(control->calls & 1u << call) || !(control->files & 1u << kind)) return COUNT;
  const uint32_t number = __atomic_add_fetch(&control->counted, 1, __ATOMIC_SEQ_CST);
  if (number != control->nth && !(control->goes_on && number > control->nth)) return COUNT;
  if (mode == KILL) kill(getpid(), SIGKILL), pause();
  __atomic_fetch_add(&control->fired, 1, __ATOMIC_SEQ_CST);
  if (mode == HANG) {
    while (__atomic_load_n(&control->mode, __ATOMIC_SEQ_CST) == HANG) usleep(1000);
    return COUNT;
  }
  // Half a write, and then the disk is full.
  return mode == SHORT && number > control->nth ? FULL : mode;
}

static int failed(int fault) { return errno = fault == FULL ? ENOSPC : EIO, -1; }

// MARK: The image

struct change {
  int64_t offset, count;  // without bytes, a truncation to `offset`
};

static void path_in(char *to, const char *folder, int kind) { strcat(strcat(strcpy(to, FOLDER "/image/"), folder), names[kind]); }

/// Changes that no sync has followed wait in a file, since they outlive the process as the page cache does.
static void note(int kind, const void *bytes, int64_t count, int64_t offset) {
  if (kind != DATABASE && kind != LOG) return;
  char path[512];
  path_in(path, "waiting-", kind);
  const int file = real_open64(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  const struct change change = {offset, bytes ? count : -1};
  const struct iovec parts[] = {{(void *)&change, sizeof change}, {(void *)bytes, bytes ? count : 0}};
  if (file < 0 || real_writev(file, parts, bytes ? 2 : 1) < 0) abort();
  real_close(file);
}

static void apply(const char *from, int kind) {
  char path[512], image[512];
  path_in(path, from, kind);
  path_in(image, "", kind);
  const int file = real_open64(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  const int to = real_open64(image, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  static char bytes[1 << 20];
  for (struct change change; read(file, &change, sizeof change) == sizeof change;) {
    if (change.count < 0 && real_ftruncate64(to, change.offset)) abort();
    while (change.count > 0) {
      const ssize_t count = read(file, bytes, change.count < (int64_t)sizeof bytes ? (size_t)change.count : sizeof bytes);
      if (count <= 0 || real_pwrite64(to, bytes, count, change.offset) != count) abort();
      change.offset += count;
      change.count -= count;
    }
  }
  if (real_ftruncate64(file, 0)) abort();
  real_close(to);
  real_close(file);
}

/// What was synced while the image stood still is owed to it, and comes before all else: a log that was begun anew must not come
/// without the pages that were moved out of it.
static void synced(int kind) {
  if (kind != DATABASE && kind != LOG) return;
  char waiting[512], owed[512];
  if (!control->is_held) return apply("owed-", DATABASE), apply("owed-", LOG), apply("waiting-", kind);
  path_in(waiting, "waiting-", kind);
  path_in(owed, "owed-", kind);
  const int from = real_open64(waiting, O_RDWR | O_CLOEXEC), to = real_open64(owed, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  static char bytes[1 << 16];
  for (ssize_t count; from >= 0 && (count = read(from, bytes, sizeof bytes)) > 0;) {
    if (real_write(to, bytes, count) != count) abort();
  }
  if (from >= 0 && real_ftruncate64(from, 0)) abort();
  real_close(from);
  real_close(to);
}

static void lost(int kind) {
  char path[512];
  path_in(path, "waiting-", kind);
  if (kind == DATABASE || kind == LOG) truncate(path, 0);
}

// MARK: The calls

static int open_as(const char *path, int flags, mode_t mode) {
  const int kind = kind_named(path);
  const int what = fault(OPEN, kind);
  if (what != COUNT) return failed(what);
  const int file = real_open64(path, flags, mode);
  if (file >= 0 && file < (int)sizeof kinds) kinds[file] = kind;
  return file;
}

#define OPEN_NAMED(name) \
  int name(const char *path, int flags, ...) { \
    va_list more; \
    va_start(more, flags); \
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    return open_as(path, flags, mode); \
  }
OPEN_NAMED(open64)
OPEN_NAMED(open)

int close(int file) {
  if (file >= 0 && file < (int)sizeof kinds) kinds[file] = NONE;
  return real_close(file);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  const int kind = kind_of(file), what = fault(WRITE, kind);
  if (kind == NONE) return real_pwrite64(file, bytes, count, offset);
  if (what != COUNT && (what != SHORT || count < 2)) return failed(what);
  pthread_mutex_lock(&lock);
  const ssize_t written = real_pwrite64(file, bytes, what == SHORT ? count / 2 : count, offset);
  if (written > 0) note(kind, bytes, written, offset);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

int ftruncate64(int file, off64_t size) {
  const int kind = kind_of(file), what = fault(TRUNCATE, kind);
  if (kind == NONE) return real_ftruncate64(file, size);
  if (what != COUNT) return failed(what);
  pthread_mutex_lock(&lock);
  const int result = real_ftruncate64(file, size);
  if (!result) note(kind, NULL, 0, size);
  pthread_mutex_unlock(&lock);
  return result;
}

static int sync_through(int (*real)(int), int file) {
  const int kind = kind_of(file), what = fault(SYNC, kind);
  if (kind == NONE) return real(file);
  if (control->skips_log_syncs && kind == LOG) return 0;
  pthread_mutex_lock(&lock);
  const int result = what == COUNT ? real(file) : failed(what);
  const int error = errno;
  result ? lost(kind) : synced(kind);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int fdatasync(int file) { return sync_through(real_fdatasync, file); }
int fsync(int file) { return sync_through(real_fsync, file); }

int unlink(const char *path) {
  const int kind = kind_named(path);
  if (kind != LOG) return real_unlink(path);
  pthread_mutex_lock(&lock);
  char image[512];
  const int result = real_unlink(path);
  path_in(image, "", kind);
  if (!result) lost(kind), real_unlink(image);
  pthread_mutex_unlock(&lock);
  return result;
}

/// Bytes that may go to a client: the keep has no other connections in the Internet's families while its test runs.
/// An alert of TLS, as on a connection that is being closed, is no answer: a record of one has 24 bytes, and a header of HTTP more.
enum { ALERT_BYTES = 64 };

static void leaving(int socket, size_t count) {
  if (!control || kind_of(socket) != NONE) return;
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(socket, (struct sockaddr *)&address, &length) || (address.ss_family != AF_INET && address.ss_family != AF_INET6)) return;
  fault(WRITE, CLIENT);
  if (count <= ALERT_BYTES || !control->holds_at_answer || control->is_held) return;
  pthread_mutex_lock(&lock);
  control->is_held = 1;
  pthread_mutex_unlock(&lock);
}

static size_t sum(const struct iovec *parts, size_t count) {
  size_t bytes = 0;
  for (size_t part = 0; part < count; part++) bytes += parts[part].iov_len;
  return bytes;
}

ssize_t write(int file, const void *bytes, size_t count) { return leaving(file, count), real_write(file, bytes, count); }
ssize_t writev(int file, const struct iovec *parts, int count) { return leaving(file, sum(parts, count)), real_writev(file, parts, count); }
ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
  return leaving(file, sum(message->msg_iov, message->msg_iovlen)), real_sendmsg(file, message, flags);
}
ssize_t send(int file, const void *bytes, size_t count, int flags) { return leaving(file, count), real_send(file, bytes, count, flags); }

// MARK: The length of the log

/// The program moves its log into the file when SQLite tells that it is long: a thousand pages, that as many reads would have to write.
typedef int hook(void *context, void *database, const char *name, int pages);
typedef struct {
  hook *called;
  void *context;
} listener;
REAL(void *, sqlite3_wal_hook, void *, hook *, void *)

static int told(void *it, void *database, const char *name, int pages) {
  const listener *listening = it;
  const int most = (int)control->log_pages;
  return listening->called(listening->context, database, name, most && pages >= most ? pages + 1000 : pages);
}

/// A connection has one for as long as it lives, and a process few of them: they are not freed.
void *sqlite3_wal_hook(void *database, hook *called, void *context) {
  listener *listening = control && called ? malloc(sizeof *listening) : NULL;
  if (!listening) return real_sqlite3_wal_hook(database, called, context);
  *listening = (listener){called, context};
  return real_sqlite3_wal_hook(database, told, listening);
}
