#include "core/project/collect.h"

#include "core/base/atomic_file.h"
#include "core/base/copy_file.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/base/sync_folder.h"
#include "core/layers/shot_name.h"
#include "core/media/sequence_pattern.h"
#include "core/project/project_file.h"
#include "core/project/project_paths.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

/// Finds what a project is made of, and gives each thing its place.
class Collector {
public:
    explicit Collector(CollectPlan& plan) : plan_(plan) {}

    /// The path in the collection; the same one where there is nothing to copy.
    fs::path place(const fs::path& path, PathUse use)
    {
        if (const auto known = places_.find(path); known != places_.end())
            return known->second;
        if (use == PathUse::MadeFrom)
            return path;
        const fs::path placed = copied(path, use);
        places_[path] = placed;
        return placed;
    }

private:
    std::string folderOf(PathUse use) const
    {
        switch (use) {
        case PathUse::Take:
            return plan_.name + "_layers";
        case PathUse::Plate:
            return "plates";
        case PathUse::Input:
            return "inputs";
        case PathUse::Media:
        case PathUse::MadeFrom:
            break;
        }
        return "media";
    }

    /// A name in the collection that nothing else has; file systems that do not tell cases apart included.
    fs::path freshName(const std::string& folder, const fs::path& name)
    {
        fs::path fresh = fs::path(folder) / name;
        for (int number = 2; !taken_.insert(lower(fresh.string())).second; ++number)
            fresh =
                fs::path(folder) / (name.stem().string() + "-" + std::to_string(number) + name.extension().string());
        return fresh;
    }
    static std::string lower(std::string text)
    {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    }

    fs::path copied(const fs::path& path, PathUse use)
    {
        std::error_code unknown; // then it counts as missing
        if (fs::is_directory(path, unknown)) {
            const fs::path to = freshName(folderOf(use), path.filename());
            for (fs::recursive_directory_iterator entry(path, unknown);
                 !unknown && entry != fs::recursive_directory_iterator(); entry.increment(unknown)) {
                std::error_code none;
                if (entry->is_regular_file(none) && !entry->path().filename().string().starts_with('.'))
                    add(entry->path(), to / fs::relative(entry->path(), path, none));
            }
            if (unknown)
                throw Error(ErrorKind::Input, path.string() + ": cannot be read (" + unknown.message() + ")");
            return plan_.folder / to;
        }
        if (fs::is_regular_file(path, unknown)) {
            const fs::path to = freshName(folderOf(use), path.filename());
            add(path, to);
            return plan_.folder / to;
        }
        if (const auto pattern = parseSequencePattern(path); pattern && fs::is_directory(pattern->folder, unknown)) {
            const auto frames = findSequenceFiles(*pattern);
            if (!frames.empty())
                return sequence(path, frames, use);
        }
        plan_.missing.push_back(path.string() + ": is not there");
        return path;
    }

    /// A folder of its own: names of frames stay as they are.
    fs::path sequence(const fs::path& path, const std::map<std::int64_t, fs::path>& frames, PathUse use)
    {
        std::string name = path.filename().string();
        name = name.substr(0, name.find_first_of("#%@"));
        while (!name.empty() && (name.back() == '.' || name.back() == '_' || name.back() == '-'))
            name.pop_back();
        const fs::path to = freshName(folderOf(use), name.empty() ? "sequence" : name);
        for (const auto& [number, file] : frames)
            add(file, to / file.filename());
        return plan_.folder / to / path.filename();
    }

    void add(const fs::path& from, const fs::path& to)
    {
        std::error_code unknown; // it is found when it is copied
        const std::uintmax_t size = fs::file_size(from, unknown);
        plan_.bytes += unknown ? 0 : static_cast<std::int64_t>(size);
        plan_.files.push_back({from, to});
    }

    CollectPlan& plan_;
    std::map<fs::path, fs::path> places_;
    std::set<std::string> taken_;
};

void requireEmpty(const fs::path& folder)
{
    std::error_code failed;
    if (!fs::exists(folder, failed) && !failed)
        return;
    if (!fs::is_directory(folder, failed))
        throw Error(ErrorKind::Output, folder.string() + ": is no folder; choose a new or empty one");
    const bool isEmpty = fs::is_empty(folder, failed);
    if (failed)
        throw Error(ErrorKind::Output, folder.string() + ": cannot be read (" + failed.message() + ")");
    if (!isEmpty)
        throw Error(ErrorKind::Output, folder.string() + ": is not empty; choose a new or empty folder");
}

void requireRoom(const CollectPlan& plan)
{
    std::error_code unknown; // then the copy finds out
    fs::path above = plan.folder.parent_path();
    while (!above.empty() && above != above.parent_path() && !fs::exists(above, unknown))
        above = above.parent_path();
    const fs::space_info room = fs::space(above, unknown);
    constexpr std::int64_t megabyte = 1'000'000;
    if (!unknown && room.available < static_cast<std::uintmax_t>(plan.bytes))
        throw Error(ErrorKind::Output, plan.folder.string() + ": the disk has room for " +
                                           std::to_string(static_cast<std::int64_t>(room.available) / megabyte) +
                                           " MB, " + std::to_string(plan.bytes / megabyte + 1) +
                                           " MB are needed; choose another disk");
}

/// The folder while it is filled; gone at the end unless it has got its name.
class UnfinishedFolder {
public:
    explicit UnfinishedFolder(const fs::path& target)
        : target_(target), path_(target.parent_path() / ("." + target.filename().string() + ".collecting"))
    {
        std::error_code ignored; // of a collection that was killed; what cannot go is in the way of the files
        fs::remove_all(path_, ignored);
        makeFolder(path_);
    }
    ~UnfinishedFolder()
    {
        std::error_code ignored; // what is left of it has a hidden name and goes with the next collection
        fs::remove_all(path_, ignored);
    }
    UnfinishedFolder(const UnfinishedFolder&) = delete;
    UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

    const fs::path& path() const { return path_; }

    void putInPlace() const
    {
        std::error_code failed;
        fs::rename(path_, target_, failed); // over an empty folder too
        if (failed)
            throw Error(ErrorKind::Output, target_.string() + ": cannot be made (" + failed.message() + ")");
        syncFolder(target_.parent_path());
    }

private:
    fs::path target_;
    fs::path path_;
};

} // namespace

CollectPlan planCollection(const Project& project, const fs::path& folder, const std::string& name)
{
    if (name.empty() || portableName(name) != name)
        throw Error(ErrorKind::Usage, "'" + name + "' is no name for a project's file");
    CollectPlan plan;
    plan.folder = fs::absolute(folder).lexically_normal();
    if (plan.folder.filename().empty())
        plan.folder = plan.folder.parent_path();
    plan.name = name;
    Collector collector(plan);
    plan.project = withPaths(project, [&](const fs::path& path, PathUse use) { return collector.place(path, use); });
    return plan;
}

fs::path collectedFile(const CollectPlan& plan)
{
    return plan.folder / (plan.name + ".uvx");
}

void collectProject(const CollectPlan& plan, JobContext& job)
{
    requireEmpty(plan.folder);
    requireRoom(plan);
    const NewFolder above(plan.folder.parent_path());
    const UnfinishedFolder work(plan.folder);
    job.plan(plan.bytes, static_cast<std::int64_t>(plan.files.size()));
    job.enter(Stage::Writing);
    for (const CollectedFile& file : plan.files) {
        const fs::path to = work.path() / file.to;
        makeFolder(to.parent_path());
        copyFileDurably(file.from, to, [&job](std::int64_t bytes) { job.advance(bytes); });
        job.finishFrames(1);
    }
    writeFileAtomically(work.path() / (plan.name + ".uvx"), formatProject(plan.project, plan.folder));
    work.putInPlace();
}

} // namespace unividx
