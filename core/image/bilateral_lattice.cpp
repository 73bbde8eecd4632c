#include "core/image/bilateral_lattice.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unividx {

namespace {

constexpr int dims = BilateralLattice::dimensions;
constexpr int corners = dims + 1;

/// A lattice point; its last coordinate follows from the others, as all sum to zero.
using Key = std::array<int, dims>;

constexpr int keyBits = 12;
constexpr int keyOffset = 1 << (keyBits - 1);

std::uint64_t packed(const Key& key)
{
    std::uint64_t bits = 1; // never zero, which marks a free slot
    for (const int value : key)
        bits = (bits << keyBits) | static_cast<std::uint64_t>(value + keyOffset);
    return bits;
}

/// Lattice points by number, from 1.
class KeyTable {
public:
    explicit KeyTable(std::size_t expected)
    {
        while (slots_.size() < 2 * expected)
            grow();
    }

    std::int32_t findOrAdd(const Key& key)
    {
        if (2 * keys_.size() >= slots_.size())
            grow();
        const std::uint64_t bits = packed(key);
        const std::size_t slot = slotOf(bits);
        if (slots_[slot].bits == 0) {
            keys_.push_back(key);
            slots_[slot] = {bits, static_cast<std::int32_t>(keys_.size())};
        }
        return slots_[slot].number;
    }

    /// 0 if the point is not there.
    std::int32_t find(const Key& key) const
    {
        const std::size_t slot = slotOf(packed(key));
        return slots_[slot].bits == 0 ? 0 : slots_[slot].number;
    }

    const std::vector<Key>& keys() const { return keys_; }

private:
    struct Slot {
        std::uint64_t bits = 0;
        std::int32_t number = 0;
    };

    std::size_t slotOf(std::uint64_t bits) const
    {
        std::uint64_t hash = bits * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32;
        std::size_t slot = hash & (slots_.size() - 1);
        while (slots_[slot].bits != 0 && slots_[slot].bits != bits)
            slot = (slot + 1) & (slots_.size() - 1);
        return slot;
    }

    void grow()
    {
        const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
        for (const Slot& slot : before) {
            if (slot.bits != 0)
                slots_[slotOf(slot.bits)] = slot;
        }
    }

    std::vector<Slot> slots_ = std::vector<Slot>(1024);
    std::vector<Key> keys_;
};

/// The simplex around a feature: its corners and how much each counts.
struct Simplex {
    std::array<Key, corners> keys;
    std::array<float, corners> weights;
};

/// The feature in the hyperplane of the lattice, scaled so that a blur of (1/4, 1/2, 1/4) along every axis has a
/// standard deviation of one unit.
std::array<float, corners> elevated(const BilateralLattice::Feature& feature)
{
    std::array<float, corners> place{};
    float sum = 0;
    for (int i = dims; i > 0; --i) {
        const float scale =
            static_cast<float>(corners) * std::sqrt(2.0F / 3.0F) / std::sqrt(static_cast<float>(i * (i + 1)));
        const float value = feature[static_cast<std::size_t>(i - 1)] * scale;
        place[static_cast<std::size_t>(i)] = sum - static_cast<float>(i) * value;
        sum += value;
    }
    place[0] = sum;
    return place;
}

Simplex simplexAround(const BilateralLattice::Feature& feature)
{
    const std::array<float, corners> place = elevated(feature);
    // The nearest point whose coordinates are all multiples of `corners`, and the order of what remains.
    std::array<int, corners> base{};
    std::array<int, corners> rank{};
    int sum = 0;
    for (std::size_t i = 0; i < corners; ++i) {
        const int step = static_cast<int>(std::lround(place[i] / corners));
        base[i] = step * corners;
        sum += step;
    }
    const auto rest = [&](std::size_t i) { return place[i] - static_cast<float>(base[i]); };
    for (std::size_t i = 0; i < corners; ++i) {
        for (std::size_t j = i + 1; j < corners; ++j)
            ++rank[rest(i) < rest(j) ? i : j];
    }
    for (std::size_t i = 0; i < corners; ++i) {
        rank[i] += sum;
        const int turn = rank[i] < 0 ? corners : rank[i] > dims ? -corners : 0;
        rank[i] += turn;
        base[i] += turn;
    }
    std::array<float, corners + 1> shares{};
    for (std::size_t i = 0; i < corners; ++i) {
        const auto at = static_cast<std::size_t>(dims - rank[i]);
        const float share = rest(i) / corners;
        shares[at] += share;
        shares[at + 1] -= share;
    }
    shares[0] += 1 + shares[corners];
    Simplex simplex;
    for (int corner = 0; corner < corners; ++corner) {
        Key& key = simplex.keys[static_cast<std::size_t>(corner)];
        for (std::size_t i = 0; i < dims; ++i)
            key[i] = base[i] + (rank[i] <= dims - corner ? corner : corner - corners);
        simplex.weights[static_cast<std::size_t>(corner)] = shares[static_cast<std::size_t>(corner)];
    }
    return simplex;
}

Key neighborOf(const Key& key, int axis, int direction)
{
    Key neighbor = key;
    for (int& value : neighbor)
        value -= direction;
    if (axis < dims)
        neighbor[static_cast<std::size_t>(axis)] = key[static_cast<std::size_t>(axis)] + direction * dims;
    return neighbor;
}

} // namespace

BilateralLattice::BilateralLattice(const std::vector<Feature>& features) : points_(features.size())
{
    std::vector<Simplex> simplices(points_);
    for (const Feature& feature : features) {
        if (!std::all_of(feature.begin(), feature.end(), [](float value) { return std::abs(value) <= 200.0F; }))
            throw Error(ErrorKind::Internal, "a feature is outside of the lattice");
    }
    parallelFor(0, static_cast<std::int64_t>(points_), [&](std::int64_t point) {
        const auto at = static_cast<std::size_t>(point);
        simplices[at] = simplexAround(features[at]);
    });
    KeyTable table(points_ / 4);
    vertices_.reserve(points_ * corners);
    weights_.reserve(points_ * corners);
    for (const Simplex& simplex : simplices) {
        for (const Key& key : simplex.keys)
            vertices_.push_back(table.findOrAdd(key));
        weights_.insert(weights_.end(), simplex.weights.begin(), simplex.weights.end());
    }
    const std::vector<Key>& keys = table.keys();
    vertexCount_ = keys.size() + 1;
    neighbors_.assign(vertexCount_ * corners * 2, 0);
    parallelFor(0, static_cast<std::int64_t>(keys.size()), [&](std::int64_t number) {
        const auto at = static_cast<std::size_t>(number);
        for (int axis = 0; axis < corners; ++axis) {
            std::int32_t* pair = &neighbors_[(static_cast<std::size_t>(axis) * vertexCount_ + at + 1) * 2];
            pair[0] = table.find(neighborOf(keys[at], axis, 1));
            pair[1] = table.find(neighborOf(keys[at], axis, -1));
        }
    });
}

std::vector<float> BilateralLattice::splat(const std::vector<float>& values) const
{
    std::vector<float> sums(vertexCount_);
    for (std::size_t point = 0; point < points_; ++point) {
        for (std::size_t i = point * corners; i < (point + 1) * corners; ++i)
            sums[static_cast<std::size_t>(vertices_[i])] += weights_[i] * values[point];
    }
    return sums;
}

void BilateralLattice::blurAlong(int axis, const std::vector<float>& from, std::vector<float>& to) const
{
    const std::int32_t* pairs = &neighbors_[static_cast<std::size_t>(axis) * vertexCount_ * 2];
    parallelFor(1, static_cast<std::int64_t>(vertexCount_), [&](std::int64_t vertex) {
        const auto at = static_cast<std::size_t>(vertex);
        to[at] = from[at] + 0.5F * (from[static_cast<std::size_t>(pairs[2 * at])] +
                                    from[static_cast<std::size_t>(pairs[2 * at + 1])]);
    });
}

std::vector<float> BilateralLattice::filter(const std::vector<float>& values) const
{
    if (values.size() != points_)
        throw Error(ErrorKind::Internal, "a lattice needs one value a point");
    std::vector<float> sums = splat(values);
    std::vector<float> blurred(vertexCount_);
    for (int axis = 0; axis < corners; ++axis) {
        blurAlong(axis, sums, blurred);
        std::swap(sums, blurred);
    }
    std::vector<float> filtered(points_);
    constexpr float scale = 1.0F / (1.0F + 1.0F / (1 << dims));
    parallelFor(0, static_cast<std::int64_t>(points_), [&](std::int64_t point) {
        float sum = 0;
        for (std::size_t i = static_cast<std::size_t>(point) * corners;
             i < (static_cast<std::size_t>(point) + 1) * corners; ++i)
            sum += weights_[i] * sums[static_cast<std::size_t>(vertices_[i])];
        filtered[static_cast<std::size_t>(point)] = scale * sum;
    });
    return filtered;
}

} // namespace unividx
