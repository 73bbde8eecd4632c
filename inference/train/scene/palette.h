#pragma once

#include "inference/train/scene/material.h"
#include "inference/train/scene/random.h"

#include <string>

namespace unividx::scene {

struct NamedColor {
    Vec3 albedo;
    std::string name; ///< as a caption would say it: "dark red"
};

/// Linear albedo of a hue (turns), a saturation and a value, and its name.
NamedColor namedColor(float hue, float saturation, float value);

/// A scene's choice of colours: a few hues that recur, some greys, and how saturated all of it is.
class Palette {
public:
    explicit Palette(Random& random);

    bool muted() const { return muted_; } ///< most real rooms are: greys, wood, pale walls, white light
    void limitSaturation(float most);     ///< of all colours but wood and skin

    NamedColor color();     ///< anything
    NamedColor wallColor(); ///< mostly pale
    NamedColor woodColor();
    Vec3 skin();
    Vec3 hair();

    /// A material of a random pattern around a colour, as furniture, cloth and walls have them.
    Material surface(const NamedColor& base, float plainShare = 0.5F);
    Material plain(Vec3 albedo);
    Material wood(const NamedColor& base);
    Material pictureSurface(float size);

private:
    void finish(Material& material);

    Random& random_;
    float hues_[3];
    float saturation_;
    float mostOnWalls_ = 0.3F; ///< saturation
    float glossShare_;
    bool muted_;
};

} // namespace unividx::scene
