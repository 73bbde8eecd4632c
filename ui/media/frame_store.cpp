#include "ui/media/frame_store.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "ui/media/display.h"

#include <QMetaObject>

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

namespace unividx::ui {

/// The files that were read last, kept open: opening a movie reads all its packets.
class FrameStore::Readers {
public:
    MediaReader& open(const FrameKey& key)
    {
        const std::lock_guard lock(mutex_);
        const std::pair name(key.path, key.layer);
        const auto found =
            std::find_if(open_.begin(), open_.end(), [&](const auto& entry) { return entry.first == name; });
        if (found != open_.end()) {
            std::rotate(open_.begin(), found, std::next(found));
            return *open_.front().second;
        }
        open_.emplace_front(name, openMedia(std::filesystem::path(key.path), {key.layer}));
        if (open_.size() > mostOpen)
            open_.pop_back();
        return *open_.front().second;
    }

private:
    static constexpr std::size_t mostOpen = 6;
    std::mutex mutex_;
    std::deque<std::pair<std::pair<std::string, std::string>, std::unique_ptr<MediaReader>>> open_;
};

namespace {

StoredFrame readFrame(MediaReader& reader, const FrameKey& key)
{
    const MediaInfo& info = reader.info();
    // A still has one frame, whatever is asked for.
    const std::int64_t number = info.frames.count == 1 ? info.frames.first : key.frame;
    StoredFrame frame;
    frame.sceneLinear = info.sceneLinear;
    frame.image = reader.read(number);
    if (key.thumbnailWidth > 0) {
        const Image small =
            resizeArea(frame.image, fitInto(frame.image.resolution(), {key.thumbnailWidth, key.thumbnailWidth}));
        frame.thumbnail = toDisplay(small, meaningOf(key.decoding, info.sceneLinear));
        frame.image = {};
    }
    return frame;
}

} // namespace

FrameStore::FrameStore(std::size_t budgetBytes, QObject* parent)
    : QObject(parent), budget_(budgetBytes), readers_(std::make_shared<Readers>()),
      queue_(std::make_unique<BackgroundQueue>())
{
}

FrameStore::~FrameStore()
{
    queue_.reset(); // what its thread still posts to this object is dropped with it
}

const StoredFrame* FrameStore::find(const FrameKey& key)
{
    const auto found = frames_.find(key);
    if (found == frames_.end())
        return nullptr;
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return &found->second.frame;
}

void FrameStore::request(const FrameKey& key)
{
    if (frames_.contains(key) || failed_.contains(key) || !pending_.insert(key).second)
        return;
    queue_->push(decode(key));
}

void FrameStore::requestOnly(const FrameKey& key)
{
    if (frames_.contains(key) || failed_.contains(key) || pending_.contains(key))
        return;
    pending_ = {key};
    queue_->replace(decode(key));
}

void FrameStore::forget(const std::string& path)
{
    const auto isOf = [&](const FrameKey& key) { return key.path == path; };
    for (auto entry = frames_.begin(); entry != frames_.end();) {
        if (!isOf(entry->first)) {
            ++entry;
            continue;
        }
        bytes_ -= bytesOf(entry->second.frame);
        uses_.erase(entry->second.use);
        entry = frames_.erase(entry);
    }
    std::erase_if(failed_, isOf);
    readers_ = std::make_shared<Readers>(); // the ones in use now live until their task ends
}

BackgroundQueue::Task FrameStore::decode(const FrameKey& key)
{
    return [this, key, readers = readers_] {
        try {
            StoredFrame frame = readFrame(readers->open(key), key);
            QMetaObject::invokeMethod(
                this, [this, key, frame = std::move(frame)] { store(key, frame); }, Qt::QueuedConnection);
        } catch (const std::exception& error) {
            const QString sentence = QString::fromUtf8(error.what());
            QMetaObject::invokeMethod(
                this, [this, key, sentence] { fail(key, sentence); }, Qt::QueuedConnection);
        }
    };
}

void FrameStore::store(const FrameKey& key, StoredFrame frame)
{
    pending_.erase(key);
    if (!frames_.contains(key)) {
        bytes_ += bytesOf(frame);
        uses_.push_front(key);
        frames_[key] = {std::move(frame), uses_.begin()};
    }
    // The newest stays even if it alone is more than the budget: it is what was asked for.
    while (bytes_ > budget_ && uses_.size() > 1) {
        const auto oldest = frames_.find(uses_.back());
        bytes_ -= bytesOf(oldest->second.frame);
        frames_.erase(oldest);
        uses_.pop_back();
    }
    Q_EMIT ready(key);
}

void FrameStore::fail(const FrameKey& key, const QString& sentence)
{
    pending_.erase(key);
    failed_.insert(key);
    Q_EMIT failed(key, sentence);
}

std::size_t FrameStore::bytesOf(const StoredFrame& frame)
{
    return frame.image.byteSize() + static_cast<std::size_t>(frame.thumbnail.sizeInBytes());
}

} // namespace unividx::ui
