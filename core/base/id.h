#pragma once

#include <cstdint>

namespace unividx {

/// A name for one thing of a project that stays the same through edits, undo, and save and load.
/// 0 names nothing. Numbers are drawn from one counter per project and never used twice.
template <typename Kind>
struct Id {
    std::int64_t value = 0;

    explicit operator bool() const { return value != 0; }
    bool operator==(const Id&) const = default;
    bool operator<(const Id& other) const { return value < other.value; }
};

using ClipId = Id<struct ClipKind>;
using MarkerId = Id<struct MarkerKind>;
using MediaId = Id<struct MediaKind>;
using TakeId = Id<struct TakeKind>;
using TrackId = Id<struct TrackKindTag>;

} // namespace unividx
