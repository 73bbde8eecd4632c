#include "ui/queue/queue_previews.h"

#include "core/image/resize.h"
#include "core/queue/item_kind.h"
#include "ui/frames/display.h"
#include "ui/frames/later.h"
#include "ui/queue/preview_strip.h"

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

constexpr int previewWidth = 160;

/// As an engine makes it: colour as the screen shows it, normals with their sign.
QImage pictureOf(const Image& layer, Decoding decoding)
{
    const Image small = resizeArea(layer, fitInto(layer.resolution(), {previewWidth, previewWidth}));
    return toDisplay(small, meaningOf(decoding, decoding == Decoding::UnitNormal));
}

} // namespace

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
        *files_, this,
        [item = *item, folder = folder_] {
            std::vector<Latest> latest;
            for (const LatestFrame& frame : latestFrames(item, folder, PreviewStrip::count)) {
                if (frame.file.empty())
                    latest.push_back({{}, pictureOf(frame.picture, frame.decoding)});
                else
                    latest.push_back(
                        {{frame.file.string(), frame.layer, frame.frame, previewWidth, frame.decoding}, {}});
            }
            return latest;
        },
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
