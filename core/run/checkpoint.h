#pragma once

#include "core/run/input_identity.h"
#include "core/run/layer_frames_file.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unividx {

/// What to do where a folder holds the state of another run.
enum class OtherRun {
    BeginAnew, ///< the folder is this run's alone, and it was changed meanwhile
    Refuse,    ///< others may be at work there
};

/// The memory of a run that may die at any moment: a folder with
///     run.json            what the run is; a run that is not the same to the letter does not go on here
///     inputs.json         what its input files were when it began (input_identity.h)
///     version             the version number of its files, where their names have one
///     published           the numbers of the frames that have reached their files, one a line; `published-2-of-5` of a
///                         shard's
///     tail-1017.layers    the frames a window shares with the next one, which begins at 1017, before the fade
///     head-1017.layers    the same frames as that next window has them, where it was made by another shard
///     frame-1001.layers   a finished frame, where files cannot be written frame by frame (movies)
///
/// Every file appears whole or not at all. Shards of one run share the folder and touch different names in it; who
/// writes here holds a `WindowLock` on what it makes, whose file stands there too.
class Checkpoint {
public:
    /// Opens the folder, or makes it. `shard`: tells apart the lists of shards that are at work at once; empty for a
    /// whole run. Throws: Output if it cannot be written; Usage if it is another run's and that is to be refused, or no
    /// state folder at all (state_folder.h).
    Checkpoint(std::filesystem::path folder, const std::string& run, OtherRun other, const std::string& shard = {});

    /// Whether this run, or this shard of it, was begun here before.
    bool begun() const { return begun_; }

    /// From here on the run counts as begun, and the files it writes as its own.
    void begin();

    /// What `keepInputs` was told last; nothing if it never was, or that is damaged.
    std::optional<std::vector<FileIdentity>> inputs() const;
    void keepInputs(const std::vector<FileIdentity>& files) const;

    /// The version number of the run's files. What was kept first stays: `keepVersion` gives that, also where shards
    /// keep one at the same time. Throws: Output.
    std::optional<std::int64_t> version() const;
    std::int64_t keepVersion(std::int64_t version) const;

    void markPublished(std::int64_t frame);
    bool isPublished(std::int64_t frame) const { return published_.contains(frame); }

    enum class Seam { Tail, Head };
    void saveSeam(Seam side, std::int64_t first, const LayerFrames& frames) const;
    std::optional<LayerFrames> loadSeam(Seam side, std::int64_t first) const;
    bool hasSeam(Seam side, std::int64_t first) const;
    void dropSeam(Seam side, std::int64_t first) const;

    void saveFrame(std::int64_t frame, const LayerFrame& layers) const;
    std::optional<LayerFrame> loadFrame(std::int64_t frame) const;

    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path pathOf(const char* word, std::int64_t frame) const;

    std::filesystem::path folder_;
    std::string run_;
    std::filesystem::path list_;
    bool begun_ = false;
    std::set<std::int64_t> published_;
    std::ofstream journal_;
};

} // namespace unividx
