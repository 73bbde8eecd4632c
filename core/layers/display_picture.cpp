#include "core/layers/display_picture.h"

#include "core/base/error.h"
#include "core/image/upsample.h"
#include "core/media/quantize.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace unividx {

Image displayPicture(const Image& layer, Decoding decoding)
{
    const Image encoded = decoding == Decoding::UnitNormal ? encodeNormals(layer) : layer;
    if (encoded.channels() == 3)
        return clampValues(encoded, 0.0f, 1.0f);
    if (encoded.channels() != 1)
        throw Error(ErrorKind::Internal, "a layer has one or three channels");
    std::vector<float> pixels;
    const std::size_t count = encoded.byteSize() / sizeof(float);
    pixels.reserve(3 * count);
    for (std::size_t i = 0; i < count; ++i)
        pixels.insert(pixels.end(), 3, encoded.data()[i]);
    return clampValues(Image(encoded.resolution(), 3, std::move(pixels)), 0.0f, 1.0f);
}

} // namespace unividx
