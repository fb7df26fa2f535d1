#pragma once
#include <cblas.h>
#define lapack_complex_float float _Complex
#define lapack_complex_double double _Complex
#include <lapacke.h>

// OpenBLAS calls this itself before a process forks. No header has it, and no other BLAS.
extern int blas_thread_shutdown_(void) __attribute__((weak));

static inline void kindred_stop_blas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
