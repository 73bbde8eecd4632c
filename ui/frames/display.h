#pragma once

#include "core/color/color_transform.h"
#include "core/image/image.h"
#include "core/task/task.h"

#include <QColor>
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
    bool bypass = false; ///< the numbers as they stand: no exposure, no gamma, no colour config
    DisplayView view;    ///< of the colour config; empty: sRGB, as the model sees it

    bool operator==(const DisplaySettings&) const = default;
};

/// The picture as a screen shows it, 8 bits, opaque. Values beyond [0, 1] are clipped, what is not a number is black.
/// A channel the picture has not (alpha of three) shows as full.
///
/// Thread: any. Throws: Error if the colour config is of no use.
QImage toDisplay(const Image& image, PixelMeaning meaning, const DisplaySettings& settings = {});

/// Two pictures multiplied as light, scene-linear: what albedo and irradiance make together.
/// Throws: Input if their sizes differ.
Image multiplied(const Image& image, PixelMeaning meaning, const Image& factor, PixelMeaning factorMeaning);

/// |a - b| of two finished pictures, channel by channel, times 2^exposure. `b` is brought to a's size.
QImage differenceOf(const QImage& a, const QImage& b, float exposure);

/// A matte as a wash of colour to lay over a picture: as opaque as the matte's first channel, at most half.
QImage matteOverlay(const Image& matte, const QColor& color);

} // namespace unividx::ui
