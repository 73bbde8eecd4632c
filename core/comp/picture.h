#pragma once

#include "core/color/color_transform.h"
#include "core/image/image.h"

#include <cstdint>

namespace unividx {

/// An RGBA picture, scene-linear, whose colour stands to its alpha as `State` says. The two kinds are types of their
/// own, so what takes the one cannot be given the other; premultiply() and unpremultiply() are the only ways across.
template <AlphaState State>
class AlphaPicture {
public:
    AlphaPicture() = default; ///< no picture

    /// `rgba` is declared to be of this kind. Throws: Internal if it is neither empty nor has four channels.
    explicit AlphaPicture(Image rgba);

    const Image& image() const { return image_; }
    bool empty() const { return image_.empty(); }
    Resolution resolution() const { return image_.resolution(); }
    int width() const { return image_.width(); }
    int height() const { return image_.height(); }

private:
    Image image_;
};

using Straight = AlphaPicture<AlphaState::Straight>;
using Premultiplied = AlphaPicture<AlphaState::Premultiplied>;

/// Colour times alpha. Where alpha is 0 nothing is left of the colour.
Premultiplied premultiply(const Straight& picture);

/// Colour divided by alpha. Where alpha is 0 the colour stays as it stands: in a premultiplied picture it is light that
/// covers nothing (a flame, a reflection) and is legal.
Straight unpremultiply(const Premultiplied& picture);

/// RGB under a matte; without a matte it is opaque. The colour is that of the whole pixel, not yet multiplied.
/// Throws: Internal if sizes or channels do not fit.
Straight straightPicture(const Image& rgb, const Image& matte = {});

/// Red, green and blue as an image of three channels; alpha as an image of one.
Image colorOf(const Straight& picture);
template <AlphaState State>
Image alphaOf(const AlphaPicture<State>& picture);

/// A picture without NaN and infinities: each becomes 0, the one value that spreads nothing in a blur and covers
/// nothing as alpha. Negative values stay, since colours outside a space's primaries have them. A picture without any
/// comes back as it is.
struct FinitePicture {
    Image image;
    std::int64_t replaced = 0; ///< values
};
FinitePicture finitePicture(const Image& image);

} // namespace unividx
