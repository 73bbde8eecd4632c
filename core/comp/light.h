#pragma once

#include "core/comp/curve.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

enum class LightKind {
    Directional, ///< from far away: the sun
    Point,
    Spot,
    Area,       ///< a rectangle that shines to its front
    Dome,       ///< from all around: a panorama (EXR or HDR), or an even sky without one
    Background, ///< what the new background sends
};

/// A light as it stands in a project. Lengths are in half picture heights, and the picture is the plane z = 0: its
/// centre is (0, 0, 0), its upper edge y = 1, and a light in front of it has z > 0. How deep the scene is nobody knows,
/// so its relief comes from the normals alone and **nothing casts a shadow**; what that asks for is a render by the
/// model.
///
/// Units: with 0 stops a directional light of white makes the irradiance 1 (a white wall that faces it is 1); point,
/// spot and area do so at a distance of 1 from what faces them (area: where it is small), a dome where it is 1 all
/// around.
struct Light {
    LightKind kind = LightKind::Directional;
    std::string name;
    bool muted = false;
    bool solo = false; ///< with any light solo, only those shine

    Curve intensity;            ///< stops
    Curve temperature{6500.0f}; ///< kelvin; 6500 is white
    Curve red{1.0f};            ///< on top of the temperature; scene-linear
    Curve green{1.0f};
    Curve blue{1.0f};
    Curve azimuth;          ///< degrees to the right of the camera that light comes from; turns a dome
    Curve elevation{30.0f}; ///< degrees above it
    Curve x;                ///< place: point, spot, area
    Curve y{1.0f};
    Curve z{2.0f};
    Curve targetX; ///< what it looks at: spot, area
    Curve targetY;
    Curve targetZ;
    Curve softness;           ///< 0 to 1: directional, sine of the angle its disc is seen under; point and spot, radius
    Curve falloff{2.0f};      ///< the power of the distance: 2 is physical, 0 none
    Curve cone{40.0f};        ///< spot: degrees from side to side
    Curve coneSoftness{0.3f}; ///< spot: the share of it over which light fades
    Curve width{1.0f};        ///< area
    Curve height{1.0f};
    std::string environment; ///< dome: path of a panorama; empty: even

    bool operator==(const Light&) const = default;
};

/// A light's numbers by name, for files, panels and keyframes.
struct LightParameter {
    std::string_view name;
    Curve Light::*curve;
    float low;
    float high;
    std::string_view unit;
};
const std::vector<LightParameter>& lightParameters();

/// "directional", "point", ... in the order of LightKind.
const std::vector<std::string_view>& lightKindNames();

/// Lights under a name an artist would use.
struct LightPreset {
    std::string_view name;
    std::string_view sentence;
    float keepOriginal; ///< 0 to 1
    std::vector<Light> lights;
};
const std::vector<LightPreset>& lightPresets();
const LightPreset* findLightPreset(std::string_view name); ///< null if there is none

/// The colour of a glowing body, linear Rec.709, of luminance 1; white at 6500 K. Held at 1667 and 25000 K.
/// Source: Kim et al., "Design of advanced color temperature control system", 2002 (the locus in CIE xy).
std::array<float, 3> temperatureColor(float kelvin);

} // namespace unividx
