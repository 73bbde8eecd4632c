#include "core/image/image.h"

#include "core/base/error.h"

#include <utility>

namespace unividx {

Image::Image(Resolution resolution, int channels, std::vector<float> pixels)
    : resolution_(resolution), channels_(channels)
{
    const auto expected = static_cast<std::size_t>(resolution.width) * static_cast<std::size_t>(resolution.height) *
                          static_cast<std::size_t>(channels);
    if (resolution.width < 0 || resolution.height < 0 || channels < 0 || pixels.size() != expected)
        throw Error(ErrorKind::Internal, "an image was built from a buffer of the wrong size");
    pixels_ = std::make_shared<const std::vector<float>>(std::move(pixels));
}

} // namespace unividx
