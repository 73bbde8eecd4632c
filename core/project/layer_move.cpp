#include "core/project/layer_move.h"

#include "core/base/atomic_file.h"
#include "core/base/copy_file.h"
#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/base/json_text.h"
#include "core/base/process_identity.h"
#include "core/base/sync_folder.h"
#include "core/base/text_file.h"
#include "core/project/project_file.h"
#include "core/project/project_paths.h"
#include "core/project/take_files.h"

#include <algorithm>
#include <string>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

/// In a folder that is on its way: the project it goes with, and its new place.
constexpr const char* noteName = ".moving";

fs::path noteOf(const fs::path& folder)
{
    return folder / noteName;
}

/// A new folder's name until it is whole.
fs::path unfinished(const fs::path& folder)
{
    return folder.parent_path() / ("." + folder.filename().string() + ".moving");
}

std::vector<fs::path> filesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(folder, failed); !failed && entry != fs::recursive_directory_iterator();
         entry.increment(failed)) {
        std::error_code unknown; // it has gone
        if (entry->is_regular_file(unknown) && entry->path().filename() != noteName)
            files.push_back(fs::relative(entry->path(), folder, unknown));
    }
    if (failed)
        throw Error(ErrorKind::Output, folder.string() + ": cannot be moved (" + failed.message() + ")");
    return files;
}

/// A second name for the file, or a copy where there can be none.
void linkOrCopy(const fs::path& from, const fs::path& to)
{
    std::error_code failed;
    fs::create_hard_link(from, to, failed);
    if (failed)
        copyFileDurably(from, to);
}

void fill(const FolderMove& move)
{
    const fs::path work = unfinished(move.to);
    std::error_code ignored; // what is in the way is found by the copy
    fs::remove_all(work, ignored);
    makeFolder(work);
    for (const fs::path& file : filesIn(move.from)) {
        makeFolder((work / file).parent_path());
        linkOrCopy(move.from / file, work / file);
    }
    syncFolder(work);
    fs::rename(work, move.to, ignored);
    if (ignored)
        throw Error(ErrorKind::Output, move.to.string() + ": cannot be made (" + ignored.message() + ")");
    syncFolder(move.to.parent_path());
}

void writeNote(const FolderMove& move, const fs::path& project)
{
    const nlohmann::json note{{"project", project.string()}, {"to", move.to.string()}, {"process", processTag()}};
    writeFileAtomically(noteOf(move.from), note.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

/// Removes the files of `folder` that stand in `kept` too, and what is empty then.
void removeTwins(const fs::path& folder, const fs::path& kept)
{
    std::error_code ignored; // what cannot be removed stays, and is looked at again at the next start
    for (const fs::path& file : filesIn(folder)) {
        const bool isThere = fs::file_size(kept / file, ignored) == fs::file_size(folder / file, ignored) && !ignored;
        if (isThere)
            fs::remove(folder / file, ignored);
        for (fs::path above = file.parent_path(); isThere && !above.empty(); above = above.parent_path())
            fs::remove(folder / above, ignored);
        ignored.clear();
    }
    if (filesIn(folder).empty())
        fs::remove(noteOf(folder), ignored);
    fs::remove(folder, ignored);
}

bool isSaved(const FolderMove& move, const fs::path& project)
{
    try {
        return !clipsWithTakeIn(openProject(project).project, move.to).empty();
    } catch (const Error&) {
        return false; // it was never written, or is no project any more: the old place counts
    }
}

void undo(const FolderMove& move)
{
    std::error_code ignored; // a folder that stays is a copy too many
    fs::remove_all(unfinished(move.to), ignored);
    if (fs::is_directory(move.to, ignored))
        removeTwins(move.to, move.from);
    fs::remove(noteOf(move.from), ignored);
}

void finish(const fs::path& folder, const nlohmann::json& note)
{
    const auto textOf = [&](const char* key) {
        const auto found = note.find(key);
        return found != note.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const FolderMove move{folder, textOf("to")};
    if (move.to.empty() || lifeOf(textOf("process")) == ProcessLife::Running)
        return;
    if (isSaved(move, textOf("project")))
        removeTwins(move.from, move.to);
    else
        undo(move);
}

} // namespace

std::vector<FolderMove> planLayerMoves(const Project& project, const fs::path& layers, const fs::path& target,
                                       const std::set<fs::path>& busy)
{
    std::vector<FolderMove> moves;
    const auto isKnown = [&](const fs::path& folder) {
        return std::any_of(moves.begin(), moves.end(), [&](const FolderMove& move) { return move.from == folder; });
    };
    const auto isTaken = [&](const fs::path& folder) {
        std::error_code unknown; // then it is found when it is made
        return fs::exists(folder, unknown) ||
               std::any_of(moves.begin(), moves.end(), [&](const FolderMove& move) { return move.to == folder; });
    };
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            for (const Take& take : clip.takes) {
                std::error_code unknown; // a folder that cannot be looked at stays
                if (take.folder.parent_path() != layers || layers == target || busy.contains(take.folder) ||
                    isKnown(take.folder) || !fs::is_directory(take.folder, unknown))
                    continue;
                const std::string name = take.folder.filename().string();
                fs::path to = target / name;
                for (int number = 2; isTaken(to); ++number)
                    to = target / (name + "-" + std::to_string(number));
                moves.push_back({take.folder, to});
            }
        }
    }
    return moves;
}

Project withMovedLayers(Project project, const std::vector<FolderMove>& moves)
{
    if (moves.empty())
        return project;
    return withPaths(std::move(project), [&](const fs::path& path, PathUse) {
        for (const FolderMove& move : moves) {
            if (fs::path moved = movedPath(path, move.from, move.to); moved != path)
                return moved;
        }
        return path;
    });
}

void saveWithMovedLayers(const Project& project, const fs::path& path, const std::vector<FolderMove>& moves)
{
    const fs::path target = fs::absolute(path);
    try {
        for (const FolderMove& move : moves) {
            writeNote(move, target);
            fill(move);
        }
        saveProject(project, target);
    } catch (...) {
        for (const FolderMove& move : moves)
            undo(move);
        throw;
    }
}

void removeMovedLayers(const std::vector<FolderMove>& moves)
{
    for (const FolderMove& move : moves)
        removeTwins(move.from, move.to);
}

void finishLayerMoves(const fs::path& layers)
{
    std::error_code unreadable; // then nothing is done
    for (fs::directory_iterator entry(layers, unreadable); !unreadable && entry != fs::directory_iterator();
         entry.increment(unreadable)) {
        std::error_code unknown;
        const fs::path note = noteOf(entry->path());
        if (!fs::is_regular_file(note, unknown))
            continue;
        try {
            finish(entry->path(), parseJson(readTextFile(note), note.string()));
        } catch (const Error&) {
            continue; // a damaged note does not say where to: both places stay
        }
    }
}

} // namespace unividx
