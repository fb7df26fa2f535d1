// RTLD_NEXT.
#define _GNU_SOURCE
#include <limits.h>
// Defines __GLIBC__, which decides whether anything is replaced.
#include <stdlib.h>

#include "CPagedMemory.h"
#include "paging.h"

#ifdef __GLIBC__
#include <malloc.h>
void kindred_memory_trim(void) { malloc_trim(0); }

void kindred_memory_keep(size_t bytes) {
  // The largest that mallopt takes on 64 bits: pieces below come from what is kept.
  enum { most_kept = 32 << 20, usual = 128 << 10 };
  const int kept = bytes > INT_MAX ? INT_MAX : (int)bytes;
  mallopt(M_MMAP_THRESHOLD, kept == 0 ? usual : kept < most_kept ? kept : most_kept);
  mallopt(M_TRIM_THRESHOLD, kept == 0 ? usual : kept);
  mallopt(M_TOP_PAD, kept == 0 ? 0 : 1 << 20);
}
#else
void kindred_memory_trim(void) {}
void kindred_memory_keep(size_t bytes) { (void)bytes; }
#endif

#ifdef PAGING_AVAILABLE

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

// The functions that the GNU C library asks a replacement of malloc to define ("Replacing malloc" in
// its manual). Everything small goes to those of the library.

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static size_t usable_size(void *address) {
  typedef size_t function(void *);
  static _Atomic(function *) next;
  // Threads that look at once find the same.
  if (next == NULL) next = (function *)dlsym(RTLD_NEXT, "malloc_usable_size");
  return next != NULL ? next(address) : 0;
}

static inline int pages(size_t size) { return size >= PAGED_LEAST && paging_is_active(); }

void *malloc(size_t size) {
  int is_zero;
  void *address = pages(size) ? paged_allocate(size, 1, &is_zero) : NULL;
  return address != NULL ? address : __libc_malloc(size);
}

void free(void *address) {
  if (is_paged(address)) {
    paged_free(address);
  } else {
    __libc_free(address);
  }
}

void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (!__builtin_mul_overflow(count, size, &bytes) && pages(bytes)) {
    int is_zero;
    void *address = paged_allocate(bytes, 1, &is_zero);
    if (address != NULL) return is_zero ? address : memset(address, 0, bytes);
  }
  return __libc_calloc(count, size);
}

void *realloc(void *address, size_t size) {
  if (address == NULL) return malloc(size);
  int was_paged = is_paged(address);
  if (!was_paged && !pages(size)) return __libc_realloc(address, size);
  if (size == 0) {
    free(address);
    return NULL;
  }
  size_t before = was_paged ? paged_capacity(address) : usable_size(address);
  if (was_paged && size <= before && size >= before / 2) return address;
  void *moved = malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, address, before < size ? before : size);
  free(address);
  return moved;
}

void *memalign(size_t alignment, size_t size) {
  int is_zero;
  void *address = pages(size) ? paged_allocate(size, alignment, &is_zero) : NULL;
  return address != NULL ? address : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  int is_power = alignment != 0 && (alignment & (alignment - 1)) == 0;
  if (!is_power || alignment % sizeof(void *) != 0) return EINVAL;
  int error = errno;
  void *address = memalign(alignment, size);
  errno = error;
  if (address == NULL) return ENOMEM;
  *result = address;
  return 0;
}

void *valloc(size_t size) { return memalign(4096, size); }

void *pvalloc(size_t size) {
  size_t rounded;
  if (__builtin_add_overflow(size, 4095, &rounded)) {
    errno = ENOMEM;
    return NULL;
  }
  return memalign(4096, rounded / 4096 * 4096);
}

size_t malloc_usable_size(void *address) {
  return address != NULL && is_paged(address) ? paged_capacity(address) : usable_size(address);
}

#endif
