#pragma once

#include <cstdint>

/// The compute kernels as plain functions on float32 memory, one set for each instruction set. Nothing here threads,
/// allocates or checks; the functions that take tensors do (attention.h, elementwise.h).
namespace unividx::kernels {

/// Queries of one head that are worked on together, and keys taken in one go. Their scores (96 x 256 floats) and the
/// block's keys and values fit into a second-level cache of 512 KiB at 128 channels a head.
inline constexpr std::int64_t queryBlock = 96;
inline constexpr std::int64_t keyBlock = 256;

/// One head's keys and values, repacked by `packKeys` and `packValues`.
struct PackedHead {
    const float* keys = nullptr;   ///< [panels of keys][headDim][panelWidth]
    const float* values = nullptr; ///< [panels of channels][paddedCount][panelWidth]
    std::int64_t count = 0;        ///< keys
    std::int64_t paddedCount = 0;  ///< rounded up to panels
    std::int64_t headDim = 0;
};

/// At most `queryBlock` queries of one head and where their results go.
struct QueryRows {
    const float* q = nullptr;
    std::int64_t qStride = 0; ///< floats from one token to the next
    float* out = nullptr;
    std::int64_t outStride = 0;
    std::int64_t count = 0;
    float scale = 1.0f; ///< of the scores
};

/// One row's modulated layer norm: what to add before, and the affine map after.
struct NormRow {
    const float* added = nullptr;    ///< [dim] added to x before the norm, or null
    const float* gate = nullptr;     ///< [dim] factor of `added`, or null for 1
    const float* multiply = nullptr; ///< [dim]
    const float* shift = nullptr;    ///< [dim]
    float multiplyOffset = 0.0f;     ///< added to `multiply`: 1 for a modulation, 0 for a weight
    float eps = 0.0f;
};

/// Where the gradients of a row's terms are added up, [dim] each; `added` is written, one token's.
struct NormGradients {
    float* multiply = nullptr;
    float* shift = nullptr;
    float* gate = nullptr; ///< these two only where something gated was added
    float* added = nullptr;
};

struct KernelTable {
    const char* name;
    std::int64_t panelWidth; ///< keys, or channels of values, in a panel

    /// k: `count` tokens of headDim floats, `stride` apart -> [ceil(count / panelWidth)][headDim][panelWidth], padded
    /// with zeros.
    void (*packKeys)(const float* k, std::int64_t stride, std::int64_t count, std::int64_t headDim, float* packed);

    /// v -> [ceil(headDim / panelWidth)][paddedCount][panelWidth], padded with zeros.
    void (*packValues)(const float* v, std::int64_t stride, std::int64_t count, std::int64_t headDim,
                       std::int64_t paddedCount, float* packed);

    /// Floats of scratch memory that `attend` wants.
    std::int64_t (*attendScratch)(std::int64_t headDim);

    /// Softmax attention of some queries over one head, with running maximum and sum (Milakov and Gimelshein,
    /// "Online normalizer calculation for softmax", 2018; Dao et al., "FlashAttention", 2022).
    void (*attend)(const QueryRows& rows, const PackedHead& head, float* scratch);

    /// sum = x + gate * added; z = layerNorm(sum) * (multiplyOffset + multiply) + shift. Without `added` there is no
    /// sum to write, and it may be null.
    void (*addNorm)(const float* x, float* sum, float* z, std::int64_t dim, const NormRow& row);

    /// z = x * rsqrt(mean(x^2) + eps) * weight over all channels; then each head's adjacent pairs are turned by the
    /// angles whose cosine and sine are given twice over: c = (c0, c0, c1, c1, ...), s = (-s0, s0, -s1, s1, ...),
    /// [headDim] each. Null for no rotation.
    void (*rmsRotate)(const float* x, float* z, const float* weight, float eps, std::int64_t dim, std::int64_t headDim,
                      const float* c, const float* s);

    /// GELU in its tanh form, in place.
    void (*gelu)(float* x, std::int64_t count);

    /// x * sigmoid(x), in place.
    void (*silu)(float* x, std::int64_t count);

    /// The gradients of `addNorm` at one token: `dSum` (may be null) and `dz` reach its two results, `dx` leaves. Needs
    /// `sum` again and `dim` floats of scratch. What was added without a gate has the gradient dx itself.
    void (*addNormBackward)(const float* sum, const float* dSum, const float* dz, float* dx, float* scratch,
                            std::int64_t dim, const NormRow& row, const NormGradients& gradients);

    /// The gradients of `rmsRotate` at one token; dWeight is added to. `scratch` is `dim` floats.
    void (*rmsRotateBackward)(const float* x, const float* dz, float* dx, float* dWeight, float* scratch,
                              const float* weight, float eps, std::int64_t dim, std::int64_t headDim, const float* c,
                              const float* s);

    /// dx = dy times the gradient of `gelu` at x.
    void (*geluBackward)(const float* x, const float* dy, float* dx, std::int64_t count);

    /// The same two on bfloat16 values, computed in float32. Operands may be results.
    void (*geluRounded)(const std::uint16_t* x, std::uint16_t* y, std::int64_t count);
    void (*geluRoundedBackward)(const std::uint16_t* x, const std::uint16_t* dy, std::uint16_t* dx, std::int64_t count);

    /// float32 to the nearest bfloat16 (ties to even) and back.
    void (*round)(const float* x, std::uint16_t* y, std::int64_t count);
    void (*widen)(const std::uint16_t* x, float* y, std::int64_t count);
};

/// The set for the widest instructions that this processor and the operating system offer.
const KernelTable& kernelTable();

/// All sets this processor can run, the portable one first.
/// For tests and benchmarks: `count` receives their number.
const KernelTable* const* runnableTables(int& count);

} // namespace unividx::kernels
