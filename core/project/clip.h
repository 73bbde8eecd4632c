#pragma once

#include "core/base/id.h"
#include "core/comp/stack.h"
#include "core/run/run_spec.h"
#include "core/time/frame_range.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
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

/// One run's set of layers, by reference: the pictures are files, and never overwritten.
struct Take {
    TakeId id;
    std::string name;
    std::string created;             ///< UTC, "2026-01-31T12:00:00Z"
    FrameRange frames;               ///< the source's numbers
    std::filesystem::path folder;    ///< absolute; its files are `layerPrefix` + "_albedo.1001.exr"
    std::string layerPrefix;         ///< first part of the files' names
    std::vector<std::string> layers; ///< modality names
    RunSpec settings;                ///< what it was made with, to be copied back
    bool pinned = false;             ///< the clip's current take
    bool fresh = false;              ///< came after another was current, and nobody has decided about it yet
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
    /// By layer: the take whose files composites and exports read. What is not named here: see currentTakeOf.
    std::map<std::string, TakeId> layerTakes;
    CompStack comp;    ///< what is done to its pictures; empty: nothing
    std::string extra; ///< JSON object of keys this version does not know; kept

    bool operator==(const Clip&) const = default;
};

/// The take that is looked at: the pinned one; of a clip of an older project that pins none, the newest. Null if there
/// is none.
const Take* currentTake(const Clip& clip);

/// The take whose layer composites and exports read: the one that `layerTakes` names, else the current take if it has
/// that layer, else the newest that has it. Takes that came out of the nodes never go into them. Null if there is none.
const Take* currentTakeOf(const Clip& clip, std::string_view layer);

/// The newest take that nobody has decided about; null if there is none.
const Take* freshTake(const Clip& clip);

/// Whether a take has a layer that composites may read.
bool feedsNodes(const Take& take, std::string_view layer);

} // namespace unividx
