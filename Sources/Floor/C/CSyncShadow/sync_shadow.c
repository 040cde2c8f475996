#include "CSyncShadow.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// A write, or with `bytes` of NULL a truncation to `offset`, that no sync has followed yet.
typedef struct Change {
  struct Change *next;
  sqlite3_int64 offset;
  int count;
  char *bytes;
} Change;

/// One file below the live folder, whatever number of handles it has.
typedef struct Twin {
  struct Twin *next;
  char *live, *shadow;
  Change *first, **last;
} Twin;

typedef struct File {
  sqlite3_file base;
  Twin *twin;
  sqlite3_file *real;
} File;

static sqlite3_vfs vfs, *usual;
static const char *live_folder, *shadow_folder;
static Twin *twins;
/// `syncing` is held over a whole sync, so that changes reach the shadow in their order; `listing` guards the lists.
static pthread_mutex_t syncing = PTHREAD_MUTEX_INITIALIZER, listing = PTHREAD_MUTEX_INITIALIZER;

static void *checked(void *memory) {
  if (!memory) abort();
  return memory;
}

static Twin *twin_of(const char *path) {
  size_t length = strlen(live_folder);
  if (!path || strncmp(path, live_folder, length) || path[length] != '/') return NULL;
  pthread_mutex_lock(&listing);
  Twin *twin = twins;
  while (twin && strcmp(twin->live, path)) twin = twin->next;
  if (!twin) {
    twin = checked(calloc(1, sizeof *twin));
    twin->live = checked(strdup(path));
    if (asprintf(&twin->shadow, "%s%s", shadow_folder, path + length) < 0) abort();
    twin->last = &twin->first;
    twin->next = twins;
    twins = twin;
  }
  pthread_mutex_unlock(&listing);
  return twin;
}

static void note(Twin *twin, const void *bytes, int count, sqlite3_int64 offset) {
  if (!twin) return;
  Change *change = checked(calloc(1, sizeof *change));
  *change = (Change){.offset = offset, .count = count};
  if (bytes) memcpy(change->bytes = checked(malloc(count ? count : 1)), bytes, count);
  pthread_mutex_lock(&listing);
  *twin->last = change;
  twin->last = &change->next;
  pthread_mutex_unlock(&listing);
}

static Change *taken(Twin *twin) {
  pthread_mutex_lock(&listing);
  Change *first = twin->first;
  twin->first = NULL;
  twin->last = &twin->first;
  pthread_mutex_unlock(&listing);
  return first;
}

/// Frees the changes, and first writes them when `to` is a file.
static void settle(Change *change, int to) {
  while (change) {
    Change *next = change->next;
    if (to >= 0 && !change->bytes && ftruncate(to, change->offset)) abort();
    if (to >= 0 && change->bytes && pwrite(to, change->bytes, change->count, change->offset) != change->count) abort();
    free(change->bytes);
    free(change);
    change = next;
  }
}

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }

static int shadow_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  int code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
  if (code == SQLITE_OK) note(((File *)file)->twin, bytes, count, offset);
  return code;
}

static int shadow_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int code = real(file)->pMethods->xTruncate(real(file), size);
  if (code == SQLITE_OK) note(((File *)file)->twin, NULL, 0, size);
  return code;
}

/// What is written while the sync runs waits for the next one, though the disk may have taken it: the harsher reading.
static int shadow_sync(sqlite3_file *file, int flags) {
  Twin *twin = ((File *)file)->twin;
  if (!twin) return real(file)->pMethods->xSync(real(file), flags);
  pthread_mutex_lock(&syncing);
  Change *changes = taken(twin);
  int code = real(file)->pMethods->xSync(real(file), flags);
  int to = code == SQLITE_OK ? open(twin->shadow, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (code == SQLITE_OK && to < 0) abort();
  settle(changes, to);
  if (to >= 0) close(to);
  pthread_mutex_unlock(&syncing);
  return code;
}

#define PASS(name, parameters, ...) \
  static int shadow_##name parameters { return real(file)->pMethods->name(real(file), ##__VA_ARGS__); }
PASS(xClose, (sqlite3_file * file))
PASS(xRead, (sqlite3_file * file, void *to, int count, sqlite3_int64 offset), to, count, offset)
PASS(xFileSize, (sqlite3_file * file, sqlite3_int64 *size), size)
PASS(xLock, (sqlite3_file * file, int level), level)
PASS(xUnlock, (sqlite3_file * file, int level), level)
PASS(xCheckReservedLock, (sqlite3_file * file, int *result), result)
PASS(xFileControl, (sqlite3_file * file, int operation, void *argument), operation, argument)
PASS(xSectorSize, (sqlite3_file * file))
PASS(xDeviceCharacteristics, (sqlite3_file * file))
PASS(xShmMap, (sqlite3_file * file, int page, int size, int extend, void volatile **at), page, size, extend, at)
PASS(xShmLock, (sqlite3_file * file, int offset, int count, int flags), offset, count, flags)
PASS(xShmUnmap, (sqlite3_file * file, int delete), delete)
static void shadow_xShmBarrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

/// Version 2: without memory mapping, which would write past us.
static const sqlite3_io_methods methods = {
    2, shadow_xClose, shadow_xRead, shadow_write, shadow_truncate, shadow_sync, shadow_xFileSize, shadow_xLock,
    shadow_xUnlock, shadow_xCheckReservedLock, shadow_xFileControl, shadow_xSectorSize, shadow_xDeviceCharacteristics,
    shadow_xShmMap, shadow_xShmLock, shadow_xShmBarrier, shadow_xShmUnmap, NULL, NULL};

static int shadow_open(sqlite3_vfs *, const char *path, sqlite3_file *opened, int flags, int *flags_out) {
  File *file = (File *)opened;
  file->real = (sqlite3_file *)(file + 1);
  file->twin = twin_of(path);
  int code = usual->xOpen(usual, path, file->real, flags, flags_out);
  file->base.pMethods = file->real->pMethods ? &methods : NULL;
  return code;
}

static int shadow_delete(sqlite3_vfs *, const char *path, int sync) {
  Twin *twin = twin_of(path);
  int code = usual->xDelete(usual, path, sync);
  if (!twin || code != SQLITE_OK) return code;
  pthread_mutex_lock(&syncing);
  settle(taken(twin), -1);
  unlink(twin->shadow);
  pthread_mutex_unlock(&syncing);
  return code;
}

int sync_shadow_install(const char *live, const char *shadow) {
  live_folder = checked(strdup(live));
  shadow_folder = checked(strdup(shadow));
  usual = sqlite3_vfs_find(NULL);
  if (!usual) return SQLITE_ERROR;
  vfs = *usual;
  vfs.zName = "sync-shadow";
  vfs.szOsFile = (int)sizeof(File) + usual->szOsFile;
  vfs.xOpen = shadow_open;
  vfs.xDelete = shadow_delete;
  return sqlite3_vfs_register(&vfs, 1);
}
