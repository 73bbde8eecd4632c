#include "core/media/media_reader.h"

#include <list>
#include <unordered_map>
#include <utility>

namespace unividx {

namespace {

class CachedReader final : public MediaReader {
public:
    CachedReader(std::unique_ptr<MediaReader> reader, std::size_t budgetBytes)
        : budget_(budgetBytes), reader_(std::move(reader))
    {
    }

    const MediaInfo& info() const override { return reader_->info(); }

    Image read(std::int64_t frame) override
    {
        if (const auto found = byFrame_.find(frame); found != byFrame_.end()) {
            byUse_.splice(byUse_.begin(), byUse_, found->second);
            return found->second->image;
        }
        Image image = reader_->read(frame);
        if (image.byteSize() > budget_)
            return image;
        while (held_ + image.byteSize() > budget_)
            dropOldest();
        byUse_.push_front({frame, image});
        byFrame_[frame] = byUse_.begin();
        held_ += image.byteSize();
        return image;
    }

private:
    struct Entry {
        std::int64_t frame = 0;
        Image image;
    };

    void dropOldest()
    {
        held_ -= byUse_.back().image.byteSize();
        byFrame_.erase(byUse_.back().frame);
        byUse_.pop_back();
    }

    std::size_t budget_;
    std::size_t held_ = 0;
    std::list<Entry> byUse_; // most recent first
    std::unordered_map<std::int64_t, std::list<Entry>::iterator> byFrame_;
    std::unique_ptr<MediaReader> reader_;
};

} // namespace

std::unique_ptr<MediaReader> withCache(std::unique_ptr<MediaReader> reader, std::size_t budgetBytes)
{
    return std::make_unique<CachedReader>(std::move(reader), budgetBytes);
}

} // namespace unividx
