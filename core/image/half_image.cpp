#include "core/image/half_image.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace unividx {

namespace {

// Source: IEEE 754, binary16: 5 bits of exponent (bias 15), 10 of mantissa.
constexpr float largestHalf = 65504.0f;

std::uint16_t toHalf(float value)
{
    const auto sign = static_cast<std::uint16_t>((std::bit_cast<std::uint32_t>(value) >> 16) & 0x8000u);
    const float size = std::min(std::fabs(value), largestHalf);
    if (size < 0x1p-14f) // below it halves are whole multiples of the least
        return sign | static_cast<std::uint16_t>(std::nearbyint(size * 0x1p24f));
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(size) - (112u << 23); // the other bias
    const std::uint32_t rounded = bits + 0xfffu + ((bits >> 13) & 1u);
    return sign | static_cast<std::uint16_t>(rounded >> 13);
}

float fromHalf(std::uint16_t half)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t rest = half & 0x7fffu;
    const float size =
        rest < 0x400u ? static_cast<float>(rest) * 0x1p-24f : std::bit_cast<float>((rest << 13) + (112u << 23));
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(size) | sign);
}

#if defined(__x86_64__)
// Clang 14 cannot ask for F16C by name; no processor has AVX2 without it.
bool hasInstruction()
{
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

__attribute__((target("avx,f16c"))) std::size_t pack(const float* from, std::size_t count, std::uint16_t* to)
{
    const __m256 high = _mm256_set1_ps(largestHalf);
    const __m256 low = _mm256_set1_ps(-largestHalf);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256 cut = _mm256_min_ps(_mm256_max_ps(_mm256_loadu_ps(from + i), low), high);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), _mm256_cvtps_ph(cut, _MM_FROUND_TO_NEAREST_INT));
    }
    return i;
}

__attribute__((target("avx,f16c"))) std::size_t unpack(const std::uint16_t* from, std::size_t count, float* to)
{
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i))));
    return i;
}
#endif

} // namespace

HalfImage::HalfImage(const Image& image) : resolution_(image.resolution()), channels_(image.channels())
{
    const std::size_t count = image.byteSize() / sizeof(float);
    pixels_.resize(count);
    std::size_t done = 0;
#if defined(__x86_64__)
    if (hasInstruction())
        done = pack(image.data(), count, pixels_.data());
#endif
    for (; done < count; ++done)
        pixels_[done] = toHalf(image.data()[done]);
}

Image HalfImage::image() const
{
    if (pixels_.empty())
        return {};
    std::vector<float> pixels(pixels_.size());
    std::size_t done = 0;
#if defined(__x86_64__)
    if (hasInstruction())
        done = unpack(pixels_.data(), pixels_.size(), pixels.data());
#endif
    for (; done < pixels.size(); ++done)
        pixels[done] = fromHalf(pixels_[done]);
    return Image(resolution_, channels_, std::move(pixels));
}

} // namespace unividx
