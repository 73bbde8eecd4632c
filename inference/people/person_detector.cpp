#include "inference/people/person_detector.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

struct Candidate {
    FoundPerson person;
    std::array<double, 4> box{}; ///< left, top, right, bottom, of the face; only tells who is the same
};

/// The anchors' centres as shares of the view: two in each cell of 8 pixels and of 16, six in each of 32.
std::vector<std::array<double, 2>> makeAnchors(std::int64_t size)
{
    std::vector<std::array<double, 2>> anchors;
    for (const auto& [stride, count] : {std::pair(8, 2), std::pair(16, 2), std::pair(32, 6)}) {
        const std::int64_t cells = size / stride;
        for (std::int64_t cell = 0; cell < cells * cells; ++cell) {
            const std::array<double, 2> centre{(static_cast<double>(cell % cells) + 0.5) / static_cast<double>(cells),
                                               (static_cast<double>(cell / cells) + 0.5) / static_cast<double>(cells)};
            anchors.insert(anchors.end(), static_cast<std::size_t>(count), centre);
        }
    }
    return anchors;
}

std::array<double, 2> between(const std::array<double, 2>& a, const std::array<double, 2>& b, double share)
{
    return {a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])};
}

double distance(const std::array<double, 2>& a, const std::array<double, 2>& b)
{
    return std::hypot(a[0] - b[0], a[1] - b[1]);
}

/// The candidates of one view, as places in the frame.
std::vector<Candidate> decoded(const at::Tensor& boxes, const at::Tensor& logits, const FrameSquare& view,
                               std::int64_t size, float least)
{
    static const std::vector<std::array<double, 2>> anchors = makeAnchors(size);
    constexpr float largestLogit = 100;
    const at::Tensor values = boxes.to(at::kCPU).contiguous(); // [2254, 12]: box x y w h, four key points x y
    const at::Tensor scores = logits.clamp(-largestLogit, largestLogit).sigmoid().to(at::kCPU).contiguous();
    const double perPixel = view.side / static_cast<double>(size);
    std::vector<Candidate> candidates;
    for (std::size_t index = 0; index < anchors.size(); ++index) {
        const float score = scores.data_ptr<float>()[index];
        if (score < least)
            continue;
        const float* row = values.data_ptr<float>() + index * 12;
        const auto place = [&](std::size_t column) {
            return std::array<double, 2>{
                view.x - view.side / 2 + (anchors[index][0] * static_cast<double>(size) + row[column]) * perPixel,
                view.y - view.side / 2 + (anchors[index][1] * static_cast<double>(size) + row[column + 1]) * perPixel};
        };
        const std::array<double, 2> centre = place(0);
        const double halfWidth = row[2] * perPixel / 2;
        const double halfHeight = row[3] * perPixel / 2;
        candidates.push_back(
            {{score, place(4), place(6), place(8)},
             {centre[0] - halfWidth, centre[1] - halfHeight, centre[0] + halfWidth, centre[1] + halfHeight}});
    }
    return candidates;
}

double overlapOf(const Candidate& a, const Candidate& b)
{
    const double width = std::min(a.box[2], b.box[2]) - std::max(a.box[0], b.box[0]);
    const double height = std::min(a.box[3], b.box[3]) - std::max(a.box[1], b.box[1]);
    if (width <= 0 || height <= 0)
        return 0;
    const auto area = [](const Candidate& c) { return (c.box[2] - c.box[0]) * (c.box[3] - c.box[1]); };
    return width * height / (area(a) + area(b) - width * height);
}

bool isSame(const FoundPerson& a, const FoundPerson& b)
{
    constexpr double apart = 0.3; // shoulders, in radii
    return distance(a.shoulders, b.shoulders) < apart * std::max(a.radius(), b.radius());
}

bool isSame(const Candidate& a, const Candidate& b)
{
    constexpr double overlap = 0.3; // of boxes
    return overlapOf(a, b) > overlap || isSame(a.person, b.person);
}

/// Candidates of one view that are one person become their mean, weighted by score; the best come first.
std::vector<FoundPerson> joined(std::vector<Candidate> candidates)
{
    constexpr float nearlyAsSure = 0.6F;
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.person.score > b.person.score; });
    std::vector<FoundPerson> people;
    while (!candidates.empty()) {
        const Candidate best = candidates.front();
        FoundPerson mean = best.person;
        double weight = 0;
        std::vector<Candidate> others;
        for (const Candidate& candidate : candidates) {
            if (!isSame(best, candidate)) {
                others.push_back(candidate);
                continue;
            }
            if (candidate.person.score < nearlyAsSure * best.person.score)
                continue; // the same person, seen worse
            weight += candidate.person.score;
            const double share = candidate.person.score / weight;
            mean.hips = between(mean.hips, candidate.person.hips, share);
            mean.reach = between(mean.reach, candidate.person.reach, share);
            mean.shoulders = between(mean.shoulders, candidate.person.shoulders, share);
        }
        people.push_back(mean);
        candidates = std::move(others);
    }
    return people;
}

/// The whole frame in one square; `closely` also squares of its shorter side along the longer.
std::vector<FrameSquare> viewsOf(double width, double height, bool closely)
{
    const double longer = std::max(width, height);
    const double shorter = std::min(width, height);
    std::vector<FrameSquare> views{{width / 2, height / 2, longer, 0, false}};
    constexpr double worthIt = 1.15; // a frame that is nearly square shows no more in parts
    if (!closely || longer < worthIt * shorter)
        return views;
    const int parts = static_cast<int>(std::ceil((longer / shorter - 1) * 2)) + 1;
    for (int part = 0; part < parts; ++part) {
        const double along = shorter / 2 + (longer - shorter) * part / (parts - 1);
        views.push_back({width > height ? along : width / 2, width > height ? height / 2 : along, shorter, 0, false});
    }
    return views;
}

} // namespace

double FoundPerson::radius() const
{
    return distance(hips, reach);
}

std::vector<at::Tensor> PersonDetector::answers(const at::Tensor& views) const
{
    return graph_(views * 2 - 1);
}

std::vector<FoundPerson> PersonDetector::find(const FrameViews& frame, float least, bool closely) const
{
    const std::vector<FrameSquare> views =
        viewsOf(static_cast<double>(frame.width()), static_cast<double>(frame.height()), closely);
    std::vector<at::Tensor> pictures;
    for (const FrameSquare& view : views)
        pictures.push_back(frame.square(view, graph_.width()));
    const std::vector<at::Tensor> found = answers(at::cat(pictures));
    constexpr float leastInParts = 0.5F; // parts show much that only looks like people
    constexpr double smallest = 0.02;    // radius, of the frame's longer side
    const double leastRadius = smallest * static_cast<double>(std::max(frame.width(), frame.height()));
    std::vector<FoundPerson> people;
    for (std::size_t view = 0; view < views.size(); ++view) {
        const auto index = static_cast<std::int64_t>(view);
        const float leastHere = view == 0 ? least : std::max(least, leastInParts);
        for (const FoundPerson& person :
             joined(decoded(found[0][index], found[1][index], views[view], graph_.width(), leastHere))) {
            // Who is seen whole is known better than from a part.
            const bool known = std::any_of(people.begin(), people.end(),
                                           [&](const FoundPerson& other) { return isSame(other, person); });
            if (person.radius() >= leastRadius && !known)
                people.push_back(person);
        }
    }
    return people;
}

} // namespace unividx
