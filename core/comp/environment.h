#pragma once

#include "core/comp/vector3.h"
#include "core/image/image.h"

#include <array>

namespace unividx {

/// The irradiance that light from all around makes, by the surface's direction: nine numbers a channel, exact for the
/// mean and within a few percent for the rest.
///
/// Units: divided by pi, so that light of 1 from everywhere gives 1.
/// Source: Ramamoorthi and Hanrahan, "An Efficient Representation for Irradiance Environment Maps", 2001.
struct AmbientLight {
    std::array<std::array<float, 9>, 3> coefficients{}; ///< red, green, blue; of the polynomial in ambientAt()

    bool operator==(const AmbientLight&) const = default;
};

/// For a unit normal. Never below 0.
std::array<float, 3> ambientAt(const AmbientLight& light, Vector3 normal);

/// The same from everywhere.
AmbientLight evenLight(std::array<float, 3> radiance);

/// Of a panorama (equirectangular, the upper half above the horizon): its middle column is what the camera looks at,
/// its right half lies to the right. `turn`: degrees that it is turned to the right, as seen on screen.
///
/// `panorama`: three channels or four (alpha is not looked at), scene-linear. Throws: Internal if it has fewer.
AmbientLight lightOfPanorama(const Image& panorama, float turn);

/// Of a plate behind the shot: a direction sees the plate's pixel that lies as far to the side and up as the direction
/// points, in front of the subject like behind it, because the room that the camera does not see is most like the part
/// that it does.
///
/// `plate`: three or four channels, scene-linear.
AmbientLight lightOfBackground(const Image& plate);

} // namespace unividx
