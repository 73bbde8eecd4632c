#pragma once

#include "core/image/image.h"
#include "inference/train/scene/rendered/shading.h"

namespace unividx::scene {

struct FilmOptions {
    Resolution size{256, 192};
    int samples = 10;     ///< rays a pixel for shape, colour and coverage
    int lightSamples = 2; ///< of these, the ones whose light is computed
    std::uint64_t seed = 1;
};

/// One depth layer of a pixel, averaged over the samples that met it. Linear.
struct FilmPixel {
    float share = 0;   ///< of the pixel's samples, 0 to 1
    float glowing = 0; ///< of those, the ones that met the sky or something that glows
    Vec3 albedo;       ///< of those that do not glow
    Vec3 glow;         ///< colour of those that do, display range
    Vec3 normal;       ///< camera space, +X right, +Y up, +Z to the camera; zero if nothing but sky
    float depth = 0;   ///< metres along the camera's axis, the samples' median; 0: unknown
    Vec3 light;        ///< irradiance over pi
    Vec3 gloss;        ///< radiance of reflections
    float noise = 0;   ///< variance of the light's luminance, of the mean
};

/// A frame as two layers: the subject, and all that is behind it. With no subject in a pixel its share is 0; the set's
/// share is always 1.
struct FilmFrame {
    Resolution size;
    std::vector<FilmPixel> subject;
    std::vector<FilmPixel> set;
};

/// Renders one frame. `moment` and `step` are shares of the clip: when the frame is, and how long a frame lasts.
/// The same seed gives the same frame on one kind of processor.
FilmFrame renderFilm(const StagedScene& stage, RayScene& rays, float moment, float step, int frame,
                     const FilmOptions& options);

/// Removes the light's noise, guided by normals and depth; both layers, light and gloss. Albedo, normals, depth and
/// coverage stay as they are.
void filterLight(FilmFrame& frame);

} // namespace unividx::scene
