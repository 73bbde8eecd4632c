#pragma once

#include "core/comp/comp_clip.h"
#include "core/comp/evaluate.h"
#include "core/image/half_image.h"

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>

namespace unividx::ui {

/// What a composite is made of. Keys of frames name it by its address, so who asks keeps one for as long as files and
/// nodes are the same.
struct CompSource {
    CompFiles files; ///< without the plate, which the nodes name
    CompStack stack;

    bool operator==(const CompSource&) const = default;
};

/// Reads a clip's composite by the code that exports. The frame that was decoded last is kept at full size, and what
/// proxies are made of for as many frames as there is room for: dragging a number, playing on with another one and a
/// timeline's thumbnails read nothing again.
///
/// Thread: one at a time.
class CompReader {
public:
    /// Throws: Usage or Input naming the file that cannot be read.
    explicit CompReader(const CompFiles& files);

    /// `mostHeight`: a proxy is no higher than that; 0: full size. `stack`: one that takes these files.
    /// Throws: as CompClip::read and evaluate.
    CompResult read(const CompStack& stack, std::int64_t frame, int mostHeight);

    /// The size that what was read stands for.
    Resolution full() const { return clip_.info().resolution; }

    /// Of what is kept for proxies.
    std::size_t keptBytes() const { return keptBytes_; }

    /// Lets go of kept frames, the furthest from the one that was read last first, until they take no more than that.
    void trim(std::size_t bytes);

private:
    /// A prepared frame in half floats, which is what layers on disk have.
    struct Kept {
        explicit Kept(const PreparedFrame& prepared, const StackNeeds& needs, Resolution size);
        PreparedFrame unpack() const;
        std::size_t byteSize() const;

        Resolution size;
        StackNeeds needs;
        PreparedFrame rest; ///< without its images
        std::array<HalfImage, 8> images;
        std::vector<HalfImage> mattes;
    };

    PreparedFrame prepare(const CompStack& stack, std::int64_t frame, int mostHeight);
    const CompFrame& decode(const StackNeeds& needs, std::int64_t frame);

    CompClip clip_;
    StackNeeds needs_;
    std::optional<CompFrame> frame_;
    std::optional<PreparedFrame> whole_; ///< of frame_, at full size
    std::list<Kept> kept_;               ///< proxies
    std::size_t keptBytes_ = 0;
    std::int64_t latest_ = 0;
};

} // namespace unividx::ui
