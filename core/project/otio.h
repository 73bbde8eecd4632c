#pragma once

#include "core/project/project.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// A timeline as other editors read it, and what of the project they will not see.
struct OtioText {
    std::string text;
    std::vector<std::string> unmapped; ///< sentences
};

/// Pictures beside those of the project that a clip can be seen as: what an export wrote.
struct OtioLayer {
    std::string name;
    std::filesystem::path file;   ///< absolute; a movie, or a sequence with #### for its numbers
    FrameRange frames;            ///< the source's numbers
    std::int64_t firstNumber = 0; ///< in the name of the first of a sequence's files
};

/// The tracks, gaps, clips and markers as OpenTimelineIO JSON. A clip's media references are its source and, under
/// the modality's name, an ImageSequenceReference for each layer of the take that is shown; layers of other takes
/// stand under "modality (take)". `layers` are references of every clip, too. What only this program understands stands
/// in `metadata.unividx` and comes back with readOtio.
///
/// Throws: Output if a name is not UTF-8.
/// Source: OpenTimelineIO's serialized schema, versions Timeline.1, Track.1, Clip.2, Marker.2,
/// ImageSequenceReference.1.
OtioText formatOtio(const Project& project, const std::vector<OtioLayer>& layers = {});

/// A project made of a timeline, and what of the timeline it could not hold (transitions, effects, nested stacks).
struct OtioImport {
    Project project;
    std::vector<std::string> unmapped; ///< sentences
};

/// `folder`: absolute, what relative media paths start from. `name`: for sentences.
/// Throws: Input naming what is wrong and where.
OtioImport readOtio(std::string_view text, const std::filesystem::path& folder, const std::string& name);

/// Writes atomically and gives back what could not be mapped. Throws: Output naming the file.
std::vector<std::string> saveOtio(const Project& project, const std::filesystem::path& path,
                                  const std::vector<OtioLayer>& layers = {});

/// Throws: Input naming the file.
OtioImport openOtio(const std::filesystem::path& path);

} // namespace unividx
