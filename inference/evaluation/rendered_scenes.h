#pragma once

#include "inference/evaluation/suite.h"

#include <filesystem>

namespace unividx {

/// Path-traced scenes of furnished rooms, tables, stairs, streets and people, with a camera's faults on rgb. Scenes of
/// the alpha family always have a subject. Where a normal is unknown (sky) it is the zero vector, stored as 0.5.
///
/// `assets` is the pack that inference/train/scene/rendered/assets/prepare.py writes.
/// Throws: Usage if this build has no scene renderer (Embree was missing); Model naming the pack and what is wrong.
SceneMaker renderedScenes(const std::filesystem::path& assets);

} // namespace unividx
