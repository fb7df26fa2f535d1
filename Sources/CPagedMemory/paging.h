#pragma once
#include <stddef.h>

// What the replaced functions need of the paged file.

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__linux__) && defined(__GLIBC__) && defined(__LP64__) && !defined(SANITIZED)
#define PAGING_AVAILABLE 1
#endif

/// Smaller allocations are not paged: they come and go too often.
#define PAGED_LEAST ((size_t)1 << 18)

/// Whether paging has been started.
int paging_is_active(void);

/// Whether an address was given out by `paged_allocate`.
int is_paged(const void *address);

/// A block of the file; NULL where there is none, for lack of disk or addresses.
/// @param alignment a power of two up to the page size.
/// @param is_zero set to whether the block is known to hold zeros.
void *paged_allocate(size_t size, size_t alignment, int *is_zero);

void paged_free(void *address);

/// The bytes that a block can hold.
size_t paged_capacity(const void *address);
