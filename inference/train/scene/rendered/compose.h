#pragma once

#include "inference/train/scene/rendered/rendered_clip.h"

namespace unividx::scene {

/// Exposure for each colour channel, white balance included.
Vec3 meterFilm(const FilmFrame& frame, float target, float whiteBalance);

/// Joins a film frame's two layers into the layers of a clip, so that both equations of RenderedFrame hold.
RenderedFrame composeFrame(const FilmFrame& film, Vec3 exposure);

} // namespace unividx::scene
