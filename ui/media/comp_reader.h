#pragma once

#include "core/comp/evaluate.h"
#include "core/export/comp_clip.h"

#include <array>
#include <cstdint>
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

/// Reads a clip's composite by the code that exports. The frame that was decoded last is kept, as prepared at two
/// sizes, so that dragging a number decodes nothing.
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

private:
    struct Prepared {
        Resolution size;
        PreparedFrame frame;
    };

    const PreparedFrame& prepare(const CompStack& stack, std::int64_t frame, int mostHeight);

    CompClip clip_;
    StackNeeds needs_;
    std::optional<CompFrame> frame_;
    std::array<std::optional<Prepared>, 2> prepared_;
};

} // namespace unividx::ui
