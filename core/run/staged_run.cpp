#include "core/run/staged_run.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/output_lock.h"
#include "core/base/parallel.h"
#include "core/run/frame_finisher.h"
#include "core/run/layer_check.h"
#include "core/run/layer_files.h"
#include "core/run/part_run.h"
#include "core/run/provenance.h"
#include "core/run/run_fields.h"
#include "core/run/run_setup.h"
#include "core/run/state_folder.h"
#include "core/run/window_lock.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

namespace unividx {

namespace {

/// What decides the bits of a run: a state goes on only where all of it is the same.
std::string keyOf(const RunSpec& spec, const LayerFilesSettings& files, const WindowOptions& windows)
{
    RunSpec request = spec;
    // Nodes of a farm may see the same files in other places.
    for (auto& lock : request.locks) {
        if (lock)
            lock->path = std::filesystem::path(lock->path).filename().string();
    }
    const RunSpec usual;
    request.out.clear();
    request.model = std::filesystem::path(request.model).filename().string();
    request.overwrite = false;
    request.device = usual.device;
    request.dtype = usual.dtype;
    request.threads = usual.threads;
    request.farm = usual.farm;
    nlohmann::json key = {{"request", nlohmann::json::parse(formatRunSpec(request))},
                          {"window", windows.length},
                          {"overlap", windows.overlap},
                          {"made_by", files.provenance},
                          {"shot", files.output.values.tokens.at("shot")}};
    key["made_by"].erase("device"); // nodes of a farm number their GPUs as they like
    return key.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

constexpr std::chrono::milliseconds lockPause{200};
std::chrono::seconds lockPatience()
{
    const char* seconds = std::getenv("UNIVIDX_LOCK_PATIENCE");
    return std::chrono::seconds(seconds ? std::max(0, std::atoi(seconds)) : 60);
}

constexpr std::chrono::seconds waitingPause{
    60}; // between two times it is said, so that no supervisor takes it for hung

std::string shardName(const RunStage& stage, std::size_t shard)
{
    return stage.shards == 1 ? "" : std::to_string(shard + 1) + "-of-" + std::to_string(stage.shards);
}

/// One run or shard at work: where its frames go and which have got there.
class Staged {
public:
    Staged(const RunSpec& spec, const RunStage& stage, const JobTools& tools)
        : stage_(stage), log_(tools.log),
          setup_(setUpRun(spec, [&tools](const std::string& sentence) { tools.log.note(sentence); })),
          files_(filesOf(spec, setup_)), job_(tools.job)
    {
        files_.sources.insert(files_.sources.end(), tools.guarded.begin(), tools.guarded.end());
        checkStateFolder(stage_.state, spec.out);
        setParallelism(spec.threads);
        job_.enter(Stage::LoadingModel);
        engine_ = &tools.engines.get(engineChoiceOf(spec), *setup_.choice.task.family, log_);
        files_.provenance = provenanceOf(setup_, *engine_, tools.version);
        const WindowOptions windows = engine_->windowsOf(setup_.job.request);
        plan_ = std::make_unique<WindowPlan>(setup_.job.request.frames, windows);
        key_ = keyOf(spec, files_, windows);
        log_.planned({windows.length, windows.overlap, static_cast<std::int64_t>(plan_->windows().size()),
                      setup_.job.request.frames.count});
    }

    RunResult run()
    {
        const auto lock = lockWindows(stage_.shards == 1 ? WindowLock::all : spanOf(stage_.shard));
        return make();
    }

    RunResult join()
    {
        const auto lock = lockWindows(WindowLock::all);
        // One shard alone is all of the run: what is done is found so.
        RunResult result = stage_.shards == 1 ? make() : putTogether();
        dropState();
        return result;
    }

private:
    RunResult make()
    {
        Checkpoint checkpoint = open(stage_.shard);
        requireSameInputs(checkpoint);
        chooseVersion(checkpoint);
        const WindowSpan span = spanOf(stage_.shard);
        const bool whole = stage_.shards == 1;
        const FrameRange own = whole ? frames() : span.empty() ? FrameRange{} : plan_->ownFrames(span);
        const std::unique_ptr<LayerFiles> files = beginFiles(checkpoint, own);
        const FrameFinisher finisher(setup_.job, *engine_, job_);
        const PartRun part{setup_.job.request, *plan_, span,
                           [&](std::int64_t frame) { return isDone(frame, checkpoint, files.get()); }};
        for (std::int64_t frame = own.first; frame < own.end(); ++frame) {
            if (part.isDone(frame))
                job_.finishFrames(1);
        }
        runParts(
            part, *engine_, finisher.sources(), checkpoint,
            [&](std::int64_t frame, const LayerFrame& layers) {
                job_.enter(Stage::Writing);
                if (movies())
                    checkpoint.saveFrame(frame, layers);
                else
                    files->write(finisher.finish(frame, layers));
                checkpoint.markPublished(frame);
                verified_.insert(frame);
                job_.finishFrames(1);
            },
            job_.token(), job_);
        if (!whole)
            return {own, {}};
        if (movies())
            writeStored(own, checkpoint, finisher, *files);
        return finished(*files);
    }

    RunResult putTogether()
    {
        Checkpoint seams = Checkpoint(stage_.state, key_, OtherRun::Refuse);
        requireSameInputs(seams);
        files_.output.values.version = files_.output.needsVersion() ? seams.version() : files_.output.values.version;
        for (std::size_t shard = 0; shard < stage_.shards; ++shard)
            refuseUnfinished(shard);
        files_.overwrite = files_.overwrite || !movies() || seams.begun();
        LayerFiles files(files_);
        lockNames(files, frames());
        removeTemporaries(files, frames());
        seams.begin();
        const FrameFinisher finisher(setup_.job, *engine_, job_);
        job_.plan(framesToJoin(), frames().count);
        for (std::size_t shard = 0; shard < stage_.shards; ++shard) {
            const WindowSpan span = spanOf(shard);
            if (span.empty())
                continue;
            joinSeam(*plan_, *setup_.choice.task.family, span.first, seams,
                     [&](std::int64_t frame, const LayerFrame& layers) {
                         job_.enter(Stage::Writing);
                         files.write(finisher.finish(frame, layers));
                         job_.advance(1);
                     });
            if (movies())
                writeStored(plan_->ownFrames(span), seams, finisher, files);
        }
        return finished(files);
    }

    /// Waits until no other process is at these windows: one that a farm has forgotten may be, or one that has been
    /// killed and is not gone yet. What it has finished by then is not made again.
    std::unique_ptr<WindowLock> lockWindows(WindowSpan span) const
    {
        const auto began = std::chrono::steady_clock::now();
        std::optional<std::chrono::steady_clock::time_point> told;
        bool gaveWay = false;
        auto lock = std::make_unique<WindowLock>(stage_.state, span, [&](const std::string& holder) {
            job_.throwIfCancelled();
            const auto now = std::chrono::steady_clock::now();
            if (!told || now - *told > waitingPause) {
                log_.waiting(holder + " is at this part of the run; waiting until it ends");
                told = now;
            }
            if (stage_.giveWay && !gaveWay && now - began >= lockPatience()) {
                gaveWay = true;
                stage_.giveWay();
            }
            std::this_thread::sleep_for(lockPause);
        });
        warnWithoutLocks(stage_.state, lock->keepsLocks(), log_);
        return lock;
    }

    /// From here on no other run writes these names.
    void lockNames(const LayerFiles& files, FrameRange range)
    {
        names_ = std::make_unique<OutputLock>(files_.output.folder, files.filesOf(range));
    }

    /// What a killed run has left half written: pictures, and the file that tries whether the folder can be written.
    void removeTemporaries(const LayerFiles& files, FrameRange range) const
    {
        auto targets = files.filesOf(range);
        targets.push_back(files_.output.folder / "unividx");
        removeLeftovers(targets);
    }
    void dropState() const
    {
        removeStateFolder(stage_.state); // the layers are done and checked
    }
    /// What is left to write when all shards are there: the frames they share, of movies all.
    std::int64_t framesToJoin() const
    {
        std::int64_t count = 0;
        for (std::size_t shard = 1; shard < stage_.shards; ++shard)
            count += plan_->sharedBefore(spanOf(shard).first).count;
        return std::max<std::int64_t>(1, movies() ? frames().count : count);
    }
    FrameRange frames() const { return setup_.job.request.frames; }
    bool movies() const { return files_.format == LayerFileFormat::Mp4 || files_.names == FileNames::Published; }
    WindowSpan spanOf(std::size_t shard) const { return plan_->shard(shard, stage_.shards); }
    Checkpoint open(std::size_t shard) const
    {
        return {stage_.state, key_, stage_.shards == 1 ? OtherRun::BeginAnew : OtherRun::Refuse,
                shardName(stage_, shard)};
    }

    /// Frames of a replaced input must not stand beside those made from the one before.
    void requireSameInputs(const Checkpoint& checkpoint) const
    {
        const std::vector<FileIdentity> now = identitiesOf(setup_.filesRead());
        const auto before = checkpoint.inputs();
        const bool matters = (checkpoint.begun() || stage_.shards > 1) && !stage_.resumeAnyway;
        const std::string difference = before && matters ? differenceOf(*before, now) : std::string();
        if (!difference.empty())
            throw Error(ErrorKind::Input, difference +
                                              " since this run was interrupted, so its finished frames would " +
                                              "not match the rest; remove " + stage_.state.string() +
                                              " to start again, or continue regardless with --resume-anyway");
        if (!before || *before != now)
            checkpoint.keepInputs(now);
    }

    /// The number that this run was given when it began, whichever process or shard began it; else the next free one.
    void chooseVersion(const Checkpoint& checkpoint)
    {
        OutputNames& names = files_.output;
        if (!names.needsVersion())
            return;
        names.values.version = checkpoint.version();
        if (!names.needsVersion())
            return;
        const std::int64_t reserved = reserveVersion(names);
        names.values.version = reserved;
        if (const std::int64_t kept = checkpoint.keepVersion(reserved); kept != reserved) {
            releaseVersion(names); // another shard was quicker
            names.values.version = kept;
        }
    }

    /// The files of a run that begins are refused where something is in their place; one that goes on writes over its
    /// own. A shard of movies has none.
    std::unique_ptr<LayerFiles> beginFiles(Checkpoint& checkpoint, FrameRange own)
    {
        LayerFilesSettings settings = files_;
        settings.checked = own;
        if (movies() && stage_.shards > 1) {
            checkpoint.begin();
            return nullptr;
        }
        if (!checkpoint.begun())
            lockNames(LayerFiles(settings), own);
        settings.overwrite = true;
        auto files = std::make_unique<LayerFiles>(settings);
        if (checkpoint.begun())
            lockNames(*files, own);
        checkpoint.begin();
        removeTemporaries(*files, own);
        return files;
    }

    bool isDone(std::int64_t frame, const Checkpoint& checkpoint, const LayerFiles* files)
    {
        if (verified_.contains(frame))
            return true;
        if (!checkpoint.isPublished(frame))
            return false;
        const auto readable = [&] {
            const auto pictures = files->filesOf({frame, 1});
            return std::all_of(pictures.begin(), pictures.end(), isReadable);
        };
        if (movies() ? !checkpoint.loadFrame(frame).has_value() : !readable())
            return false;
        verified_.insert(frame);
        return true;
    }

    void refuseUnfinished(std::size_t shard)
    {
        const Checkpoint checkpoint = open(shard);
        verified_.clear();
        const LayerFilesSettings settings = [&] {
            LayerFilesSettings mine = files_;
            mine.overwrite = true;
            return mine;
        }();
        const LayerFiles files(settings);
        const PartRun part{setup_.job.request, *plan_, spanOf(shard),
                           [&](std::int64_t frame) { return isDone(frame, checkpoint, &files); }};
        if (!isFinished(part, checkpoint))
            throw Error(ErrorKind::Input, stage_.state.string() + ": shard " + std::to_string(shard + 1) + " of " +
                                              std::to_string(stage_.shards) + " has not finished; run it first");
    }

    void writeStored(FrameRange range, const Checkpoint& checkpoint, const FrameFinisher& finisher, LayerFiles& files)
    {
        for (std::int64_t frame = range.first; frame < range.end(); ++frame) {
            job_.enter(Stage::Writing);
            const auto layers = checkpoint.loadFrame(frame);
            if (!layers)
                throw Error(ErrorKind::Output, checkpoint.folder().string() + ": frame " + std::to_string(frame) +
                                                   " was kept there and is gone; run it again");
            files.write(finisher.finish(frame, *layers));
            if (stage_.join)
                job_.advance(1);
        }
    }

    RunResult finished(LayerFiles& files)
    {
        tellChanges(files.finish().changed, log_);
        const RunResult result{frames(), files.layerFiles()};
        checkLayers(files.toCheck(), [this] { job_.throwIfCancelled(); });
        releaseVersion(files_.output);
        return result;
    }

    RunStage stage_;
    JobLog& log_;
    RunSetup setup_;
    LayerFilesSettings files_; ///< of the whole run
    JobContext& job_;
    Engine* engine_ = nullptr; ///< the keeper's
    std::unique_ptr<WindowPlan> plan_;
    std::string key_;
    std::set<std::int64_t> verified_;
    std::unique_ptr<OutputLock> names_;
};

} // namespace

void warnWithoutLocks(const std::filesystem::path& folder, bool keepsLocks, JobLog& log)
{
    if (!keepsLocks)
        log.warning(folder.string() +
                    ": this file system keeps no locks, so a part of the run that is begun twice at a time (by a "
                    "farm that forgot a task, or by hand) is made twice, and one of the two may fail; see that it "
                    "is begun once, mount the disk with locks (flock), or keep the state on another disk");
}

RunResult runStaged(const RunSpec& spec, const RunStage& stage, const JobTools& tools)
{
    Staged staged(spec, stage, tools);
    return stage.join ? staged.join() : staged.run();
}

} // namespace unividx
