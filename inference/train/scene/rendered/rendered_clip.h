#pragma once

#include "inference/train/scene/rendered/catalog.h"
#include "inference/train/scene/rendered/film.h"

#include <cstdint>
#include <string>
#include <vector>

namespace unividx::scene {

struct RenderedOptions {
    Resolution size{256, 192};
    int frames = 3;
    int samples = 10;          ///< rays a pixel
    int lightSamples = 2;      ///< of these, the ones whose light is computed
    std::string kind;          ///< a set kind's name; empty: any
    bool needsSubject = false; ///< only scenes with a subject in them
    bool cameraFaults = true;  ///< grain, softness, compression, vignetting, contrast on rgb
};

/// One frame and its layers, interleaved rows from the top, display-encoded sRGB in [0, 1] unless said otherwise.
///
/// Before the camera's faults, in linear light, rgb = albedo * irradiance + gloss; irradiance is exposed and stays
/// below 1, and what glows has irradiance 1. On the encoded values rgb = alpha * foreground + (1 - alpha) * background.
struct RenderedFrame {
    std::vector<float> rgb;        ///< [H, W, 3] with the camera's faults
    std::vector<float> cleanRgb;   ///< [H, W, 3] without them
    std::vector<float> albedo;     ///< [H, W, 3]
    std::vector<float> irradiance; ///< [H, W, 3]
    std::vector<float> gloss;      ///< [H, W, 3] linear: reflections that are no part of irradiance
    std::vector<float> normal;     ///< [H, W, 3] unit, camera space, +X right, +Y up, +Z to the camera; 0 0 0: unknown
    std::vector<float> depth;      ///< [H, W] metres along the camera's axis; 0: unknown
    std::vector<float> alpha;      ///< [H, W] the subject's coverage
    std::vector<float> foreground; ///< [H, W, 3] straight; black where the subject is more than three pixels away
    std::vector<float> background; ///< [H, W, 3] what is behind the subject, with its shadow where it throws one
};

struct RenderedClip {
    Resolution size;
    std::vector<RenderedFrame> frames;
    std::string kind;
    bool hasSubject = false;
};

/// Renders the scene of a seed. The same seed and options give the same clip on one kind of processor.
/// Throws: Usage if the options make no clip.
RenderedClip renderClip(std::uint64_t seed, const AssetPack& pack, const Catalog& catalog,
                        const RenderedOptions& options);

} // namespace unividx::scene
