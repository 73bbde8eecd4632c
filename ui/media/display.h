#pragma once

#include "core/image/image.h"
#include "core/task/task.h"

#include <QImage>

#include <array>

namespace unividx::ui {

/// What the numbers of a picture are, which decides how they become light on a screen.
enum class PixelMeaning {
    Display,     ///< display-referred sRGB: shown as it is
    SceneLinear, ///< through the colour config
    Matte,       ///< numbers in [0, 1], as grey; never colour managed
    Normal,      ///< signed unit vectors, shown as n * 0.5 + 0.5; never colour managed
};

/// `sceneLinear`: of the reader. A layer in a movie is encoded for the screen already.
PixelMeaning meaningOf(Decoding decoding, bool sceneLinear);

enum class Channel { Color, Red, Green, Blue, Alpha, Luminance };

/// How the viewer shows a picture. It never depends on the picture's content.
struct DisplaySettings {
    float exposure = 0; ///< stops; pictures only, not mattes and normals
    float gamma = 1;
    Channel channel = Channel::Color;

    bool operator==(const DisplaySettings&) const = default;
};

/// The picture as a screen shows it, 8 bits, opaque. Values beyond [0, 1] are clipped, what is not a number is black.
/// A channel the picture has not (alpha of three) shows as full.
///
/// Thread: any.
QImage toDisplay(const Image& image, PixelMeaning meaning, const DisplaySettings& settings = {});

} // namespace unividx::ui
