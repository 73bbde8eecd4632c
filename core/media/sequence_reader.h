#pragma once

#include "core/media/media_reader.h"
#include "core/media/sequence_pattern.h"

#include <filesystem>
#include <memory>

namespace unividx {

/// True if the name ends like a picture that can be read (.exr, .dpx, .png ...). Says nothing of the content.
bool looksLikeImageFile(const std::filesystem::path& path);

/// Reads numbered pictures. `path` is the pattern as the user gave it, for messages.
/// Throws: Input if no file fits, or the first cannot be read.
std::unique_ptr<MediaReader> openSequence(const std::filesystem::path& path, const SequencePattern& pattern,
                                          const OpenOptions& options);

/// Reads one picture as a clip of one frame; its number is the one in its name, else 1001.
/// Throws: Input if it cannot be read.
std::unique_ptr<MediaReader> openSingleImage(const std::filesystem::path& file, const OpenOptions& options);

/// Reads the one sequence in a folder.
/// Throws: Input if there is none, or more than one; the sentence lists them.
std::unique_ptr<MediaReader> openSequenceFolder(const std::filesystem::path& folder, const OpenOptions& options);

} // namespace unividx
