#include "core/media/half_row.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace unividx::pictures {

namespace {

void oneByOne(const float* source, std::size_t count, half* target)
{
    for (std::size_t i = 0; i < count; ++i)
        target[i] = half(source[i]);
}

#if defined(__x86_64__)
__attribute__((target("avx,f16c"))) void eightAtATime(const float* source, std::size_t count, half* target)
{
    static_assert(sizeof(half) == 2);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(target + i),
                         _mm256_cvtps_ph(_mm256_loadu_ps(source + i), _MM_FROUND_TO_NEAREST_INT));
    oneByOne(source + i, count - i, target + i);
}
#endif

} // namespace

void toHalves(const float* source, std::size_t count, half* target)
{
#if defined(__x86_64__)
    // Clang 14 cannot ask for F16C by name; no processor has AVX2 without it.
    static const bool hasInstruction = __builtin_cpu_supports("avx2") != 0;
    if (hasInstruction)
        return eightAtATime(source, count, target);
#endif
    oneByOne(source, count, target);
}

} // namespace unividx::pictures
