#pragma once

#include "inference/train/scene/rendered/sets.h"

namespace unividx::scene {

/// Makes a whole scene from a seed: a set, who or what stands in it, light, camera and motion.
///
/// `kind` is the name of a set kind, or empty for any. The camera is the best of a few that were tried on the scene.
/// Throws: Usage naming the kinds if there is none of that name.
StagedScene makeStage(std::uint64_t seed, const AssetPack& pack, const Catalog& catalog, const std::string& kind,
                      float aspect);

} // namespace unividx::scene
