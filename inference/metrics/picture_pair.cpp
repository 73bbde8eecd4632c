#include "inference/metrics/picture_pair.h"

#include "core/base/error.h"

#include <string>

namespace unividx {

namespace {

std::string sizeText(const Image& image)
{
    return std::to_string(image.width()) + "x" + std::to_string(image.height());
}

} // namespace

void requireSameSize(const Image& made, const Image& wanted, int channels)
{
    if (made.empty() || wanted.empty() || made.channels() < channels || wanted.channels() < channels)
        throw Error(ErrorKind::Internal, "a measure needs " + std::to_string(channels) + " channels");
    if (made.resolution() != wanted.resolution())
        throw Error(ErrorKind::Input, "pictures of " + sizeText(made) + " and " + sizeText(wanted) +
                                          " cannot be compared; bring them to one size first");
}

} // namespace unividx
