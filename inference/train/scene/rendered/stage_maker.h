#pragma once

#include "inference/train/scene/rendered/sets.h"

namespace unividx::scene {

struct StageWish {
    std::string kind;          ///< name of a set kind; empty: any
    float aspect = 4.0F / 3;   ///< width over height of the frame
    bool needsSubject = false; ///< never a scene without a subject
};

/// Makes a whole scene from a seed: a set, who or what stands in it, light, camera and motion. The camera is one of the
/// best of a few that were tried on the scene.
///
/// Throws: Usage naming the kinds if there is none of that name; Internal if no camera finds anything to see.
StagedScene makeStage(std::uint64_t seed, const AssetPack& pack, const Catalog& catalog, const StageWish& wish);

} // namespace unividx::scene
