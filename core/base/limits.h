#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace unividx {

/// What a file may claim or hold before this program calls it damaged or hostile instead of taking memory for it.
/// The one table of such limits; `UNIVIDX_LIMITS=picture-pixels=268435456,nesting=128` changes some of them.
struct Limits {
    std::int64_t pictureSide = 65'536;        ///< pixels along one side of a picture
    std::int64_t picturePixels = 134'217'728; ///< of one picture: 16384 x 8192, the largest environment in common use
    std::int64_t moviePixels = 67'108'864;    ///< of one movie frame: 8192 x 8192, the largest that codecs' levels name
    std::int64_t channels = 1024;             ///< of one picture, all layers together
    std::int64_t pictureParts = 1000;         ///< of one EXR
    std::int64_t compression = 2048;          ///< decoded bytes for one stored byte; deflate reaches 1032
    std::int64_t freeBytes = 64 << 20;        ///< decoded bytes that need no stored ones: small pictures of one colour
    std::int64_t frames = 2'000'000;          ///< of one clip: 23 hours at 24 a second
    std::int64_t heldFrames = 1000;           ///< frame numbers that one decoded movie frame may fill, on average
    std::int64_t nesting = 64;                ///< levels of lists and objects in JSON, YAML and pickles
    std::int64_t values = 4'000'000;          ///< in one JSON, YAML or pickle file
    std::int64_t textBytes = 256 << 20;       ///< of one JSON, YAML or sidecar file

    bool operator==(const Limits&) const = default;
};

/// One limit by the name that UNIVIDX_LIMITS uses.
struct LimitName {
    std::string_view name;
    std::int64_t Limits::*value;
};
std::span<const LimitName> limitNames();

/// The defaults with `text` applied: "NAME=VALUE,NAME=VALUE", values above 0.
/// Throws: Usage naming UNIVIDX_LIMITS and what is wrong in it.
Limits parseLimits(std::string_view text);

/// The limits of this process, from UNIVIDX_LIMITS, read at the first call.
/// Thread: any. Throws: Usage as above.
const Limits& limits();

} // namespace unividx
