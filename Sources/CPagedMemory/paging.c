// fallocate and its flags.
#define _GNU_SOURCE
#include "CPagedMemory.h"

#include <errno.h>

#include "paging.h"

#ifdef PAGING_AVAILABLE

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

// The file is mapped once, over as many addresses as it may ever need; a block lies at the same
// distance from the beginning of both. Only what is in use takes room on the disk.
#define ADDRESSES ((size_t)1 << 42)
#define FEWEST_ADDRESSES ((size_t)1 << 36)
#define PAGE ((size_t)4096)

// Blocks of a megabyte and more give their room back when they are freed; smaller ones wait for the
// next use as they are.
#define RETURNED_LEAST ((size_t)1 << 20)

// Sizes of blocks: four per doubling.
#define LEAST_BITS 18
#define CLASSES (4 * 25)

/// Right before the address that is given out.
struct header {
  size_t capacity;
  uint32_t class;
  /// From the block's beginning to the address.
  uint32_t offset;
};

/// Free blocks of one size. The low bit of a block's place says that it holds zeros.
struct free_list {
  uint64_t *places;
  size_t count;
  size_t capacity;
};

static char *first_address;
static size_t address_count;
static size_t used;
static int file = -1;
static struct free_list free_lists[CLASSES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static atomic_int is_active;
static atomic_int disk_error;
static atomic_size_t excess;

extern void *__libc_realloc(void *, size_t);

int paging_is_active(void) { return atomic_load_explicit(&is_active, memory_order_acquire); }

int is_paged(const void *address) {
  // Addresses below wrap around to large distances.
  return (size_t)((const char *)address - first_address) < address_count;
}

static size_t class_size(unsigned class) {
  return (((size_t)1 << LEAST_BITS) << (class / 4)) / 4 * (4 + class % 4);
}

/// The smallest class that holds that many bytes; CLASSES where none does.
static unsigned class_of(size_t bytes) {
  unsigned class = 0;
  while (class < CLASSES && class_size(class) < bytes) class++;
  return class;
}

/// Makes sure that the disk has room, as a page that finds none when it is touched ends the program.
static int reserve(uint64_t place, size_t bytes) {
  int status;
  do status = fallocate(file, FALLOC_FL_KEEP_SIZE, (off_t)place, (off_t)bytes);
  while (status != 0 && errno == EINTR);
  if (status == 0) return 0;
  if (errno != EOPNOTSUPP && errno != ENOSYS) return errno;
  // The slow way, for file systems that cannot promise room.
  static const char zeros[1 << 16];
  for (size_t done = 0; done < bytes;) {
    size_t part = bytes - done < sizeof zeros ? bytes - done : sizeof zeros;
    ssize_t written = pwrite(file, zeros, part, (off_t)(place + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    done += (size_t)written;
  }
  return 0;
}

/// Takes a free block, or a new one; the low bit of the result says that it holds zeros. All bits
/// are set where there is none.
static uint64_t take(unsigned class) {
  uint64_t place = UINT64_MAX;
  pthread_mutex_lock(&lock);
  struct free_list *list = &free_lists[class];
  if (list->count > 0) {
    place = list->places[--list->count];
  } else if (class_size(class) <= address_count - used) {
    place = used | 1;
    used += class_size(class);
  }
  pthread_mutex_unlock(&lock);
  return place;
}

static void give(unsigned class, uint64_t place) {
  pthread_mutex_lock(&lock);
  struct free_list *list = &free_lists[class];
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? 2 * list->capacity : 64;
    uint64_t *larger = __libc_realloc(list->places, capacity * sizeof *larger);
    // Without room for the list, the block's addresses are not used again.
    if (larger == NULL) {
      pthread_mutex_unlock(&lock);
      return;
    }
    list->places = larger;
    list->capacity = capacity;
  }
  list->places[list->count++] = place;
  pthread_mutex_unlock(&lock);
}

void *paged_allocate(size_t size, size_t alignment, int *is_zero) {
  uint32_t offset = alignment <= 64 ? 64 : (uint32_t)alignment;
  if (alignment > PAGE || size > ADDRESSES) return NULL;
  size_t bytes = (size + offset + PAGE - 1) / PAGE * PAGE;
  unsigned class = class_of(bytes);
  if (class == CLASSES) return NULL;
  // A small block is reserved whole, and keeps its room for the next use.
  if (class_size(class) < RETURNED_LEAST) bytes = class_size(class);
  uint64_t taken = take(class);
  if (taken == UINT64_MAX) return NULL;
  uint64_t place = taken & ~(uint64_t)1;
  *is_zero = taken & 1;
  kindred_paging_look();
  if (*is_zero) {
    int error = reserve(place, bytes);
    if (error != 0) {
      atomic_store(&disk_error, error);
      give(class, taken);
      return NULL;
    }
  } else {
    bytes = class_size(class);
  }
  char *address = first_address + place + offset;
  struct header *header = (struct header *)address - 1;
  header->capacity = bytes - offset;
  header->class = class;
  header->offset = offset;
  return address;
}

void paged_free(void *address) {
  int error = errno;
  struct header header = ((struct header *)address)[-1];
  uint64_t place = (uint64_t)((char *)address - header.offset - first_address);
  size_t size = class_size(header.class);
  int is_zero = 0;
  if (size >= RETURNED_LEAST) {
    is_zero = fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)place,
                        (off_t)size) == 0;
    // Where room cannot be given back, the block needs all of its own before it is used again.
  }
  if (is_zero || size < RETURNED_LEAST || reserve(place, size) == 0) {
    give(header.class, place | (uint64_t)is_zero);
  }
  errno = error;
}

size_t paged_capacity(const void *address) { return ((const struct header *)address)[-1].capacity; }

// Letting go

static int statistics = -1;
static size_t limit;
/// Resident bytes above which pages are let go of.
static atomic_size_t high;
static pthread_mutex_t letting_go = PTHREAD_MUTEX_INITIALIZER;

/// Resident bytes of this process; 0 when the system does not say.
static size_t resident(void) {
  char text[128];
  ssize_t length = pread(statistics, text, sizeof text - 1, 0);
  if (length <= 0) return 0;
  text[length] = 0;
  unsigned long total = 0, pages = 0;
  if (sscanf(text, "%lu %lu", &total, &pages) != 2) return 0;
  return pages * PAGE;
}

/// Lets go of all pages. The mapping is shared, so that what they hold stays in the file, whoever
/// writes meanwhile.
static void let_go(void) {
  pthread_mutex_lock(&lock);
  size_t length = used;
  pthread_mutex_unlock(&lock);
  if (length > 0) madvise(first_address, length, MADV_DONTNEED);
}

void kindred_paging_look(void) {
  if (!paging_is_active() || resident() <= atomic_load(&high)) return;
  int error = errno;
  // Threads that come meanwhile wait, and so touch nothing.
  pthread_mutex_lock(&letting_go);
  size_t least = resident();
  if (least > atomic_load(&high)) {
    // What others touch meanwhile is not what cannot be let go of: that is the least of some looks.
    for (int attempt = 0; attempt < 8; attempt++) {
      let_go();
      size_t rest = resident();
      if (rest < least) least = rest;
      if (least <= limit / 4) break;
    }
    if (least > limit) {
      if (least > atomic_load(&excess)) atomic_store(&excess, least);
    } else {
      // It may lie near the limit by itself.
      size_t middle = least + (limit - least) / 2;
      size_t early = limit / 2;
      atomic_store(&high, middle > early ? middle : early);
    }
  }
  pthread_mutex_unlock(&letting_go);
  errno = error;
}

static void *keep_watch(void *argument) {
  const struct timespec pause = {0, 1000000};
  while (1) {
    nanosleep(&pause, NULL);
    kindred_paging_look();
  }
  return argument;
}

// Starting

static int open_file(const char *folder) {
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return descriptor;
  char path[4096];
  if ((size_t)snprintf(path, sizeof path, "%s/kindred-XXXXXX", folder) >= sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor >= 0) unlink(path);
  return descriptor;
}

/// Maps the file over as many addresses as file system and process allow.
static int map_file(void) {
  for (size_t length = ADDRESSES; length >= FEWEST_ADDRESSES; length /= 2) {
    if (ftruncate(file, (off_t)length) != 0) continue;
    void *mapped =
        mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0);
    if (mapped == MAP_FAILED) continue;
    // A core file would take as much room as all addresses.
    madvise(mapped, length, MADV_DONTDUMP);
    first_address = mapped;
    address_count = length;
    return 0;
  }
  return errno != 0 ? errno : ENOMEM;
}

static int start_watch(void) {
  statistics = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (statistics < 0) return errno;
  // Signals are for the threads that expect them.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  int error = pthread_create(&thread, NULL, keep_watch, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error != 0) {
    close(statistics);
    return error;
  }
  return pthread_detach(thread);
}

int kindred_paging_available(void) { return 1; }

int kindred_paging_start(const char *folder, size_t bytes) {
  if (file >= 0) return EALREADY;
  if (sysconf(_SC_PAGESIZE) != (long)PAGE) return ENOTSUP;
  file = open_file(folder);
  if (file < 0) return errno;
  struct statfs system;
  // TMPFS_MAGIC and RAMFS_MAGIC.
  int is_memory = fstatfs(file, &system) == 0 &&
                  ((uint32_t)system.f_type == 0x01021994 || (uint32_t)system.f_type == 0x858458f6);
  int error = is_memory ? ENOTSUP : map_file();
  limit = bytes;
  // Pages are let go of early: between two looks, which a busy machine may draw out, others are
  // touched.
  atomic_store(&high, limit / 2);
  if (error == 0) error = start_watch();
  if (error != 0) {
    close(file);
    file = -1;
    return error;
  }
  atomic_store_explicit(&is_active, 1, memory_order_release);
  return 0;
}

int kindred_paging_disk_error(void) { return atomic_load(&disk_error); }

size_t kindred_paging_excess(void) { return atomic_load(&excess); }

#else

int kindred_paging_available(void) { return 0; }

int kindred_paging_start(const char *folder, size_t bytes) {
  (void)folder;
  (void)bytes;
  return ENOTSUP;
}

void kindred_paging_look(void) {}

int kindred_paging_disk_error(void) { return 0; }

size_t kindred_paging_excess(void) { return 0; }

#endif
