#include "core/media/exr_writer.h"

#include "core/media/picture_library.h"

namespace unividx {

ExrReport& ExrReport::operator+=(const ExrReport& other)
{
    clamped += other.clamped;
    nonFinite += other.nonFinite;
    flat = flat || other.flat;
    return *this;
}

ExrReport writeExr(const std::filesystem::path& path, const std::vector<ExrLayer>& layers, const ExrHeader& header,
                   const ExrOptions& options)
{
    return pictureLibrary().writeExr(path, layers, header, options);
}

} // namespace unividx
