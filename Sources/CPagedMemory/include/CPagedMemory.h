#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Memory of this process beyond a limit on a disk.
///
/// Once started, large allocations (256 KiB and more) are pages of a file without a name. Whenever
/// the resident memory of the process comes near the limit, such pages are let go of: the file keeps
/// what they hold, and they come back when they are touched. A program that links this and starts it
/// needs no other change, and computes what it computes without.
///
/// Linking replaces `malloc` and its relatives, as the GNU C library provides for; until
/// `kindred_paging_start` they do what they do without. Elsewhere, and in builds with sanitizers,
/// nothing is replaced.

/// Whether this build can page.
int kindred_paging_available(void);

/// Starts paging, once per process.
///
/// @param folder where the file lies; it must be on a disk that can hold what exceeds the limit.
/// @param bytes the limit of what is resident.
/// @returns 0, or an error number: ENOTSUP where paging is not available or the folder is held in
///   memory itself, EALREADY when it was started before.
int kindred_paging_start(const char *folder, size_t bytes);

/// Looks whether pages have to be let go of. A thread of its own does so every millisecond; threads
/// that touch much memory may do so in between, as the system may let that one wait.
void kindred_paging_look(void);

/// The error number of the file's disk when it had no room for an allocation; 0 while all is well.
int kindred_paging_disk_error(void);

/// Bytes that stayed resident when all pages had been let go of, where these exceeded the limit; 0
/// while the limit suffices.
size_t kindred_paging_excess(void);

/// Sets how much freed memory is kept for later use: to give it back and ask for it anew takes
/// longer than to fill it.
///
/// @param bytes 0 for as little as the C library keeps by itself.
void kindred_memory_keep(size_t bytes);

/// Gives memory that was freed, but is kept for later use, back to the system.
void kindred_memory_trim(void);

#ifdef __cplusplus
}
#endif
