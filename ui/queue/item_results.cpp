#include "ui/queue/item_results.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/project/clock.h"
#include "core/queue/item_kind.h"
#include "core/run/run_fields.h"
#include "ui/common/words.h"
#include "ui/queue/queue_takes.h"

#include <QCoreApplication>

#include <algorithm>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

/// The frames that an item was asked for, from the first; none where that is not known.
FrameRange framesAsked(const QueueItem& item)
{
    if (item.frames.count > 0)
        return item.frames;
    const auto take = itemKind(item.kind).take(item.description, {});
    return take ? take->frames : FrameRange{};
}

/// A frame's file of a pattern with ####; another file as it is.
fs::path frameFile(std::string pattern, std::int64_t frame)
{
    const std::size_t marks = pattern.find("####");
    if (marks == std::string::npos)
        return pattern;
    QString number = QString::number(std::abs(frame)).rightJustified(4, '0');
    return pattern.replace(marks, 4, (frame < 0 ? "-" : "") + number.toStdString());
}

} // namespace

QString editedTakeName(const QueueItem& item)
{
    if (item.kind != "render")
        return QCoreApplication::translate("ItemResults", "Matte as edited");
    const bool relights = parseRenderSpec(item.description, "render").kind == ModelRenderKind::Relight;
    return relights ? QCoreApplication::translate("ItemResults", "Relit by the model")
                    : QCoreApplication::translate("ItemResults", "Harmonised by the model");
}

fs::path itemFolder(const QueueItem& item)
{
    try {
        if (!item.files.empty())
            return fs::path(item.files.front()).parent_path();
        if (item.kind == "run")
            return parseRunSpec(item.description, item.title).out;
        if (item.kind == "export")
            return parseExportSpec(item.description, item.title).asked.folder;
        const auto take = itemKind(item.kind).take(item.description, {});
        return take ? take->folder : fs::path();
    } catch (const Error&) {
        return {}; // of a newer version
    }
}

fs::path openedFile(const QueueItem& item)
{
    if (item.files.empty())
        return {};
    return frameFile(item.files.front(), item.frames.first);
}

qint64 itemBytes(const QueueItem& item)
{
    qint64 bytes = 0;
    const auto add = [&bytes](const fs::path& file) {
        std::error_code unknown; // it was moved or deleted meanwhile
        const std::uintmax_t size = fs::file_size(file, unknown);
        bytes += unknown ? 0 : static_cast<qint64>(size);
    };
    for (const std::string& file : item.files) {
        if (file.find("####") == std::string::npos) {
            add(file);
            continue;
        }
        for (std::int64_t frame = item.frames.first; frame < item.frames.end(); ++frame)
            add(frameFile(file, frame));
    }
    return bytes;
}

std::optional<Take> itemTake(const QueueItem& item, std::int64_t frames, const Project& project, const Clip& clip)
{
    const ItemKind* kind = findItemKind(item.kind);
    if (!kind)
        return std::nullopt;
    try {
        const bool done = item.state == ItemState::Done;
        const FrameRange asked = framesAsked(item);
        const FrameRange made{asked.first, done ? asked.count : std::min(frames, asked.count)};
        if (made.count <= 0)
            return std::nullopt;
        auto take = done ? takeOf(item) : kind->take(item.description, made);
        if (!take)
            return std::nullopt;
        take->frames = made;
        if (take->created.empty())
            take->created = utcNow();
        if (item.kind == "run") {
            const RunSpec run = parseRunSpec(item.description, item.title);
            const auto [task, kept] = choiceOf(run);
            take->name = taskWord(*task.family, task.conditions, kept).toStdString();
            take->settings = settingsOf(run, project, clip);
        } else {
            take->name = editedTakeName(item).toStdString();
            take->settings = clip.task;
        }
        return take;
    } catch (const Error&) {
        return std::nullopt; // of a newer version
    }
}

std::int64_t framesOnDisk(const Take& take, std::int64_t known)
{
    const auto isThere = [&](std::int64_t frame) {
        std::error_code ignored; // what cannot be looked at is not there
        return std::all_of(take.layers.begin(), take.layers.end(), [&](const std::string& layer) {
            return fs::exists(framePath(take.folder, take.layerPrefix, layer, frame, ".exr"), ignored);
        });
    };
    std::int64_t count = known;
    while (count < take.frames.count && isThere(take.frames.first + count))
        ++count;
    return count;
}

bool hasTakeIn(const Project& project, const fs::path& folder)
{
    for (const Track& track : project.tracks) {
        for (const Clip& clip : track.clips) {
            if (std::any_of(clip.takes.begin(), clip.takes.end(),
                            [&](const Take& take) { return take.folder == folder; }))
                return true;
        }
    }
    return false;
}

} // namespace unividx::ui
