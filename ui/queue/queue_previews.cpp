#include "ui/queue/queue_previews.h"

#include "core/base/error.h"
#include "core/jobs/queue/run_options.h"
#include "core/task/task.h"
#include "ui/jobs/preview_strip.h"
#include "ui/media/later.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

constexpr int previewWidth = 160;

/// The number of a frame's file of a layer, `shot_layer.1001.exr`; nothing for another file.
std::optional<std::int64_t> frameNumber(const fs::path& file, std::string_view layer)
{
    const std::string extension = file.extension().string();
    if (extension != ".exr" && extension != ".png")
        return std::nullopt;
    const std::string stem = file.stem().string();
    const std::size_t dot = stem.rfind('.');
    if (dot == std::string::npos || stem.front() == '.')
        return std::nullopt;
    const std::string_view name = std::string_view(stem).substr(0, dot);
    const std::string digits = stem.substr(dot + 1);
    if (!name.ends_with(layer) || !name.substr(0, name.size() - layer.size()).ends_with('_') || digits.empty() ||
        digits.find_first_not_of("0123456789", digits.front() == '-' ? 1 : 0) != std::string::npos)
        return std::nullopt;
    return QString::fromStdString(digits).toLongLong();
}

/// Of the first layer that the run makes and has files of.
std::vector<FrameKey> latestFrames(const std::string& description)
{
    const RunOptions options = parseRunOptions(description, "an item");
    const Task task = taskNamed(options.task);
    for (std::size_t row = 0; row < 4; ++row) {
        const Modality& modality = task.family->modalities[row];
        if (!task.targets()[row])
            continue;
        std::map<std::int64_t, fs::path> frames;
        std::error_code gone; // a folder that is not there yet has no frames
        for (fs::directory_iterator entry(options.out, gone), end; !gone && entry != end; entry.increment(gone)) {
            if (const auto number = frameNumber(entry->path(), modality.name))
                frames[*number] = entry->path();
        }
        std::vector<FrameKey> keys;
        for (auto frame = frames.rbegin(); frame != frames.rend() && keys.size() < PreviewStrip::count; ++frame)
            keys.insert(keys.begin(),
                        {frame->second.string(), {}, frame->first, previewWidth, modality.decoding, nullptr, 0});
        if (!keys.empty())
            return keys;
    }
    return {};
}

} // namespace

QueuePreviews::QueuePreviews(FrameStore& thumbnails, QObject* parent)
    : QObject(parent), thumbnails_(thumbnails), files_(std::make_unique<BackgroundQueue>())
{
    connect(&thumbnails_, &FrameStore::ready, this, [this](const FrameKey& key) {
        if (std::find(latest_.begin(), latest_.end(), key) != latest_.end())
            Q_EMIT changed();
    });
}

QueuePreviews::~QueuePreviews()
{
    files_.reset(); // what its thread still posts to this object is dropped with it
}

void QueuePreviews::follow(const QueueItem* item)
{
    const ItemId id = item ? item->id : 0;
    const std::int64_t frames = item ? item->progress.framesDone : -1;
    if (id == item_ && frames == frames_)
        return;
    if (id != item_) {
        latest_.clear();
        Q_EMIT changed();
    }
    item_ = id;
    frames_ = frames;
    if (!item)
        return;
    later(
        *files_, this, [description = item->description] { return latestFrames(description); },
        [this, id](const std::vector<FrameKey>& keys) {
            if (id != item_)
                return;
            latest_ = keys;
            for (const FrameKey& key : latest_)
                thumbnails_.request(key);
            Q_EMIT changed();
        },
        [](const QString&) {}); // an item of a newer version has no pictures here
}

std::vector<QImage> QueuePreviews::pictures()
{
    std::vector<QImage> pictures;
    for (const FrameKey& key : latest_) {
        if (const StoredFrame* frame = thumbnails_.find(key))
            pictures.push_back(frame->thumbnail);
    }
    return pictures;
}

} // namespace unividx::ui
