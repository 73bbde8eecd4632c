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

/// The gradient of geluOf: s + x s (1 - s) (d/dx 2u) with s = sigmoid(2u).
inline Simd::Vector geluSlope(Simd::Vector x)
{
    const Simd::Vector cubic = Simd::broadcast(2.0f * 0.797884560802865356f * 0.044715f);
    const Simd::Vector linear = Simd::broadcast(2.0f * 0.797884560802865356f);
    const Simd::Vector square = x * x;
    const Simd::Vector s = sigmoid(x * Simd::fma(cubic, square, linear));
    const Simd::Vector inner = Simd::fma(Simd::broadcast(3.0f) * cubic, square, linear);
    return Simd::fma(x * inner, s - s * s, s);
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

void geluBackward(const float* x, const float* dy, float* dx, std::int64_t count)
{
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        Simd::store(dx + i, geluSlope(Simd::load(x + i)) * Simd::load(dy + i));
    if (i < count) {
        float rest[lanes] = {};
        for (std::int64_t k = 0; i + k < count; ++k)
            rest[k] = x[i + k];
        Simd::store(rest, geluSlope(Simd::load(rest)));
        for (std::int64_t k = 0; i + k < count; ++k)
            dx[i + k] = rest[k] * dy[i + k];
    }
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

/// Sums over i < dim of a[i] * b[i] and of a[i], a being what `read` gives.
template <typename Read>
void sumsWith(const float* b, std::int64_t dim, const Read& read, float& products, float& values)
{
    Simd::Vector withB = Simd::broadcast(0.0f);
    Simd::Vector alone = Simd::broadcast(0.0f);
    std::int64_t i = 0;
    for (; i + lanes <= dim; i += lanes) {
        const Simd::Vector a = read.vector(i);
        withB = Simd::fma(a, Simd::load(b + i), withB);
        alone = alone + a;
    }
    products = Simd::sum(withB);
    values = Simd::sum(alone);
    for (; i < dim; ++i) {
        const float a = read.scalar(i);
        products += a * b[i];
        values += a;
    }
}

/// dz * (multiply + offset): what reaches the normed values.
struct ScaledSlope {
    const float* dz;
    const float* multiply;
    float offset;

    Simd::Vector vector(std::int64_t i) const
    {
        return Simd::load(dz + i) * (Simd::load(multiply + i) + Simd::broadcast(offset));
    }
    float scalar(std::int64_t i) const { return dz[i] * (multiply[i] + offset); }
};

void addNormBackward(const float* sum, const float* dSum, const float* dz, float* dx, float* normed, std::int64_t dim,
                     const NormRow& row, const NormGradients& gradients)
{
    const float size = static_cast<float>(dim);
    const float mean = sumOf<1>(sum, dim, 0.0f) / size;
    const float factor = 1.0f / Simd::root(sumOf<2>(sum, dim, mean) / size + row.eps);
    const ScaledSlope gradient{dz, row.multiply, row.multiplyOffset};
    const Simd::Vector means = Simd::broadcast(mean);
    const Simd::Vector factors = Simd::broadcast(factor);
    std::int64_t i = 0;
    for (; i + lanes <= dim; i += lanes) {
        const Simd::Vector n = (Simd::load(sum + i) - means) * factors;
        const Simd::Vector d = Simd::load(dz + i);
        Simd::store(normed + i, n);
        Simd::store(gradients.multiply + i, Simd::fma(d, n, Simd::load(gradients.multiply + i)));
        Simd::store(gradients.shift + i, Simd::load(gradients.shift + i) + d);
    }
    for (; i < dim; ++i) {
        normed[i] = (sum[i] - mean) * factor;
        gradients.multiply[i] += dz[i] * normed[i];
        gradients.shift[i] += dz[i];
    }
    float along = 0;
    float average = 0;
    sumsWith(normed, dim, gradient, along, average);
    const Simd::Vector alongs = Simd::broadcast(along / size);
    const Simd::Vector averages = Simd::broadcast(average / size);
    for (i = 0; i + lanes <= dim; i += lanes) {
        const Simd::Vector inner = gradient.vector(i) - averages - Simd::load(normed + i) * alongs;
        const Simd::Vector before = dSum ? Simd::load(dSum + i) : Simd::broadcast(0.0f);
        Simd::store(dx + i, Simd::fma(factors, inner, before));
    }
    for (; i < dim; ++i)
        dx[i] = factor * (gradient.scalar(i) - average / size - normed[i] * along / size) + (dSum ? dSum[i] : 0.0f);
    if (!row.added || !row.gate)
        return;
    for (i = 0; i < dim; ++i) {
        gradients.added[i] = dx[i] * row.gate[i];
        gradients.gate[i] += dx[i] * row.added[i];
    }
}

void rmsRotateBackward(const float* x, const float* dz, float* dx, float* dWeight, float* turned, const float* weight,
                       float eps, std::int64_t dim, std::int64_t headDim, const float* c, const float* s)
{
    const float size = static_cast<float>(dim);
    const float factor = 1.0f / Simd::root(sumOf<2>(x, dim, 0.0f) / size + eps);
    // The turn's adjoint turns back.
    for (std::int64_t head = 0; head < dim; head += headDim) {
        std::int64_t i = 0;
        for (; i + lanes <= headDim; i += lanes) {
            Simd::Vector d = Simd::load(dz + head + i);
            if (c)
                d = d * Simd::load(c + i) - Simd::swapPairs(d) * Simd::load(s + i);
            Simd::store(turned + head + i, d);
        }
        for (; i < headDim; i += 2) {
            const float a = dz[head + i];
            const float b = dz[head + i + 1];
            turned[head + i] = c ? a * c[i] - b * s[i] : a;
            turned[head + i + 1] = c ? b * c[i + 1] - a * s[i + 1] : b;
        }
    }
    const ScaledSlope gradient{turned, weight, 0.0f};
    float along = 0;
    float unused = 0;
    sumsWith(x, dim, gradient, along, unused);
    const float pull = along * factor * factor / size;
    const Simd::Vector pulls = Simd::broadcast(pull);
    const Simd::Vector factors = Simd::broadcast(factor);
    std::int64_t i = 0;
    for (; i + lanes <= dim; i += lanes) {
        const Simd::Vector value = Simd::load(x + i);
        Simd::store(dWeight + i, Simd::fma(Simd::load(turned + i) * factors, value, Simd::load(dWeight + i)));
        Simd::store(dx + i, factors * (gradient.vector(i) - value * pulls));
    }
    for (; i < dim; ++i) {
        dWeight[i] += turned[i] * factor * x[i];
        dx[i] = factor * (gradient.scalar(i) - x[i] * pull);
    }
}

/// Calls `work(from, to)` on whole vectors of bfloat16 values; the last ones on copies filled up with zeros.
template <typename Work>
void mapRounded(const std::uint16_t* x, const std::uint16_t* y, std::uint16_t* to, std::int64_t count,
                const Work& work)
{
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        Simd::storeRounded(to + i, work(Simd::widened(x + i), Simd::widened(y + i)));
    if (i == count)
        return;
    std::uint16_t restX[lanes] = {};
    std::uint16_t restY[lanes] = {};
    for (std::int64_t k = 0; i + k < count; ++k) {
        restX[k] = x[i + k];
        restY[k] = y[i + k];
    }
    Simd::storeRounded(restX, work(Simd::widened(restX), Simd::widened(restY)));
    for (std::int64_t k = 0; i + k < count; ++k)
        to[i + k] = restX[k];
}

void geluRounded(const std::uint16_t* x, std::uint16_t* y, std::int64_t count)
{
    mapRounded(x, x, y, count, [](Simd::Vector value, Simd::Vector) { return geluOf(value); });
}

void geluRoundedBackward(const std::uint16_t* x, const std::uint16_t* dy, std::uint16_t* dx, std::int64_t count)
{
    mapRounded(x, dy, dx, count, [](Simd::Vector value, Simd::Vector gradient) { return geluSlope(value) * gradient; });
}

void round(const float* x, std::uint16_t* y, std::int64_t count)
{
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        Simd::storeRounded(y + i, Simd::load(x + i));
    if (i == count)
        return;
    float rest[lanes] = {};
    std::uint16_t rounded[lanes];
    for (std::int64_t k = 0; i + k < count; ++k)
        rest[k] = x[i + k];
    Simd::storeRounded(rounded, Simd::load(rest));
    for (std::int64_t k = 0; i + k < count; ++k)
        y[i + k] = rounded[k];
}

void widen(const std::uint16_t* x, float* y, std::int64_t count)
{
    std::int64_t i = 0;
    for (; i + lanes <= count; i += lanes)
        Simd::store(y + i, Simd::widened(x + i));
    if (i == count)
        return;
    std::uint16_t rest[lanes] = {};
    float wide[lanes];
    for (std::int64_t k = 0; i + k < count; ++k)
        rest[k] = x[i + k];
    Simd::store(wide, Simd::widened(rest));
    for (std::int64_t k = 0; i + k < count; ++k)
        y[i + k] = wide[k];
}
