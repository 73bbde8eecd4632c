#include "core/media/cuts.h"

#include "core/base/error.h"
#include "core/color/srgb_rows.h"
#include "core/media/cut_signature.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <utility>

namespace unividx {

using detail::CutSignature;

namespace {

// Distances are those of cut_signature.h. Chosen on reels of generated shots (tests/core/media/cuts_test.cpp).
constexpr float leastCut = 0.3f;        ///< below this, two frames are of one shot
constexpr float aboveMedian = 2.2f;     ///< how far a cut stands out of the changes around it
constexpr float aboveNeighbours = 1.5f; ///< and of the largest one beside it: a whip pan does not
constexpr int around = 6;               ///< frames to either side that tell what is usual
constexpr int flash = 4;                ///< frames that a flash or an obstacle may last
constexpr float otherStructure = 0.7f;  ///< two shots, rather than one in other light
constexpr float explained = 0.5f;       ///< the residual of a dissolve's frames as a mixture of its ends
constexpr std::array<int, 7> dissolveLengths{4, 6, 10, 16, 24, 40, 60};
constexpr int reach = 72;          ///< frames that have to be known around a change to judge it
constexpr int block = 256;         ///< frames that are kept before they are judged
constexpr float flatter = 0.0015f; ///< by what a fade's deviation changes from frame to frame, at least

} // namespace

/// Judges changes in blocks; what is judged is dropped but for what later changes need.
class CutDetector::Analysis {
public:
    void add(const CutSignature& signature)
    {
        if (!frames_.empty() && signature.number != frames_.back().number + 1) {
            judge(static_cast<int>(frames_.size()));
            frames_.clear();
            steps_.clear();
            judged_ = 0;
            changes_.push_back({ShotChange::Kind::Cut, {signature.number, 1}});
        }
        steps_.push_back(frames_.empty() ? 0.0f : cutDistance(frames_.back(), signature));
        frames_.push_back(signature);
        if (frames_.size() >= block)
            judge(static_cast<int>(frames_.size()) - reach);
    }

    std::vector<ShotChange> finish()
    {
        judge(static_cast<int>(frames_.size()));
        frames_.clear();
        std::vector<ShotChange> merged;
        std::stable_sort(changes_.begin(), changes_.end(),
                         [](const ShotChange& a, const ShotChange& b) { return a.frames.first < b.frames.first; });
        for (const ShotChange& change : changes_) {
            if (!insideRange(change))
                merged.push_back(change);
        }
        return merged;
    }

    std::int64_t lastNumber() const { return frames_.back().number; }
    bool empty() const { return frames_.empty(); }

private:
    int size() const { return static_cast<int>(frames_.size()); }
    const CutSignature& at(int index) const { return frames_[static_cast<std::size_t>(index)]; }
    float step(int index) const { return steps_[static_cast<std::size_t>(index)]; }

    /// A cut at the edge of a dissolve or fade, or within it, is part of that.
    bool insideRange(const ShotChange& change) const
    {
        if (change.kind != ShotChange::Kind::Cut)
            return false;
        return std::any_of(changes_.begin(), changes_.end(), [&](const ShotChange& other) {
            return other.kind != ShotChange::Kind::Cut && change.frames.first >= other.frames.first - 1 &&
                   change.frames.first <= other.frames.end() + 1;
        });
    }

    /// Finds the changes up to the frame of this index, then drops what no later change needs.
    void judge(int end)
    {
        findFades(end);
        for (int index = std::max(1, judged_); index < end; ++index) {
            if (isCut(index))
                changes_.push_back({ShotChange::Kind::Cut, {at(index).number, 1}});
        }
        findDissolves(end);
        judged_ = end;
        const int dropped = std::max(0, judged_ - reach);
        frames_.erase(frames_.begin(), frames_.begin() + dropped);
        steps_.erase(steps_.begin(), steps_.begin() + dropped);
        judged_ -= dropped;
    }

    bool isCut(int index) const
    {
        const float change = step(index);
        if (change < leastCut)
            return false;
        std::vector<float> others;
        float beside = 0;
        for (int other = std::max(1, index - around); other <= std::min(size() - 1, index + around); ++other) {
            if (other == index)
                continue;
            others.push_back(step(other));
            if (std::abs(other - index) <= 2)
                beside = std::max(beside, step(other));
        }
        if (others.empty())
            return true;
        std::nth_element(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(others.size() / 2), others.end());
        const float median = others[others.size() / 2];
        return change > aboveMedian * median && change > aboveNeighbours * beside && !isInWhipPan(index) &&
               staysAway(index, change);
    }

    /// Whether the pictures jump before or behind `index` as well: the camera is torn away, and its shot goes on.
    bool isInWhipPan(int index) const
    {
        constexpr float jump = 0.27f;
        const auto jumps = [&](int other) {
            return other > 0 && other < size() && structureDistance(at(other - 1), at(other)) > jump;
        };
        return (jumps(index + 1) && jumps(index + 2) && jumps(index + 3)) ||
               (jumps(index - 1) && jumps(index - 2) && jumps(index - 3));
    }

    /// Whether no frame shortly behind `index` looks like one shortly before it.
    bool staysAway(int index, float change) const
    {
        for (int back = 1; back <= flash && index - back >= 0; ++back) {
            for (int ahead = 0; ahead <= flash && index + ahead < size(); ++ahead) {
                if (cutDistance(at(index - back), at(index + ahead)) < std::max(0.8f * leastCut, 0.5f * change))
                    return false;
            }
        }
        return true;
    }

    /// Whether a neighbour shows the same picture with more contrast. The last frames of a fade are too even to tell.
    bool fadesBetween(int index, int neighbour) const
    {
        constexpr float sameStructure = 0.45f;
        const CutSignature& faint = at(index);
        const CutSignature& clear = at(neighbour);
        if (clear.deviation < faint.deviation + flatter)
            return false;
        return faint.deviation < 0.03f || structureDistance(faint, clear) < sameStructure;
    }

    void findFades(int end)
    {
        for (int index = judged_; index < end; ++index) {
            if (!at(index).isEven())
                continue;
            int first = index;
            int last = index;
            while (last + 1 < size() && at(last + 1).isEven())
                ++last;
            const int evenEnd = last;
            while (first > 0 && fadesBetween(first, first - 1))
                --first;
            while (last + 1 < size() && fadesBetween(last, last + 1))
                ++last;
            const bool fades = index - first >= 3 || last - evenEnd >= 3;
            if (fades)
                changes_.push_back({ShotChange::Kind::Fade, {at(first).number, last - first + 1}});
            index = last;
        }
    }

    struct Candidate {
        int first = 0, last = 0; ///< the pure frames at both ends
        float residual = 0;
    };

    void findDissolves(int end)
    {
        std::vector<Candidate> candidates;
        for (const int length : dissolveLengths) {
            const int pace = std::max(1, length / 8);
            for (int first = std::max(0, judged_ - length); first + length + 1 < size() && first < end; first += pace) {
                Candidate candidate{first, first + length + 1, 0};
                if (isDissolve(candidate))
                    candidates.push_back(candidate);
            }
        }
        std::sort(candidates.begin(), candidates.end(),
                  [](const Candidate& a, const Candidate& b) { return a.residual < b.residual; });
        for (const Candidate& candidate : candidates) {
            const FrameRange frames = extent(candidate);
            const bool known = std::any_of(changes_.begin(), changes_.end(), [&](const ShotChange& other) {
                return other.frames.first < frames.end() && frames.first < other.frames.end();
            });
            if (!known)
                changes_.push_back({ShotChange::Kind::Dissolve, frames});
        }
    }

    bool isDissolve(Candidate& candidate) const
    {
        const CutSignature& before = at(candidate.first);
        const CutSignature& after = at(candidate.last);
        if (before.isEven() || after.isEven())
            return false;
        const float length = static_cast<float>(candidate.last - candidate.first);
        // The cheap test first: halfway through it has to be half of both.
        const Mixture half = at(candidate.first, candidate.last, 0.5f);
        if (half.residual > explained || std::abs(half.share - 0.5f) > 0.2f)
            return false;
        const float change = cutDistance(before, after);
        if (change < leastCut || structureDistance(before, after) < otherStructure)
            return false;
        for (int index = candidate.first + 1; index <= candidate.last; ++index) {
            if (step(index) > 0.6f * change)
                return false;
        }
        for (const float place : {0.25f, 0.75f}) {
            const Mixture mixture = at(candidate.first, candidate.last, place);
            if (mixture.residual > explained || std::abs(mixture.share - place) > 0.2f)
                return false;
            candidate.residual += mixture.residual;
        }
        candidate.residual += half.residual - 0.002f * length; // of two that fit alike, the longer one
        return true;
    }

    using Mixture = detail::Mixture;
    Mixture at(int first, int last, float place) const
    {
        const int index = first + static_cast<int>(std::lround(place * static_cast<float>(last - first)));
        return mixtureOf(at(index), at(first), at(last));
    }

    /// The frames around the middle of a dissolve that show both shots.
    FrameRange extent(const Candidate& candidate) const
    {
        constexpr int beside = 4;
        const int from = std::max(0, candidate.first - beside);
        const int to = std::min(size() - 1, candidate.last + beside);
        const auto isMixed = [&](int index) {
            const float share = mixtureOf(at(index), at(from), at(to)).share;
            return share > 0.05f && share < 0.95f;
        };
        int first = (candidate.first + candidate.last) / 2;
        int last = first;
        while (first > from + 1 && isMixed(first - 1))
            --first;
        while (last < to - 1 && isMixed(last + 1))
            ++last;
        return {at(first).number, last - first + 1};
    }

    std::deque<CutSignature> frames_;
    std::deque<float> steps_; ///< of each frame, its distance from the one before
    std::vector<ShotChange> changes_;
    int judged_ = 0; ///< frames in `frames_` that were judged
};

CutDetector::CutDetector() : analysis_(std::make_unique<Analysis>()) {}
CutDetector::~CutDetector() = default;
CutDetector::CutDetector(CutDetector&&) noexcept = default;
CutDetector& CutDetector::operator=(CutDetector&&) noexcept = default;

void CutDetector::add(const Image& frame, std::int64_t number)
{
    if (frame.empty() || frame.channels() < 3)
        throw Error(ErrorKind::Internal, "the search for cuts was given a picture without colour");
    if (!analysis_->empty() && number <= analysis_->lastNumber())
        throw Error(ErrorKind::Internal, "the search for cuts was given frames out of order");
    analysis_->add(detail::cutSignature(frame, number));
}

std::vector<ShotChange> CutDetector::finish()
{
    return analysis_->finish();
}

namespace {

/// Scene-linear pixels as a display shows them, so that a cut in the dark counts as one in the light.
Image displayed(const Image& frame)
{
    std::vector<float> pixels(frame.byteSize() / sizeof(float));
    linearToSrgbRow(frame.data(), pixels.data(), pixels.size());
    return Image(frame.resolution(), frame.channels(), std::move(pixels));
}

} // namespace

std::vector<ShotChange> findShotChanges(MediaReader& clip, JobContext& job)
{
    const MediaInfo& info = clip.info();
    job.plan(info.frames.count, info.frames.count);
    CutDetector detector;
    for (std::int64_t frame = info.frames.first; frame < info.frames.end(); ++frame) {
        if (!std::binary_search(info.holes.begin(), info.holes.end(), frame)) {
            const Image picture = clip.read(frame);
            detector.add(info.sceneLinear ? displayed(picture) : picture, frame);
        }
        job.advance(1);
    }
    return detector.finish();
}

std::vector<std::int64_t> shotStarts(const std::vector<ShotChange>& changes)
{
    std::vector<std::int64_t> starts;
    for (const ShotChange& change : changes)
        starts.push_back(change.kind == ShotChange::Kind::Cut ? change.frames.first : change.frames.end());
    return starts;
}

} // namespace unividx
