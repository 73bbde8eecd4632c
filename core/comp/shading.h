#pragma once

#include "core/comp/environment.h"
#include "core/comp/light.h"
#include "core/comp/rows.h"
#include "core/comp/vector3.h"
#include "core/image/image.h"

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace unividx {

/// The share of a sphere's light that falls on a surface, next to a point of the same strength that faces it: the
/// cosine, with the horizon cutting the sphere softly. `sine`: of the angle the sphere is seen under, 0 (a point: the
/// cosine, or 0 below the horizon) to 1 (half the sky: (1 + cosine) / 2).
///
/// Source: Snyder, "Area Light Sources for Real-Time Graphics", 1996, section 3.
float softCosine(float cosine, float sine);

/// The light of a rectangle on a surface: irradiance for a radiance of pi (so that a rectangle that fills half the sky
/// gives pi, and divided by pi 1), with what lies below the horizon cut off. `corners` in the order that shows their
/// front counter-clockwise; from behind it is 0.
///
/// Source: Lambert's formula for polygons; e.g. Arvo, "Applications of Irradiance Tensors", 1995, equation 3.2.
float rectangleFactor(Vector3 position, Vector3 normal, const std::array<Vector3, 4>& corners);

/// One light on one frame, ready to shine on many pixels.
class LightShader {
public:
    /// `environment`: of a dome with a panorama, or of the background; else it is not looked at.
    LightShader(const Light& light, std::int64_t frame, const AmbientLight& environment);

    /// Irradiance of a surface with a unit normal at a place; units as Light says.
    std::array<float, 3> irradianceAt(Vector3 position, Vector3 normal) const;

    /// Adds its irradiance to a row of pixels. `normals`: unit vectors. The pixels lie at (x, y, 0), (x + step, y, 0)
    /// ...
    void addRow(const ColorRow& normals, float x, float step, float y, const ColorRow& sum) const;

private:
    float strengthAt(Vector3 position, Vector3 normal) const;

    LightKind kind_;
    std::array<float, 3> color_{}; ///< with the intensity in it
    Vector3 direction_;            ///< directional: to the light; spot: from it to its target
    Vector3 position_;
    float softness_ = 0.0f;
    float falloff_ = 2.0f;
    float coneOuter_ = 0.0f; ///< cosines
    float coneInner_ = 0.0f;
    std::array<Vector3, 4> corners_{};
    float radiance_ = 0.0f;
    std::vector<float> table_; ///< directional and soft: softCosine from cosine -1 to 1
    AmbientLight ambient_;
};

/// The panorama of a path, or an empty image if there is none; how it is read is the caller's affair.
using EnvironmentSource = std::function<Image(const std::string& path)>;

/// The lights that shine on a frame: not muted, and only the solo ones if there are any. `background`: the plate behind
/// the shot, empty if there is none (then lights of that kind are dark).
std::vector<LightShader> shadersOf(const std::vector<Light>& lights, std::int64_t frame,
                                   const EnvironmentSource& environments, const Image& background);

/// Where a row of pixels lies on the picture's plane.
struct PlaneRow {
    float x;    ///< of its first pixel's middle
    float step; ///< to the next
    float y;
};
PlaneRow planeRow(Resolution size, int row);

} // namespace unividx
