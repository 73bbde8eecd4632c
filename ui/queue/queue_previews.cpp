#include "ui/queue/queue_previews.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/layers/layer_format.h"
#include "core/media/media_reader.h"
#include "core/queue/job_store.h"
#include "core/run/layer_frames_file.h"
#include "core/run/run_options.h"
#include "core/task/task.h"
#include "ui/frames/display.h"
#include "ui/frames/later.h"
#include "ui/jobs/preview_strip.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

constexpr int previewWidth = 160;

/// The number in a name that stands between `before` and `after`; nothing if it is another name.
std::optional<std::int64_t> numberBetween(std::string_view name, std::string_view before, std::string_view after)
{
    if (name.size() <= before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after))
        return std::nullopt;
    name = name.substr(before.size(), name.size() - before.size() - after.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

/// The number of a frame's file of a layer, `shot_layer.1001.exr`; nothing for another file.
std::optional<std::int64_t> frameNumber(const fs::path& file, std::string_view layer)
{
    const std::string extension = file.extension().string();
    const std::string name = file.filename().string();
    const std::string word = std::string("_").append(layer).append(".");
    const std::size_t at = name.rfind(word);
    if ((extension != ".exr" && extension != ".png") || at == std::string::npos || name.front() == '.')
        return std::nullopt;
    return numberBetween(std::string_view(name).substr(at), word, extension);
}

/// The last files of a folder, by the number that `numberOf` finds in their names.
template <typename NumberOf>
std::map<std::int64_t, fs::path> latestFiles(const fs::path& folder, NumberOf numberOf)
{
    std::map<std::int64_t, fs::path> files;
    std::error_code gone; // a folder that is not there yet has no frames
    for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end; entry.increment(gone)) {
        if (const auto number = numberOf(entry->path()))
            files[*number] = entry->path();
        if (files.size() > PreviewStrip::count)
            files.erase(files.begin());
    }
    return files;
}

/// As it lies in a run's state: colour as the screen shows it, normals with their sign.
QImage pictureOf(const Image& layer, Decoding decoding)
{
    const Image small = resizeArea(layer, fitInto(layer.resolution(), {previewWidth, previewWidth}));
    return toDisplay(small, meaningOf(decoding, decoding == Decoding::UnitNormal));
}

} // namespace

/// Finds an item's latest frames, on the thread of files: of the first layer that its run makes and has any of.
struct QueuePreviews::Looker {
    RunOptions options;
    fs::path state; ///< the folder with what its run goes on with

    static Looker of(const QueueItem& item, const fs::path& queue)
    {
        Looker looker{parseRunOptions(item.description, item.title), checkpointFolder(queue, item.id)};
        if (!looker.options.farm.engine.empty())
            looker.state = usualState(looker.options);
        return looker;
    }

    std::vector<Latest> look() const
    {
        const Task task = taskNamed(options.task);
        const bool movies = options.format == LayerFileFormat::Mp4 || options.names == FileNames::Published;
        for (std::size_t row = 0; row < 4; ++row) {
            if (!task.targets()[row])
                continue;
            const Modality& modality = task.family->modalities[row];
            auto latest = movies ? ofMovie(row, modality) : ofPictures(modality);
            if (!latest.empty())
                return latest;
        }
        return {};
    }

private:
    std::vector<Latest> ofPictures(const Modality& modality) const
    {
        const bool together =
            options.format == LayerFileFormat::ExrMultilayer || options.format == LayerFileFormat::ExrMultipart;
        const std::string_view word = together ? "layers" : modality.name;
        std::vector<Latest> latest;
        for (const auto& [frame, file] :
             latestFiles(options.out, [&](const fs::path& path) { return frameNumber(path, word); })) {
            FrameKey key{file.string(), {}, frame, previewWidth, modality.decoding};
            if (together)
                key.layer = layerFormat(modality.name).prefix;
            latest.push_back({key, {}});
        }
        return latest;
    }

    std::vector<Latest> ofMovie(std::size_t row, const Modality& modality) const
    {
        std::vector<Latest> latest;
        const auto kept = latestFiles(
            state, [](const fs::path& path) { return numberBetween(path.filename().string(), "frame-", ".layers"); });
        for (const auto& [frame, file] : kept) {
            const auto layers = loadLayerFrames(file); // nothing if the run has come to its end meanwhile
            if (layers && layers->contains(frame) && !layers->at(frame)[row].empty())
                latest.push_back({{}, pictureOf(layers->at(frame)[row], modality.decoding)});
        }
        const fs::path movie = movieOf(modality.name);
        if (!latest.empty() || movie.empty())
            return latest;
        const FrameRange frames = openMedia(movie)->info().frames;
        const std::int64_t first = std::max(frames.first, frames.end() - PreviewStrip::count);
        for (std::int64_t frame = first; frame < frames.end(); ++frame)
            latest.push_back({{movie.string(), {}, frame, previewWidth, modality.decoding}, {}});
        return latest;
    }

    /// `shot_layer.mp4`, if it is complete.
    fs::path movieOf(std::string_view layer) const
    {
        const std::string ending = std::string("_").append(layer).append(".mp4");
        std::error_code gone;
        for (fs::directory_iterator entry(options.out, gone), end; !gone && entry != end; entry.increment(gone)) {
            const std::string name = entry->path().filename().string();
            if (name.front() != '.' && name.ends_with(ending))
                return entry->path();
        }
        return {};
    }
};

QueuePreviews::QueuePreviews(FrameStore& thumbnails, std::filesystem::path folder, QObject* parent)
    : QObject(parent), thumbnails_(thumbnails), folder_(std::move(folder)), files_(std::make_unique<BackgroundQueue>())
{
    connect(&thumbnails_, &FrameStore::ready, this, [this](const FrameKey& key) {
        if (std::any_of(latest_.begin(), latest_.end(), [&](const Latest& frame) { return frame.key == key; }))
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
        *files_, this, [item = *item, folder = folder_] { return Looker::of(item, folder).look(); },
        [this, id](const std::vector<Latest>& latest) {
            if (id != item_)
                return;
            latest_ = latest;
            for (const Latest& frame : latest_) {
                if (frame.picture.isNull())
                    thumbnails_.request(frame.key);
            }
            Q_EMIT changed();
        },
        [](const QString&) {}); // an item of a newer version has no pictures here
}

std::vector<QImage> QueuePreviews::pictures()
{
    std::vector<QImage> pictures;
    for (const Latest& latest : latest_) {
        if (!latest.picture.isNull())
            pictures.push_back(latest.picture);
        else if (const StoredFrame* frame = thumbnails_.find(latest.key))
            pictures.push_back(frame->thumbnail);
    }
    return pictures;
}

} // namespace unividx::ui
