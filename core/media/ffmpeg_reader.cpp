#include "core/media/ffmpeg_reader.h"

#include "core/base/error.h"
#include "core/media/ffmpeg_convert.h"
#include "core/media/ffmpeg_index.h"
#include "core/media/ffmpeg_info.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cstdint>
#include <deque>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace unividx {

namespace {

using namespace ffmpeg;

/// Decoded frames kept in their own format, so that stepping backwards decodes a group of pictures once.
constexpr std::size_t recentBytes = 128ULL << 20;

/// Decoding this many frames on is cheaper than flushing the decoder to jump over them.
constexpr std::int64_t worthSeeking = 16;

class MovieReader final : public MediaReader {
public:
    explicit MovieReader(const std::filesystem::path& path) : index_(buildIndex(path)), source_(path)
    {
        MovieFacts facts = describeMovie(path, source_, index_);
        info_ = std::move(facts.info);
        orientation_ = facts.orientation;
        timeBase_ = facts.timeBase;
        if (facts.timesAreUseless) {
            index_.byOrder = true;
            std::iota(index_.times.begin(), index_.times.end(), std::int64_t{0});
        }
        index_.first.reset();
        index_.expected = {};
    }

    const MediaInfo& info() const override { return info_; }

    Image read(std::int64_t frame) override
    {
        if (!info_.frames.contains(frame))
            throw Error(ErrorKind::Input, name(frame) + " is outside the clip, which has frames " +
                                              std::to_string(info_.frames.first) + " to " +
                                              std::to_string(info_.frames.last()));
        const std::int64_t wanted = storedFrame(frame - info_.frames.first);
        if (wanted != shown_) {
            image_ = convert(decode(wanted, frame), frame);
            shown_ = wanted;
        }
        return image_;
    }

private:
    struct Recent {
        std::int64_t index = 0;
        Frame frame;
    };

    std::string name(std::int64_t frame) const { return info_.path.string() + ": frame " + std::to_string(frame); }

    /// What is on screen `slot` frames after the first: the last stored frame that begins by then.
    std::int64_t storedFrame(std::int64_t slot) const
    {
        const auto after = std::partition_point(index_.times.begin(), index_.times.end(), [&](std::int64_t time) {
            return slotOf(time, index_.times.front(), timeBase_, info_.rate) <= slot;
        });
        return after - index_.times.begin() - 1;
    }

    std::int64_t firstAtOrAfter(std::int64_t time) const
    {
        return std::lower_bound(index_.times.begin(), index_.times.end(), time) - index_.times.begin();
    }

    const AVFrame& decode(std::int64_t wanted, std::int64_t number)
    {
        if (const AVFrame* kept = findRecent(wanted))
            return *kept;
        const auto after =
            std::upper_bound(index_.keys.begin(), index_.keys.end(), index_.times[static_cast<std::size_t>(wanted)],
                             [](std::int64_t time, const KeyPacket& key) { return time < key.time; });
        auto key = index_.byOrder ? std::ptrdiff_t{-1} : after - index_.keys.begin() - 1;
        const bool ahead = position_ && wanted > *position_;
        const bool keyIsFar =
            key >= 0 && position_ &&
            firstAtOrAfter(index_.keys[static_cast<std::size_t>(key)].time) > *position_ + worthSeeking;
        if (ahead && !keyIsFar)
            if (const AVFrame* frame = decodeTo(wanted))
                return *frame;
        // A key packet may turn out not to be a place to start (a gradual refresh): then the one before, and
        // at last the start of the file.
        for (int attempt = 0; attempt < 4 && key >= 0; ++attempt, --key) {
            startAt(index_.keys[static_cast<std::size_t>(key)]);
            if (const AVFrame* frame = decodeTo(wanted))
                return *frame;
        }
        startOver();
        if (const AVFrame* frame = decodeTo(wanted))
            return *frame;
        const std::string last = source_.log().lastError();
        throw Error(ErrorKind::Input, name(number) + " cannot be decoded" + (last.empty() ? "" : " (" + last + ")"));
    }

    void startAt(const KeyPacket& key)
    {
        source_.seek(key);
        position_ = firstAtOrAfter(key.time) - 1;
        validFrom_ = key.time; // frames shown before it lack what they refer to
    }

    void startOver()
    {
        source_.restart();
        position_ = -1;
        validFrom_.reset();
    }

    /// Decodes on to that frame; null if it does not come.
    const AVFrame* decodeTo(std::int64_t wanted)
    {
        while (Frame frame = source_.nextFrame()) {
            std::int64_t index = 0;
            if (index_.byOrder) {
                index = *position_ + 1;
            } else {
                const std::int64_t time = timeOf(*frame);
                index = firstAtOrAfter(time);
                const bool known = index < static_cast<std::int64_t>(index_.times.size()) &&
                                   index_.times[static_cast<std::size_t>(index)] == time;
                if (!known || (validFrom_ && time < *validFrom_))
                    continue;
            }
            position_ = index;
            keep(index, std::move(frame));
            if (index == wanted)
                return recent_.back().frame.get();
            if (index > wanted)
                return nullptr;
        }
        position_.reset(); // at the end: nothing lies ahead
        return nullptr;
    }

    const AVFrame* findRecent(std::int64_t wanted) const
    {
        const auto found = std::find_if(recent_.begin(), recent_.end(),
                                        [wanted](const Recent& recent) { return recent.index == wanted; });
        return found == recent_.end() ? nullptr : found->frame.get();
    }

    void keep(std::int64_t index, Frame frame)
    {
        std::erase_if(recent_, [index](const Recent& recent) { return recent.index == index; });
        const int bytes =
            av_image_get_buffer_size(static_cast<AVPixelFormat>(frame->format), frame->width, frame->height, 32);
        recent_.push_back({index, std::move(frame)});
        const std::size_t most =
            std::clamp<std::size_t>(recentBytes / static_cast<std::size_t>(std::max(bytes, 1)), 1, 64);
        while (recent_.size() > most)
            recent_.pop_front();
    }

    Image convert(const AVFrame& frame, std::int64_t number) const
    {
        if (!canConvert(static_cast<AVPixelFormat>(frame.format)))
            throw Error(ErrorKind::Input, name(number) + " has pixels of a kind that cannot be shown");
        const Resolution size = orient({frame.width, frame.height}, orientation_);
        if (size != info_.resolution)
            throw Error(ErrorKind::Input, name(number) + " is " + std::to_string(size.width) + "x" +
                                              std::to_string(size.height) + ", but the movie began as " +
                                              std::to_string(info_.resolution.width) + "x" +
                                              std::to_string(info_.resolution.height));
        return orient(toImage(frame, info_.color, info_.channels), orientation_);
    }

    MovieIndex index_;
    MediaInfo info_;
    Orientation orientation_;
    TimeBase timeBase_;
    std::deque<Recent> recent_;
    std::optional<std::int64_t> position_ = -1; ///< index of the last frame decoded
    std::optional<std::int64_t> validFrom_;
    std::int64_t shown_ = -1; ///< whose pixels image_ holds
    Image image_;
    MovieSource source_; // last: frames above may outlive its decoder, but nothing uses it after
};

} // namespace

std::unique_ptr<MediaReader> openMovie(const std::filesystem::path& path)
{
    return std::make_unique<MovieReader>(path);
}

} // namespace unividx
