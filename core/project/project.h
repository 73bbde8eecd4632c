#pragma once

#include "core/base/id.h"
#include "core/image/image.h"
#include "core/project/clip.h"
#include "core/time/frame_range.h"
#include "core/time/frame_rate.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// A file, sequence or folder of the media pool, with as much of it as edits need to know.
struct MediaItem {
    MediaId id;
    std::filesystem::path path; ///< absolute; a sequence as a pattern ("shot.####.exr"). Relative in files
    std::string layer;          ///< of a multi-layer EXR; empty: its main image
    FrameRate rate;
    FrameRange frames; ///< the source's own numbers
    Resolution resolution;
    bool hasAudio = false;
    bool still = false;     ///< one image, held for as long as a clip wants
    std::string colorSpace; ///< of its pixels; empty: what the file or `$OCIO` says
    std::string extra;      ///< JSON object of keys this version does not know

    bool operator==(const MediaItem&) const = default;
};

enum class TrackKind { Video, Audio };

struct Track {
    TrackId id;
    TrackKind kind = TrackKind::Video;
    std::string name;
    bool muted = false;      ///< neither shown nor heard
    std::vector<Clip> clips; ///< in order of position; they never overlap
    std::string extra;       ///< unknown keys, as above

    bool operator==(const Track&) const = default;
};

/// A whole project as a value. It holds no pixels, so keeping one before and after every edit is cheap.
struct Project {
    std::string name;
    FrameRate rate;
    Resolution resolution{1920, 1080};
    std::vector<MediaItem> media;
    std::vector<Track> tracks; ///< from the bottom up: the last video track is in front
    std::vector<Marker> markers;
    std::optional<FrameRange> range; ///< between in and out, timeline frames; not set: all
    std::int64_t nextId = 1;         ///< above every id in use
    std::string extra;               ///< unknown keys, as above

    bool operator==(const Project&) const = default;
};

/// A project with one video and one audio track, both empty.
Project newProject();

/// Null if there is no such thing.
const MediaItem* findMedia(const Project& project, MediaId id);
const Track* findTrack(const Project& project, TrackId id);
const Clip* findClip(const Project& project, ClipId id);
const Track* trackOf(const Project& project, ClipId id);
const Take* findTake(const Clip& clip, TakeId id);

/// The clip of a track that covers a frame; null in a gap.
const Clip* clipAt(const Track& track, std::int64_t frame);

/// One past the last frame of the last clip.
std::int64_t endOf(const Project& project);

/// How far into a source a clip is after `frames` of the timeline, and the other way round: both floored, so that a
/// source frame begins on the first timeline frame that shows it.
std::int64_t sourceOffset(std::int64_t frames, FrameRate timeline, FrameRate source);
std::int64_t timelineOffset(std::int64_t frames, FrameRate timeline, FrameRate source);

/// Timeline frames needed to show `frames` of a source: rounded up once.
std::int64_t timelineLength(std::int64_t frames, FrameRate timeline, FrameRate source);

/// The source's number shown at timeline frame `frame` of a clip (a still's only frame).
std::int64_t sourceFrameAt(const Project& project, const Clip& clip, std::int64_t frame);

/// The run of source frames a clip shows.
FrameRange sourceRange(const Project& project, const Clip& clip);

/// What breaks the rules above, a sentence each: an id used twice, clips that overlap or show frames their source has
/// not, a clip of a media item that is not there. Empty for a sound project; edits keep it so.
std::vector<std::string> findFaults(const Project& project);

} // namespace unividx
