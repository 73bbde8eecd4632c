#pragma once

#include "core/image/image.h"
#include "core/task/task.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace unividx::scene {

struct SceneOptions {
    std::uint64_t seed = 1; ///< names the scene: the same seed gives the same pixels, on any number of threads
    Resolution resolution{128, 96};
    int frames = 9;
    int samples = 1;      ///< side of the grid of samples in a pixel, 1 to 4
    float frameRate = 24; ///< frames/s: how far things move from one to the next
    bool degrade = false; ///< a camera's blur, noise and compression, on rgb alone and not on every seed
    int threads = 1;      ///< frames rendered at a time
};

/// A clip with its exact layers.
///
/// All images have 3 channels, display-referred in [0, 1], except that `normal` holds n * 0.5 + 0.5 with unit n in
/// camera space (+X right, +Y up, +Z to the camera).
/// intrinsic: rgb = srgb(albedo * irradiance + highlights), albedo = srgb(albedo), irradiance = srgb(irradiance);
///     irradiance is exposed and compressed to below 1 before it is used, so the equation holds wherever there is no
///     highlight. With samples > 1 each is averaged in linear light before it is encoded; normals are averaged and
///     made unit again. What glows (lamps, windows) has irradiance 1.
/// alpha: rgb = alpha * foreground + (1 - alpha) * background, on the encoded values, as the published model's data.
///     alpha has three equal channels. foreground is straight (not multiplied by alpha); it runs on a few pixels beyond
///     the edge and is black further out. background is the room without the subject, nor its shadow.
struct SceneClip {
    std::array<std::vector<Image>, 4> layers; ///< in the order of the family's rows
    std::vector<Image> depth; ///< one channel: metres along the camera's axis, 0 where unknown; empty: no depth
    std::string caption;      ///< a short English sentence
};

/// Throws: Usage if the options make no clip (no frames, no pixels, samples outside 1 to 4).
SceneClip renderScene(const Family& family, const SceneOptions& options);

} // namespace unividx::scene
