#ifndef C_SYNC_SHADOW_H
#define C_SYNC_SHADOW_H

/// Makes the default of a virtual file system that keeps, in folder `shadow`, the synced state of the databases in folder `live`.
/// Both are absolute paths without links. Call it once, before the first database is opened. Returns SQLite's result code.
int sync_shadow_install(const char *live, const char *shadow);

#endif
