#include "inference/nn/kernels/kernel_sets.h"

#include <immintrin.h>

#define UNIVIDX_UNROLL _Pragma("GCC unroll 16")

namespace unividx::kernels {

namespace {

/// Eight floats. Six rows by two vectors of sums leave four of the sixteen registers for the operands.
struct Simd {
    using Vector = __m256;
    static constexpr int lanes = 8;
    static constexpr int rows = 6;

    static Vector load(const float* p) { return _mm256_loadu_ps(p); }
    static void store(float* p, Vector v) { _mm256_storeu_ps(p, v); }
    static Vector broadcast(float value) { return _mm256_set1_ps(value); }
    static Vector fma(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
    /// The second operand wins when either is NaN.
    static Vector max(Vector a, Vector b) { return _mm256_max_ps(a, b); }
    static Vector min(Vector a, Vector b) { return _mm256_min_ps(a, b); }
    static Vector swapPairs(Vector v) { return _mm256_permute_ps(v, 0xB1); }
    static float first(Vector v) { return _mm256_cvtss_f32(v); }
    static float root(float value) { return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(value))); }

    static Vector addExponent(Vector v, Vector shifted)
    {
        const __m256i exponent = _mm256_slli_epi32(_mm256_castps_si256(shifted), 23);
        return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(v), exponent));
    }

    static Vector widened(const std::uint16_t* p)
    {
        const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(values), 16));
    }
    static void storeRounded(std::uint16_t* p, Vector v)
    {
        const __m256i bits = _mm256_castps_si256(v);
        const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
        __m256i rounded = _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7fff)), odd);
        const __m256i isNan = _mm256_castps_si256(_mm256_cmp_ps(v, v, _CMP_UNORD_Q));
        rounded = _mm256_srli_epi32(_mm256_blendv_epi8(rounded, _mm256_set1_epi32(0x7fc00000), isNan), 16);
        const __m128i packed = _mm_packus_epi32(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(p), packed);
    }

    static float sum(Vector v)
    {
        __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
        half = _mm_add_ps(half, _mm_movehl_ps(half, half));
        return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
    }

    static float largest(Vector v)
    {
        __m128 half = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
        half = _mm_max_ps(half, _mm_movehl_ps(half, half));
        return _mm_cvtss_f32(_mm_max_ss(half, _mm_movehdup_ps(half)));
    }
};

#include "inference/nn/kernels/kernel_bodies.inl"

} // namespace

const KernelTable avx2Table = UNIVIDX_KERNEL_TABLE("AVX2");

} // namespace unividx::kernels
