// Attention for one instruction set; see kernel_bodies.inl for how it is included.

/// Not a power of two, so that a tile's rows fall into different sets of the first-level cache.
constexpr std::int64_t scoreStride = keyBlock + 16;

static_assert(queryBlock % rowTile == 0 && keyBlock % panel == 0);

constexpr std::int64_t roundUp(std::int64_t value, std::int64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

constexpr std::int64_t smaller(std::int64_t a, std::int64_t b)
{
    return a < b ? a : b;
}

void packKeys(const float* k, std::int64_t stride, std::int64_t count, std::int64_t headDim, float* packed)
{
    for (std::int64_t start = 0; start < count; start += panel) {
        const std::int64_t here = smaller(panel, count - start);
        for (std::int64_t d = 0; d < headDim; ++d) {
            float* row = packed + start * headDim + d * panel;
            for (std::int64_t i = 0; i < here; ++i)
                row[i] = k[(start + i) * stride + d];
            for (std::int64_t i = here; i < panel; ++i)
                row[i] = 0.0f;
        }
    }
}

void packValues(const float* v, std::int64_t stride, std::int64_t count, std::int64_t headDim,
                std::int64_t paddedCount, float* packed)
{
    for (std::int64_t column = 0; column < headDim; column += panel) {
        const std::int64_t here = smaller(panel, headDim - column);
        float* to = packed + column * paddedCount;
        for (std::int64_t token = 0; token < paddedCount; ++token, to += panel) {
            const std::int64_t filled = token < count ? here : 0;
            for (std::int64_t i = 0; i < filled; ++i)
                to[i] = v[token * stride + column + i];
            for (std::int64_t i = filled; i < panel; ++i)
                to[i] = 0.0f;
        }
    }
}

/// Scratch: packed queries, scores, results, and per query the maximum, the sum and the correction.
std::int64_t attendScratch(std::int64_t headDim)
{
    return queryBlock * (headDim + scoreStride + roundUp(headDim, panel) + 3);
}

/// scores[row][key] = sum over d of q[d][row] * k[d][key], for one tile.
inline void scoreTile(const float* q, const float* k, std::int64_t headDim, float* scores)
{
    Simd::Vector sum[rowTile][2] = {};
    for (std::int64_t d = 0; d < headDim; ++d) {
        const Simd::Vector left = Simd::load(k);
        const Simd::Vector right = Simd::load(k + lanes);
        UNIVIDX_UNROLL
        for (std::int64_t r = 0; r < rowTile; ++r) {
            const Simd::Vector a = Simd::broadcast(q[r]);
            sum[r][0] = Simd::fma(a, left, sum[r][0]);
            sum[r][1] = Simd::fma(a, right, sum[r][1]);
        }
        k += panel;
        q += rowTile;
    }
    UNIVIDX_UNROLL
    for (std::int64_t r = 0; r < rowTile; ++r) {
        Simd::store(scores + r * scoreStride, sum[r][0]);
        Simd::store(scores + r * scoreStride + lanes, sum[r][1]);
    }
}

/// out[row] = out[row] * correction[row] + sum over keys of p[row][key] * v[key], for one tile.
inline void valueTile(const float* p, const float* v, std::int64_t keys, const float* correction, float* out,
                      std::int64_t outStride)
{
    Simd::Vector sum[rowTile][2];
    UNIVIDX_UNROLL
    for (std::int64_t r = 0; r < rowTile; ++r) {
        const Simd::Vector factor = Simd::broadcast(correction[r]);
        sum[r][0] = Simd::load(out + r * outStride) * factor;
        sum[r][1] = Simd::load(out + r * outStride + lanes) * factor;
    }
    for (std::int64_t key = 0; key < keys; ++key) {
        const Simd::Vector left = Simd::load(v);
        const Simd::Vector right = Simd::load(v + lanes);
        UNIVIDX_UNROLL
        for (std::int64_t r = 0; r < rowTile; ++r) {
            const Simd::Vector a = Simd::broadcast(p[r * scoreStride + key]);
            sum[r][0] = Simd::fma(a, left, sum[r][0]);
            sum[r][1] = Simd::fma(a, right, sum[r][1]);
        }
        v += panel;
    }
    UNIVIDX_UNROLL
    for (std::int64_t r = 0; r < rowTile; ++r) {
        Simd::store(out + r * outStride, sum[r][0]);
        Simd::store(out + r * outStride + lanes, sum[r][1]);
    }
}

/// Turns a row of scores (in units of log 2) into weights against the running maximum, and says by how much what was
/// summed before has to shrink.
inline void softmaxRow(float* scores, std::int64_t keys, float& maximum, float& total, float& correction)
{
    Simd::Vector top = Simd::broadcast(maximum);
    for (std::int64_t i = 0; i < keys; i += lanes)
        top = Simd::max(top, Simd::load(scores + i));
    const float highest = Simd::largest(top);
    const Simd::Vector base = Simd::broadcast(highest);
    Simd::Vector sum = {};
    for (std::int64_t i = 0; i < keys; i += lanes) {
        const Simd::Vector weight = exp2(Simd::load(scores + i) - base);
        Simd::store(scores + i, weight);
        sum = sum + weight;
    }
    correction = Simd::first(exp2(Simd::broadcast(maximum - highest)));
    total = total * correction + Simd::sum(sum);
    maximum = highest;
}

/// [rowTile-panels][headDim][rowTile], scaled so that the softmax can use powers of two.
void packQueries(const QueryRows& rows, std::int64_t padded, std::int64_t headDim, float* packed)
{
    const float scale = rows.scale * 1.44269504088896341f; // 1 / ln 2
    for (std::int64_t r = 0; r < padded; ++r) {
        float* to = packed + r / rowTile * rowTile * headDim + r % rowTile;
        const float* from = rows.q + r * rows.qStride;
        for (std::int64_t d = 0; d < headDim; ++d)
            to[d * rowTile] = r < rows.count ? from[d] * scale : 0.0f;
    }
}

void attend(const QueryRows& rows, const PackedHead& head, float* scratch)
{
    constexpr float lowest = -3.0e38f;
    const std::int64_t headDim = head.headDim;
    const std::int64_t outStride = roundUp(headDim, panel);
    const std::int64_t padded = roundUp(rows.count, rowTile);
    float* queries = scratch;
    float* scores = queries + queryBlock * headDim;
    float* out = scores + queryBlock * scoreStride;
    float* maximum = out + queryBlock * outStride;
    float* total = maximum + queryBlock;
    float* correction = total + queryBlock;

    packQueries(rows, padded, headDim, queries);
    for (std::int64_t i = 0; i < padded * outStride; ++i)
        out[i] = 0.0f;
    for (std::int64_t r = 0; r < padded; ++r) {
        maximum[r] = lowest;
        total[r] = 0.0f;
    }
    for (std::int64_t start = 0; start < head.paddedCount; start += keyBlock) {
        const std::int64_t keys = smaller(keyBlock, head.paddedCount - start);
        const std::int64_t present = smaller(keys, head.count - start);
        for (std::int64_t key = 0; key < keys; key += panel) {
            for (std::int64_t r = 0; r < padded; r += rowTile)
                scoreTile(queries + r * headDim, head.keys + (start + key) * headDim, headDim,
                          scores + r * scoreStride + key);
        }
        for (std::int64_t r = 0; r < padded; ++r) {
            for (std::int64_t key = present; key < keys; ++key)
                scores[r * scoreStride + key] = lowest;
            softmaxRow(scores + r * scoreStride, keys, maximum[r], total[r], correction[r]);
        }
        for (std::int64_t column = 0; column < outStride; column += panel) {
            const float* values = head.values + column * head.paddedCount + start * panel;
            for (std::int64_t r = 0; r < padded; r += rowTile)
                valueTile(scores + r * scoreStride, values, present, correction + r, out + r * outStride + column,
                          outStride);
        }
    }
    for (std::int64_t r = 0; r < rows.count; ++r) {
        const float factor = 1.0f / total[r];
        for (std::int64_t d = 0; d < headDim; ++d)
            rows.out[r * rows.outStride + d] = out[r * outStride + d] * factor;
    }
}
