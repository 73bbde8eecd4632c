#pragma once

#include "inference/people/person_segmenter.h"
#include "inference/weights/safetensors.h"

#include <torch/utils.h>

#include <cstdlib>
#include <filesystem>

namespace unividx::testing {

/// The embedded model's networks for people.
inline const PersonSegmenter& embeddedSegmenter()
{
    static const PersonSegmenter segmenter(
        std::filesystem::path(UNIVIDX_SOURCE_DIR) / "resources/models/mini/people.safetensors", at::kCPU);
    return segmenter;
}

/// What make_golden.py wrote: three frames of the sample subject, or the file that UNIVIDX_PEOPLE_GOLDEN names.
inline TensorMap goldenAnswers()
{
    const char* named = std::getenv("UNIVIDX_PEOPLE_GOLDEN");
    return readSafetensors(named ? std::filesystem::path(named)
                                 : std::filesystem::path(UNIVIDX_SOURCE_DIR) /
                                       "tests/inference/people/golden.safetensors");
}

/// The golden frames at twice their size, every pixel twice. Shape: -> [F, 3, 256, 256] uint8
inline at::Tensor goldenFrames(const TensorMap& golden)
{
    return golden.at("frames").repeat_interleave(2, 2).repeat_interleave(2, 3);
}

} // namespace unividx::testing
