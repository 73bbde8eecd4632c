#pragma once

#include "core/engine/engine_keeper.h"
#include "core/export/export_spec.h"
#include "core/export/publish_spec.h"
#include "core/export/render_spec.h"
#include "core/project/clip.h"
#include "core/queue/latest_frames.h"
#include "core/queue/queue_item.h"
#include "core/run/run_job.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// What an item of some description asks of the machine.
struct ItemNeeds {
    Lane lane = Lane::Accelerator;
    std::string device;                      ///< of the accelerator's lane
    std::int64_t frames = 0;                 ///< to be made; 0 where that is not known before the inputs are opened
    double cost = 1;                         ///< work a frame, against others of its kind
    std::optional<EngineDemand> engine = {}; ///< of an item that loads a model here
    std::string pace = {}; ///< equal for items that take as long for as much: model and task; empty: all of the kind
};

/// What checks an item before it is added.
struct PreflightTools {
    JobLog& log;
    std::function<void(const std::string& model)> requireModel; ///< throws if the model is not installed
};

/// What executes an item.
struct ItemTools : JobTools {
    std::filesystem::path state; ///< folder for what it needs to go on after it was stopped; empty: it begins anew
    std::function<RunResult(const RunSpec& spec)> runAtFarm; ///< watches over a run at a farm
};

/// What an item leaves.
struct ItemResult {
    std::vector<std::filesystem::path> files; ///< a movie, a sheet, or a sequence's pattern with ####
    FrameRange frames;
    std::int64_t written = 0; ///< frames made by this attempt
    std::int64_t kept = 0;    ///< frames of an export that were complete before
    std::int64_t shift = 0;   ///< from a frame's number to the one in its file's name
};

/// One kind of item: a row of the table from which queue, workers and command line are made.
///
/// A description is a text that `check` accepts. Each function throws Input, naming `place` where it is given, for a
/// text that it does not.
struct ItemKind {
    std::string_view name; ///< in the queue's file, JSON and the worker protocol: "run"
    std::string_view word; ///< for lists and messages: "run"

    /// Whether a stopped attempt resumes where it was. If not, only its user stops it.
    bool resumes = false;

    void (*check)(const std::string& description, const std::string& place);
    std::string (*title)(const std::string& description);
    ItemNeeds (*needs)(const std::string& description);

    /// Refuses what is known to fail without opening a file of the shot. Throws: Usage; Model.
    void (*preflight)(const std::string& description, const PreflightTools& tools);

    /// Does it, in this process. Throws: Error; Cancelled, with every file written so far complete.
    ItemResult (*execute)(const std::string& description, const ItemTools& tools);

    /// The same work in less memory, the `step`th time. `window`, `overlap`: frames, as the engine cut it; 0 if that is
    /// not known. Null: it cannot be made smaller.
    std::string (*smaller)(const std::string& description, int step, std::int64_t window, std::int64_t overlap);

    /// The same work for a copy of the item, whose files must not be in the way of the first one's.
    std::string (*copied)(const std::string& description, ItemId copy);

    /// The take that its files are, without id, name and time; nothing where they are none. `frames`: that were made.
    std::optional<Take> (*take)(const std::string& description, FrameRange frames);

    /// The latest frames it has made, oldest first. `state`: its folder.
    std::vector<LatestFrame> (*latest)(const std::string& description, const std::filesystem::path& state,
                                       std::size_t most);

    /// The same work under a version number of its own, reserved on disk, if its files are numbered by version and it
    /// has no number yet; and the end of that reservation, for an item that is removed. Null: its files never are.
    std::string (*numbered)(const std::string& description) = nullptr;
    void (*released)(const std::string& description) = nullptr;
};

const std::vector<ItemKind>& itemKinds();

/// Null for the kind of a newer version.
const ItemKind* findItemKind(std::string_view name);

/// Throws: Input for the kind of a newer version.
const ItemKind& itemKind(std::string_view name);

/// Items that do this, with title, lane, device, frames and cost as their kind says. Paths become absolute.
NewItem newItem(const RunSpec& spec);
NewItem newItem(const RenderSpec& spec);
NewItem newItem(const ExportSpec& spec);
NewItem newItem(const PublishSpec& spec);

/// An item as it is added to the queue: its files have a version number from then on, through every retry and resume.
/// Throws: Output if a number cannot be reserved; a description that its kind cannot read stays as it is.
NewItem numberedItem(NewItem item);

/// The take that a finished item's files are, without id and name; nothing where they are none, or the item is not
/// done or is of a newer version.
std::optional<Take> takeOf(const QueueItem& item);

/// The latest frames that an item has made, oldest first, at most `most`; none for an item of a newer version.
/// `folder`: the queue's. Throws: Input, Output if a file cannot be read.
std::vector<LatestFrame> latestFrames(const QueueItem& item, const std::filesystem::path& folder, std::size_t most = 4);

namespace detail {

/// The rows, one a file: core/queue/kind_run.cpp, kind_render.cpp, ...
ItemKind runKind();
ItemKind renderKind();
ItemKind exportKind();
ItemKind publishKind();

} // namespace detail

} // namespace unividx
