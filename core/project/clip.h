#pragma once

#include "core/base/id.h"
#include "core/comp/stack.h"
#include "core/run/run_spec.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// A named frame. On a clip the frame is the source's own, so the mark stays on its picture when the clip moves; on the
/// project it is the timeline's.
struct Marker {
    MarkerId id;
    std::int64_t frame = 0;
    std::string name;
    std::string extra; ///< JSON object of keys this version does not know; kept

    bool operator==(const Marker&) const = default;
};

/// One run's set of layers, by reference: the pictures are files. Never overwritten; deleting one here leaves the
/// files, so that undo has something to bring back.
struct Take {
    TakeId id;
    std::string name;
    std::string created;             ///< UTC, "2026-01-31T12:00:00Z"
    FrameRange frames;               ///< the source's numbers
    std::filesystem::path folder;    ///< absolute; its files are `layerPrefix` + "_albedo.1001.exr"
    std::string layerPrefix;         ///< first part of the files' names
    std::vector<std::string> layers; ///< modality names
    RunSpec settings;                ///< what it was made with, to be copied back
    bool pinned = false;             ///< shown before newer ones
    bool edited = false;             ///< came out of the clip's nodes, and does not go into them again
    std::string extra;               ///< JSON object of keys this version does not know; kept

    bool operator==(const Take&) const = default;
};

/// A piece of a media item on a track. It plays at speed 1: a source of another rate keeps its duration in seconds.
struct Clip {
    ClipId id;
    MediaId media;
    std::string name;
    FrameRange place;          ///< on the timeline, in the project's frames
    std::int64_t sourceIn = 0; ///< the source's number of the first frame shown
    std::vector<Marker> markers;
    RunSpec task = runOfShot(); ///< what is asked of the model
    std::vector<Take> takes;    ///< newest first
    CompStack comp;             ///< what is done to its pictures; empty: nothing
    std::string extra;          ///< JSON object of keys this version does not know; kept

    bool operator==(const Clip&) const = default;
};

/// The take that is shown: the pinned one, else the newest; null if there is none.
const Take* shownTake(const Clip& clip);

} // namespace unividx
