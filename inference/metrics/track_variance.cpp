#include "inference/metrics/track_variance.h"

#include "inference/metrics/picture_pair.h"

#include <cmath>
#include <cstddef>

namespace unividx {

void TrackVariance::extend(Track& track, const Image& picture)
{
    std::array<float, 4> values{};
    sampleBetween(picture, track.x, track.y, values.data());
    ++track.points;
    // Welford's way: squares_ is the sum of squared distances from the means so far, without a second pass.
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const double distance = values[channel] - track.mean[channel];
        track.mean[channel] += distance / track.points;
        squares_ += distance * (values[channel] - track.mean[channel]);
    }
    if (track.points > 1)
        ++freedom_;
}

void TrackVariance::add(const Image& picture, const Motion& fromBefore)
{
    if (tracks_.empty()) {
        requireSameSize(picture, picture, 3);
        size_ = picture.resolution();
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                tracks_.push_back({static_cast<double>(x), static_cast<double>(y)});
                extend(tracks_.back(), picture);
            }
        }
        return;
    }
    requireSameSize(picture, fromBefore.offset, 2);
    for (Track& track : tracks_) {
        if (track.ended)
            continue;
        const auto nearest = static_cast<std::size_t>(std::lround(track.y)) * static_cast<std::size_t>(size_.width) +
                             static_cast<std::size_t>(std::lround(track.x));
        if (!fromBefore.known[nearest]) {
            track.ended = true;
            continue;
        }
        std::array<float, 2> offset{};
        sampleBetween(fromBefore.offset, track.x, track.y, offset.data());
        track.x += offset[0];
        track.y += offset[1];
        track.ended = track.x < 0 || track.y < 0 || track.x > size_.width - 1 || track.y > size_.height - 1;
        if (!track.ended)
            extend(track, picture);
    }
}

std::optional<double> TrackVariance::variance() const
{
    if (freedom_ == 0)
        return std::nullopt;
    return squares_ / freedom_ / 3;
}

} // namespace unividx
