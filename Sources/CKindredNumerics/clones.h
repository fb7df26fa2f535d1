#pragma once

// Several versions of a function, chosen when the program is loaded. ThreadSanitizer's start-up
// code cannot run the choice.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define KINDRED_NO_CLONES 1
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(KINDRED_NO_CLONES)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif
