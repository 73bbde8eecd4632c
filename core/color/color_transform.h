#pragma once

#include "core/image/image.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// How RGB stands to A where an image has both. A declaration, never a guess.
enum class AlphaState { Straight, Premultiplied };

/// The names of the two spaces the program itself speaks of. Everything else is the config's.
inline constexpr std::string_view modelColorSpace = "srgb_texture"; ///< display-referred sRGB: what the model sees
inline constexpr std::string_view sceneLinearRole = "scene_linear"; ///< what EXR files hold

/// A screen and a way to show pictures on it, both named as in the config.
struct DisplayView {
    std::string display;
    std::string view;

    bool operator==(const DisplayView&) const = default;
};

/// A conversion between two colour spaces of the active config, as a value.
///
/// Data (normals, mattes) has no colour: it is never given to one of these.
/// Thread: may be used by several threads at once.
class ColorTransform {
public:
    ColorTransform() = default; ///< changes nothing

    const std::string& from() const { return from_; } ///< resolved name in the config
    const std::string& to() const { return to_; }
    bool isIdentity() const { return !steps_; }

    /// The function that this applies to red, green and blue alike, where it is one; null where it is more.
    float (*channelCurve() const)(float);

    /// "sRGB - Texture -> ACEScg", for headers and the interface.
    std::string description() const;

    /// Three channels, or four of which the last is alpha and stays as it is. Premultiplied colour is divided by
    /// alpha before and multiplied after, because a curve does not commute with it; where alpha is 0 the colour is
    /// transformed as it stands.
    ///
    /// Throws: Internal for any other number of channels.
    Image apply(const Image& image, AlphaState alpha = AlphaState::Straight) const;

    struct Steps; ///< what OpenColorIO made of it; private to core/color

private:
    friend ColorTransform makeTransform(std::string_view from, std::string_view to);
    friend ColorTransform makeDisplayTransform(std::string_view from, const DisplayView& view);
    std::string from_;
    std::string to_;
    std::shared_ptr<const Steps> steps_;
};

/// A transform between two spaces, each a name, an alias or a role. The config is `$OCIO`'s if that is set, else
/// the bundled one (resources/ocio/config.ocio). Names of the bundled config that another config spells differently
/// are found under their usual spellings, or bridged from config to config by their interchange role.
///
/// Throws: Usage naming the space that does not exist and what there is; Input if `$OCIO` cannot be read.
ColorTransform makeTransform(std::string_view from, std::string_view to);

/// The transform that shows pictures of the space `from` on a display.
///
/// Throws: Usage naming what the config does not have; Input if `$OCIO` cannot be read.
ColorTransform makeDisplayTransform(std::string_view from, const DisplayView& view);

/// The displays and views the active config offers, its default first. Throws: Input if `$OCIO` cannot be read.
std::vector<DisplayView> displayViews();

/// The path of the config in use, or "bundled". Throws: Input if `$OCIO` cannot be read.
std::string activeColorConfig();

/// What the numbers of a colour space are.
enum class ColorEncoding {
    Scene,   ///< scene-linear, log of a camera, HDR video: more than a display's white
    Display, ///< ordinary video and pictures, white at 1
    Data,    ///< no colour
};

/// Whether there is a space of that name, alias or role. Throws: Input if `$OCIO` cannot be read.
bool hasColorSpace(std::string_view space);

/// Throws: Usage naming the space that does not exist and what there is; Input if `$OCIO` cannot be read.
ColorEncoding encodingOf(std::string_view space);

/// The space that a rule of `$OCIO`'s config names for a file; nothing without `$OCIO`, or if only its default rule
/// fits. Throws: Input if `$OCIO` cannot be read.
std::optional<std::string> spaceByFileRule(const std::string& path);

/// A colour space that pictures can be in, as a list shows it.
struct ColorSpaceChoice {
    std::string name;
    std::string label;  ///< the name its makers give it, where the config knows it
    std::string family; ///< "Camera", "Linear"; may be empty
};

/// The spaces of the active config that a clip's pixels can be in: not those of data, nor of screens. Throws: Input if
/// `$OCIO` cannot be read.
std::vector<ColorSpaceChoice> inputColorSpaces();

/// All colour spaces of the active config, by name.
std::vector<std::string> colorSpaceNames();

/// CIE xy of red, green, blue and white, as the `chromaticities` of an EXR header has them.
using Chromaticities = std::array<float, 8>;

/// The primaries of a scene-linear space of the active config, found by sending unit colours through it. Nothing
/// if the space is not linear or cannot be related to Rec.709.
std::optional<Chromaticities> chromaticitiesOf(std::string_view linearSpace);

} // namespace unividx
