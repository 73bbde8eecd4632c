// Everything that is written once and compiled for each instruction set. Included inside an unnamed namespace, after
// `Simd` and UNIVIDX_UNROLL are defined: nothing compiled with special flags may be merged with the rest of the
// program by the linker. For the same reason no standard header with inline functions is used in here.

constexpr std::int64_t lanes = Simd::lanes;
constexpr std::int64_t rowTile = Simd::rows;
constexpr std::int64_t panel = 2 * lanes;

#include "inference/nn/kernels/elementwise_body.inl"

#include "inference/nn/kernels/attention_body.inl"

#define UNIVIDX_KERNEL_TABLE(name)                                                                                     \
    {                                                                                                                  \
        name, panel, packKeys, packValues, attendScratch, attend, addNorm, rmsRotate, gelu, silu, addNormBackward,     \
            rmsRotateBackward, geluBackward, geluRounded, geluRoundedBackward, round, widen                            \
    }
