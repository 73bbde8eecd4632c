#include "inference/nn/kernels/kernel_sets.h"

#include <immintrin.h>

#define UNIVIDX_UNROLL _Pragma("GCC unroll 16")

namespace unividx::kernels {

namespace {

/// Sixteen floats. Twelve rows by two vectors of sums leave eight of the thirty-two registers for the operands.
struct Simd {
    using Vector = __m512;
    static constexpr int lanes = 16;
    static constexpr int rows = 12;

    static Vector load(const float* p) { return _mm512_loadu_ps(p); }
    static void store(float* p, Vector v) { _mm512_storeu_ps(p, v); }
    static Vector broadcast(float value) { return _mm512_set1_ps(value); }
    static Vector fma(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
    /// The second operand wins when either is NaN.
    static Vector max(Vector a, Vector b) { return _mm512_max_ps(a, b); }
    static Vector min(Vector a, Vector b) { return _mm512_min_ps(a, b); }
    static Vector swapPairs(Vector v) { return _mm512_permute_ps(v, 0xB1); }
    static float first(Vector v) { return _mm512_cvtss_f32(v); }
    static float sum(Vector v) { return _mm512_reduce_add_ps(v); }
    static float largest(Vector v) { return _mm512_reduce_max_ps(v); }
    static float root(float value) { return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(value))); }

    static Vector widened(const std::uint16_t* p)
    {
        const __m256i values = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
        return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(values), 16));
    }
    static void storeRounded(std::uint16_t* p, Vector v)
    {
        const __m512i bits = _mm512_castps_si512(v);
        const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
        __m512i rounded = _mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7fff)), odd);
        const __mmask16 isNan = _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q);
        rounded = _mm512_srli_epi32(_mm512_mask_mov_epi32(rounded, isNan, _mm512_set1_epi32(0x7fc00000)), 16);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16(rounded));
    }

    static Vector addExponent(Vector v, Vector shifted)
    {
        const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted), 23);
        return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(v), exponent));
    }
};

#include "inference/nn/kernels/kernel_bodies.inl"

} // namespace

const KernelTable avx512Table = UNIVIDX_KERNEL_TABLE("AVX-512");

} // namespace unividx::kernels
