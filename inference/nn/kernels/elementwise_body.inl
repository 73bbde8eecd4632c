// The elementwise kernels for one instruction set; see kernel_bodies.inl for how it is included.

/// 2^x for x <= 127; below -126 the result is 2^-126, which counts as nothing here. NaN stays NaN.
///
/// x = n + r with n whole and |r| <= 1/2; 2^r is the polynomial that meets it in the seven Chebyshev points
/// (relative error 2.5e-9, so rounding decides: 1e-7), and n is added to the exponent.
inline Simd::Vector exp2(Simd::Vector x)
{
    x = Simd::max(Simd::broadcast(-126.0f), x);
    const Simd::Vector shifter = Simd::broadcast(12582912.0f); // 1.5 * 2^23: its last bits are the whole part
    const Simd::Vector shifted = x + shifter;
    const Simd::Vector r = x - (shifted - shifter);
    Simd::Vector p = Simd::broadcast(1.54614447e-4f);
    p = Simd::fma(p, r, Simd::broadcast(1.34004282e-3f));
    p = Simd::fma(p, r, Simd::broadcast(9.61805668e-3f));
    p = Simd::fma(p, r, Simd::broadcast(5.55032723e-2f));
    p = Simd::fma(p, r, Simd::broadcast(2.40226509e-1f));
    p = Simd::fma(p, r, Simd::broadcast(6.93147207e-1f));
    p = Simd::fma(p, r, Simd::broadcast(1.0f));
    return Simd::addExponent(p, shifted);
}

/// 1 / (1 + e^-x). The power is rounded at x / ln 2, so the relative error grows with |x|: 3e-7 at 4, 5e-6 at -80,
/// where the value is 1e-35.
inline Simd::Vector sigmoid(Simd::Vector x)
{
    const Simd::Vector one = Simd::broadcast(1.0f);
    const Simd::Vector power = Simd::min(Simd::broadcast(126.0f), x * Simd::broadcast(-1.44269504088896341f));
    return one / (one + exp2(power));
}

inline Simd::Vector siluOf(Simd::Vector x)
{
    return x * sigmoid(x);
}

/// x/2 * (1 + tanh(u)) = x * sigmoid(2u), u = sqrt(2/pi) * (x + 0.044715 x^3).
inline Simd::Vector geluOf(Simd::Vector x)
{
    const Simd::Vector cubic = Simd::broadcast(2.0f * 0.797884560802865356f * 0.044715f);
    const Simd::Vector linear = Simd::broadcast(2.0f * 0.797884560802865356f);
    return x * sigmoid(x * Simd::fma(cubic, x * x, linear));
}

/// Applies `f` to `count` floats; the last vector is filled up with zeros.
template <Simd::Vector (*f)(Simd::Vector)>
void map(float* x, std::int64_t count)
{
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        Simd::store(x + i, f(Simd::load(x + i)));
    if (i < count) {
        float rest[lanes] = {};
        for (std::int64_t k = 0; i + k < count; ++k)
            rest[k] = x[i + k];
        Simd::store(rest, f(Simd::load(rest)));
        for (std::int64_t k = 0; i + k < count; ++k)
            x[i + k] = rest[k];
    }
}

void gelu(float* x, std::int64_t count)
{
    map<geluOf>(x, count);
}

void silu(float* x, std::int64_t count)
{
    map<siluOf>(x, count);
}

/// Sum over i < dim of (x[i] - centre)^power, power 1 or 2.
template <int power>
float sumOf(const float* x, std::int64_t dim, float centre)
{
    const Simd::Vector c = Simd::broadcast(centre);
    Simd::Vector sums[4] = {};
    std::int64_t i = 0;
    const auto take = [&](Simd::Vector& sum, const float* from) {
        const Simd::Vector d = Simd::load(from) - c;
        if constexpr (power == 2)
            sum = Simd::fma(d, d, sum);
        else
            sum = sum + d;
    };
    for (; i + 4 * lanes <= dim; i += 4 * lanes) {
        take(sums[0], x + i);
        take(sums[1], x + i + lanes);
        take(sums[2], x + i + 2 * lanes);
        take(sums[3], x + i + 3 * lanes);
    }
    for (; i + lanes <= dim; i += lanes)
        take(sums[0], x + i);
    float sum = Simd::sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
    for (; i < dim; ++i)
        sum += power == 2 ? (x[i] - centre) * (x[i] - centre) : x[i] - centre;
    return sum;
}

void addNorm(const float* x, float* sum, float* z, std::int64_t dim, const NormRow& row)
{
    if (row.added && row.gate) {
        std::int64_t i = 0;
        for (; i + lanes <= dim; i += lanes)
            Simd::store(sum + i, Simd::fma(Simd::load(row.gate + i), Simd::load(row.added + i), Simd::load(x + i)));
        for (; i < dim; ++i)
            sum[i] = x[i] + row.gate[i] * row.added[i];
        x = sum;
    } else if (row.added) {
        for (std::int64_t i = 0; i < dim; ++i)
            sum[i] = x[i] + row.added[i];
        x = sum;
    }
    const float size = static_cast<float>(dim);
    const float mean = sumOf<1>(x, dim, 0.0f) / size;
    const float factor = 1.0f / Simd::root(sumOf<2>(x, dim, mean) / size + row.eps);
    const Simd::Vector factors = Simd::broadcast(factor);
    const Simd::Vector means = Simd::broadcast(mean);
    const Simd::Vector offset = Simd::broadcast(row.multiplyOffset);
    std::int64_t i = 0;
    for (; i + lanes <= dim; i += lanes) {
        const Simd::Vector normed = (Simd::load(x + i) - means) * factors;
        Simd::store(z + i, Simd::fma(normed, Simd::load(row.multiply + i) + offset, Simd::load(row.shift + i)));
    }
    for (; i < dim; ++i)
        z[i] = (x[i] - mean) * factor * (row.multiply[i] + row.multiplyOffset) + row.shift[i];
}

void rmsRotate(const float* x, float* z, const float* weight, float eps, std::int64_t dim, std::int64_t headDim,
               const float* c, const float* s)
{
    const float factor = 1.0f / Simd::root(sumOf<2>(x, dim, 0.0f) / static_cast<float>(dim) + eps);
    const Simd::Vector factors = Simd::broadcast(factor);
    if (!c) {
        std::int64_t i = 0;
        for (; i + lanes <= dim; i += lanes)
            Simd::store(z + i, Simd::load(x + i) * factors * Simd::load(weight + i));
        for (; i < dim; ++i)
            z[i] = x[i] * factor * weight[i];
        return;
    }
    for (std::int64_t head = 0; head < dim; head += headDim) {
        const float* from = x + head;
        float* to = z + head;
        const float* w = weight + head;
        std::int64_t i = 0;
        for (; i + lanes <= headDim; i += lanes) {
            const Simd::Vector y = Simd::load(from + i) * factors * Simd::load(w + i);
            Simd::store(to + i, Simd::fma(y, Simd::load(c + i), Simd::swapPairs(y) * Simd::load(s + i)));
        }
        for (; i < headDim; i += 2) {
            const float a = from[i] * factor * w[i];
            const float b = from[i + 1] * factor * w[i + 1];
            to[i] = a * c[i] + b * s[i];
            to[i + 1] = b * c[i + 1] + a * s[i + 1];
        }
    }
}
