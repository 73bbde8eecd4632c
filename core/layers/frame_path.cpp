#include "core/layers/frame_path.h"

#include "core/layers/output_names.h"

namespace unividx {

namespace {

std::filesystem::path named(const std::filesystem::path& folder, std::string_view pattern, std::string_view shot,
                            std::string_view extension, std::string_view layer, std::optional<std::int64_t> frame)
{
    OutputNames names{folder, std::string(pattern), {}, {}};
    names.values.tokens = {{"shot", std::string(shot)}, {"extension", std::string(extension.substr(1))}};
    return names.file(layer, frame);
}

} // namespace

std::filesystem::path framePath(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                std::int64_t frame, std::string_view extension)
{
    return named(folder, usualSequencePattern, shot, extension, layer, frame);
}

std::filesystem::path framePattern(const std::filesystem::path& folder, std::string_view shot, std::string_view layer,
                                   std::string_view extension)
{
    return named(folder, usualSequencePattern, shot, extension, layer, std::nullopt);
}

} // namespace unividx
