#include "ui/frames/frame_store.h"

#include "core/export/composite.h"
#include "core/image/resize.h"
#include "core/layers/input_color.h"
#include "ui/frames/display.h"

#include <QMetaObject>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

namespace unividx::ui {

namespace {

/// The readers of what was read last, kept open: opening a movie reads all its packets.
template <typename Name, typename Reader>
class RecentReaders {
public:
    explicit RecentReaders(std::size_t most) : most_(most) {}

    template <typename Open>
    Reader& get(const Name& name, Open open)
    {
        const auto found =
            std::find_if(open_.begin(), open_.end(), [&](const auto& entry) { return entry.first == name; });
        if (found != open_.end()) {
            std::rotate(open_.begin(), found, std::next(found));
            return *open_.front().second;
        }
        open_.emplace_front(name, open());
        if (open_.size() > most_)
            open_.pop_back();
        return *open_.front().second;
    }

    /// Latest first.
    auto begin() const { return open_.begin(); }
    auto end() const { return open_.end(); }

private:
    std::size_t most_;
    std::deque<std::pair<Name, std::unique_ptr<Reader>>> open_;
};

/// Whether a frame is made of that file.
bool reads(const FrameKey& key, const std::string& path)
{
    if (!key.composite)
        return key.path == path;
    const auto& layers = key.composite->files.layers;
    const auto& nodes = key.composite->stack.nodes;
    return key.path == path ||
           std::any_of(layers.begin(), layers.end(), [&](const auto& layer) { return layer.second == path; }) ||
           std::any_of(nodes.begin(), nodes.end(), [&](const CompNode& node) {
               const auto* background = std::get_if<BackgroundNode>(&node.settings);
               return background && background->file == path;
           });
}

} // namespace

class FrameStore::Readers {
public:
    /// `keptBudget`: for what composites' proxies are made of.
    explicit Readers(std::size_t keptBudget) : keptBudget_(keptBudget) {}

    std::size_t keptBytes() const { return kept_.load(std::memory_order_relaxed); }

    StoredFrame read(const FrameKey& key)
    {
        const std::lock_guard lock(mutex_);
        return key.composite ? readComposite(key) : readFile(key);
    }

private:
    StoredFrame readFile(const FrameKey& key)
    {
        const bool colour = key.decoding == Decoding::Color;
        MediaReader& reader = files_.get(std::tuple(key.path, key.layer, key.colorSpace, colour), [&] {
            auto opened = openMedia(std::filesystem::path(key.path), {key.layer});
            return colour ? withInputColor(std::move(opened), key.colorSpace) : std::move(opened);
        });
        const MediaInfo& info = reader.info();
        StoredFrame frame;
        frame.sceneLinear = info.sceneLinear;
        // A still has one frame, whatever is asked for.
        frame.image = reader.read(info.frames.count == 1 ? info.frames.first : key.frame);
        if (key.thumbnailWidth > 0)
            frame.image = resizeArea(frame.image, thumbnailOf(frame.image.resolution(), key));
        return finish(std::move(frame), key);
    }

    StoredFrame readComposite(const FrameKey& key)
    {
        CompFiles files = key.composite->files;
        addPlate(key.composite->stack, files);
        CompReader& reader = composites_.get(files, [&] { return std::make_unique<CompReader>(files); });
        const int thumbnailHeight = thumbnailOf(reader.full(), key).height;
        CompResult made =
            reader.read(key.composite->stack, key.frame, key.thumbnailWidth > 0 ? thumbnailHeight : key.mostHeight);
        keepWithinBudget();
        StoredFrame frame;
        frame.sceneLinear = true;
        frame.image = made.picture.image();
        frame.matte = std::move(made.matte);
        frame.full = reader.full();
        return finish(std::move(frame), key);
    }

    /// Composites that were not asked for lately give up theirs first.
    void keepWithinBudget()
    {
        std::vector<CompReader*> readers;
        std::size_t bytes = 0;
        for (const auto& [files, reader] : composites_) {
            readers.push_back(reader.get());
            bytes += reader->keptBytes();
        }
        for (auto reader = readers.rbegin(); reader != readers.rend() && bytes > keptBudget_; ++reader) {
            const std::size_t before = (*reader)->keptBytes();
            (*reader)->trim(before - std::min(before, bytes - keptBudget_));
            bytes -= before - (*reader)->keptBytes();
        }
        kept_.store(bytes, std::memory_order_relaxed);
    }

    static Resolution thumbnailOf(Resolution size, const FrameKey& key)
    {
        return fitInto(size, {std::max(1, key.thumbnailWidth), std::max(1, key.thumbnailWidth)});
    }

    /// Of a thumbnail the finished picture is all that is kept.
    static StoredFrame finish(StoredFrame frame, const FrameKey& key)
    {
        if (key.thumbnailWidth > 0) {
            frame.thumbnail = toDisplay(frame.image, meaningOf(key.decoding, frame.sceneLinear));
            frame.image = {};
            frame.matte = {};
        }
        return frame;
    }

    std::size_t keptBudget_;
    std::atomic<std::size_t> kept_{0};
    std::mutex mutex_;
    /// By path, layer, colour space, and whether it is colour.
    RecentReaders<std::tuple<std::string, std::string, std::string, bool>, MediaReader> files_{6};
    RecentReaders<CompFiles, CompReader> composites_{3}; // each holds a decoded frame with its layers, and proxies
};

FrameKey compositeKey(const std::shared_ptr<const CompSource>& source, std::int64_t frame, int mostHeight,
                      int thumbnailWidth)
{
    return {source->files.source.string(),
            source->files.sourceLayer,
            frame,
            thumbnailWidth,
            Decoding::Color,
            source,
            mostHeight};
}

FrameStore::FrameStore(std::size_t budgetBytes, QObject* parent)
    : QObject(parent), budget_(budgetBytes), readers_(std::make_shared<Readers>(budgetBytes / 2)),
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

const QString* FrameStore::failure(const FrameKey& key) const
{
    const auto found = failed_.find(key);
    return found == failed_.end() ? nullptr : &found->second;
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
    const auto isOf = [&](const FrameKey& key) { return reads(key, path); };
    for (auto entry = frames_.begin(); entry != frames_.end();) {
        if (!isOf(entry->first)) {
            ++entry;
            continue;
        }
        bytes_ -= bytesOf(entry->second.frame);
        uses_.erase(entry->second.use);
        entry = frames_.erase(entry);
    }
    std::erase_if(failed_, [&](const auto& entry) { return isOf(entry.first); });
    readers_ = std::make_shared<Readers>(budget_ / 2); // the ones in use now live until their task ends
}

BackgroundQueue::Task FrameStore::decode(const FrameKey& key)
{
    return [this, key, readers = readers_] {
        try {
            StoredFrame frame = readers->read(key);
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
    while (bytes_ + readers_->keptBytes() > budget_ && uses_.size() > 1) {
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
    failed_[key] = sentence;
    Q_EMIT failed(key, sentence);
}

std::size_t FrameStore::bytesOf(const StoredFrame& frame)
{
    return frame.image.byteSize() + frame.matte.byteSize() + static_cast<std::size_t>(frame.thumbnail.sizeInBytes());
}

} // namespace unividx::ui
