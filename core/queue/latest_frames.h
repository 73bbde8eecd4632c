#pragma once

#include "core/image/image.h"
#include "core/run/run_spec.h"
#include "core/task/task.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// A frame that an item has made, for a preview.
struct LatestFrame {
    std::filesystem::path file; ///< to be read; empty where `picture` is set
    std::string layer;          ///< of an EXR with several; empty: the one there is
    std::int64_t frame = 0;
    Decoding decoding = Decoding::Color;
    Image picture; ///< as Engine's layers: colour display-referred, normals with their sign

    bool operator==(const LatestFrame& other) const
    {
        return file == other.file && layer == other.layer && frame == other.frame;
    }
};

/// The latest frames of the first layer of a run that has any, oldest first. Of movies, which are files only when they
/// are complete, from what the run keeps in `state` to go on with. None where nothing is there yet.
std::vector<LatestFrame> latestFramesOf(const RunSpec& spec, const std::filesystem::path& state, std::size_t most);

/// Those of a sequence in a folder, by its files' names: `*_<layer>.1001.exr`.
std::vector<LatestFrame> latestFramesIn(const std::filesystem::path& folder, const std::string& layer,
                                        std::size_t most);

} // namespace unividx
