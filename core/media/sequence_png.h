#pragma once

#include "core/base/existing_file.h"
#include "core/image/image.h"

#include <filesystem>
#include <map>
#include <string>

namespace unividx {

enum class PngDepth { Eight, Sixteen };

struct PngOptions {
    PngDepth depth = PngDepth::Eight;
    bool isData = false; ///< normals, mattes: no sRGB tag
    ExistingFile existing = ExistingFile::Refuse;
    std::map<std::string, std::string> attributes; ///< text chunks `unividx/<key>`
};

/// Writes one PNG of display-encoded values in [0, 1]: grey, RGB, or RGBA with straight alpha (the only kind PNG
/// has), by the rules of core/media/quantize.h. Under a temporary name, read back and compared, then renamed.
///
/// Throws: Output naming the file if it exists and may not be replaced, cannot be written or does not read back the
/// same; Internal for another number of channels than 1, 3 or 4.
void writePng(const std::filesystem::path& path, const Image& image, const PngOptions& options = {});

} // namespace unividx
