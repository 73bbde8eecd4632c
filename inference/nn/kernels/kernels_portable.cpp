#include "inference/nn/kernels/kernel_sets.h"

#define UNIVIDX_UNROLL _Pragma("GCC unroll 16")

namespace unividx::kernels {

namespace {

/// Four floats in the compilers' own vector type: SSE2 on x86-64, NEON on ARM.
struct Simd {
    typedef float Vector __attribute__((vector_size(16)));
    static constexpr int lanes = 4;
    static constexpr int rows = 6;

    static Vector load(const float* p)
    {
        Vector v;
        __builtin_memcpy(&v, p, sizeof v);
        return v;
    }
    static void store(float* p, Vector v) { __builtin_memcpy(p, &v, sizeof v); }
    static Vector broadcast(float value) { return Vector{value, value, value, value}; }
    static Vector fma(Vector a, Vector b, Vector c) { return a * b + c; }
    /// The second operand wins when either is NaN.
    static Vector max(Vector a, Vector b) { return a > b ? a : b; }
    static Vector min(Vector a, Vector b) { return a < b ? a : b; }
    static Vector swapPairs(Vector v) { return Vector{v[1], v[0], v[3], v[2]}; }
    static float first(Vector v) { return v[0]; }
    static float sum(Vector v) { return (v[0] + v[1]) + (v[2] + v[3]); }
    static float root(float value) { return __builtin_sqrtf(value); }

    static Vector widened(const std::uint16_t* p)
    {
        typedef std::uint32_t Unsigned __attribute__((vector_size(16)));
        return (Vector)(Unsigned{p[0], p[1], p[2], p[3]} << 16);
    }
    static void storeRounded(std::uint16_t* p, Vector v)
    {
        typedef std::uint32_t Unsigned __attribute__((vector_size(16)));
        const Unsigned bits = (Unsigned)v;
        const Unsigned rounded = (bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16;
        for (int i = 0; i < lanes; ++i)
            p[i] = v[i] == v[i] ? (std::uint16_t)rounded[i] : (std::uint16_t)0x7fc0;
    }

    static float largest(Vector v)
    {
        const float a = v[0] > v[1] ? v[0] : v[1];
        const float b = v[2] > v[3] ? v[2] : v[3];
        return a > b ? a : b;
    }

    static Vector addExponent(Vector v, Vector shifted)
    {
        typedef std::uint32_t Unsigned __attribute__((vector_size(16)));
        return (Vector)((Unsigned)v + ((Unsigned)shifted << 23));
    }
};

#include "inference/nn/kernels/kernel_bodies.inl"

} // namespace

const KernelTable portableTable = UNIVIDX_KERNEL_TABLE("portable");

} // namespace unividx::kernels
