#include "inference/people/person_tracks.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace unividx {

namespace {

/// Frames before and after that have a say in a person's place.
constexpr std::ptrdiff_t reachInTime = 2;

bool canBeNext(const FoundPerson& before, const FoundPerson& after)
{
    constexpr double step = 0.5;   // of shoulders from frame to frame, in radii
    constexpr double growth = 2.0; // of the radius
    const double larger = std::max(before.radius(), after.radius());
    const double smaller = std::min(before.radius(), after.radius());
    return larger <= growth * smaller && std::hypot(before.shoulders[0] - after.shoulders[0],
                                                    before.shoulders[1] - after.shoulders[1]) < step * larger;
}

/// The track's last place up to `frame`, not older than what steadying reaches.
const FoundPerson* lastPlace(const PersonTrack& track, std::size_t frame)
{
    for (std::ptrdiff_t back = 0; back <= reachInTime; ++back) {
        const std::ptrdiff_t index = static_cast<std::ptrdiff_t>(frame) - back;
        if (index >= 0 && track.places[static_cast<std::size_t>(index)])
            return &*track.places[static_cast<std::size_t>(index)];
    }
    return nullptr;
}

PersonTrack steadied(const PersonTrack& track)
{
    PersonTrack steady = track;
    const auto count = static_cast<std::ptrdiff_t>(track.places.size());
    for (std::ptrdiff_t frame = 0; frame < count; ++frame) {
        FoundPerson mean;
        double weights = 0;
        const auto add = [](std::array<double, 2>& sum, const std::array<double, 2>& place, double weight) {
            sum[0] += weight * place[0];
            sum[1] += weight * place[1];
        };
        for (std::ptrdiff_t other = std::max<std::ptrdiff_t>(0, frame - reachInTime);
             other <= std::min(count - 1, frame + reachInTime); ++other) {
            const auto& place = track.places[static_cast<std::size_t>(other)];
            if (!place)
                continue;
            const double weight = static_cast<double>(reachInTime + 1 - std::abs(other - frame)) * place->score;
            add(mean.hips, place->hips, weight);
            add(mean.reach, place->reach, weight);
            add(mean.shoulders, place->shoulders, weight);
            mean.score = std::max(mean.score, place->score);
            weights += weight;
        }
        auto& into = steady.places[static_cast<std::size_t>(frame)];
        into.reset();
        if (weights <= 0)
            continue;
        for (auto* place : {&mean.hips, &mean.reach, &mean.shoulders})
            *place = {(*place)[0] / weights, (*place)[1] / weights};
        into = mean;
    }
    return steady;
}

/// How much a track matters: how sure it is and how large.
double weightOf(const PersonTrack& track)
{
    double radius = 0;
    for (const auto& place : track.places)
        radius = std::max(radius, place ? place->radius() : 0.0);
    return track.score * radius;
}

} // namespace

std::vector<PersonTrack> followed(const std::vector<std::vector<FoundPerson>>& found, std::size_t most)
{
    std::vector<PersonTrack> tracks;
    for (std::size_t frame = 0; frame < found.size(); ++frame) {
        for (const FoundPerson& person : found[frame]) {
            auto track = std::find_if(tracks.begin(), tracks.end(), [&](const PersonTrack& candidate) {
                const FoundPerson* last = candidate.places[frame] ? nullptr : lastPlace(candidate, frame);
                return last && canBeNext(*last, person);
            });
            if (track == tracks.end())
                track = tracks.insert(track, {0, std::vector<std::optional<FoundPerson>>(found.size())});
            track->places[frame] = person;
            track->score = std::max(track->score, person.score);
        }
    }
    std::stable_sort(tracks.begin(), tracks.end(),
                     [](const PersonTrack& a, const PersonTrack& b) { return weightOf(a) > weightOf(b); });
    tracks.resize(std::min(tracks.size(), most));
    std::transform(tracks.begin(), tracks.end(), tracks.begin(), steadied);
    return tracks;
}

FrameSquare squareAround(const FoundPerson& person, double share)
{
    constexpr double margin = 1.25; // what the figure network was trained with
    constexpr double quarter = 1.5707963267948966;
    const double angle = std::atan2(person.reach[0] - person.hips[0], person.hips[1] - person.reach[1]);
    return {person.hips[0], person.hips[1], 2 * margin * share * person.radius(),
            static_cast<int>(std::lround(angle / quarter)), false};
}

} // namespace unividx
