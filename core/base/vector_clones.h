#pragma once

/// Before a function whose loops the compiler can make vectors of: compiles it for AVX2 beside plain x86-64, and the
/// loader picks what the processor has. Both give the same bits, because no product is fused with a sum (the standard
/// C++ modes of GCC forbid it). Elsewhere, and under the sanitizers (whose runtime does not stand yet when the loader
/// picks), it means nothing.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_UNDEFINED__)
#define UNIVIDX_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define UNIVIDX_VECTOR_CLONES
#endif
