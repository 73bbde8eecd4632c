#include "inference/people/person_segmenter.h"

#include "core/base/error.h"
#include "inference/weights/packed_tensors.h"
#include "inference/weights/safetensors.h"

#include <nlohmann/json.hpp>
#include <torch/utils.h>

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

using Json = nlohmann::json;

constexpr float leastScore = 0.25F; // of a person whom the masks have to confirm
constexpr float sureScore = 0.5F;   // of a person whom they need not
constexpr std::size_t mostPeople = 8;
constexpr std::int64_t closeEvery = 4; // frames; between these, parts of a long frame are not searched
constexpr double tight = 0.8;          // of the mirrored view of a figure, which shows it larger

/// How far each figure network is to be believed beside the picture network, as a share of the sum of log odds.
constexpr double pictureShareAbove = 0.75; // the shoulders: hats and hair
constexpr double pictureShareBelow = 0.4;  // arms and what they lean on
constexpr double shoulderFade = 0.1;       // radii, to either side
constexpr double squareFade = 0.05;        // of a square's side, at its edge

at::Tensor logOdds(const at::Tensor& probability)
{
    constexpr double surest = 1e-3; // so that one network's certainty is no veto
    const at::Tensor p = probability.clamp(surest, 1 - surest);
    return (p / (1 - p)).log_();
}

at::Tensor smoothStep(const at::Tensor& t)
{
    const at::Tensor x = t.clamp(0, 1);
    return x * x * (3 - 2 * x);
}

/// 1 inside a square, falling to 0 at its edge. Shape: -> [1, 1, size, size]
at::Tensor squareWindow(std::int64_t size)
{
    const at::Tensor place = (at::arange(size, at::TensorOptions().dtype(at::kFloat)) + 0.5) / static_cast<double>(size);
    const at::Tensor inside = (at::min(place, 1 - place) / squareFade).clamp_(0, 1);
    return at::min(inside.unsqueeze(0), inside.unsqueeze(1)).view({1, 1, size, size});
}

/// The square moved so that it lies inside the frame. Nothing if it is too large for that.
std::optional<FrameSquare> movedInside(FrameSquare square, const FrameViews& frame)
{
    const auto width = static_cast<double>(frame.width());
    const auto height = static_cast<double>(frame.height());
    if (square.side > std::min(width, height))
        return std::nullopt;
    square.x = std::clamp(square.x, square.side / 2, width - square.side / 2);
    square.y = std::clamp(square.y, square.side / 2, height - square.side / 2);
    return square;
}

} // namespace

struct PersonSegmenter::File {
    Json graphs;
    WeightSource weights;

    static File read(const std::filesystem::path& path)
    {
        const auto metadata = safetensorsMetadata(path);
        const auto entry = metadata.find("graphs");
        const Json graphs = entry == metadata.end() ? Json() : Json::parse(entry->second, nullptr, false);
        if (!graphs.is_object())
            throw Error(ErrorKind::Model, path.string() + ": it describes no networks");
        return {graphs, WeightSource(path.string(), unpacked(readSafetensors(path)))};
    }

    LayerGraph graph(const char* name, at::Device device)
    {
        if (!graphs.contains(name))
            throw Error(ErrorKind::Model, weights.label() + ": the network '" + name + "' is missing");
        return LayerGraph(graphs[name].dump(), weights, device);
    }
};

/// What is known of a window's frames; pictures are at the size asked for.
struct PersonSegmenter::Window {
    std::vector<FrameViews> frames;
    std::int64_t height = 0, width = 0;
    double scale = 0; ///< a frame's pixels in one of the asked size
    Effort effort = Effort::Thorough;
    const std::function<void()>& pause;

    at::Tensor picture;      ///< [F, h, w] the picture network's probability
    at::Tensor figure;       ///< [F, h, w] the figure network's, the largest of all people
    at::Tensor covered;      ///< [F, h, w] how far a pixel lies in somebody's square
    at::Tensor shares;       ///< [F, h, w] sum of the picture network's shares, weighted
    at::Tensor shareWeights; ///< [F, h, w] sum of those weights
    bool anybody = false;

    std::int64_t count() const { return static_cast<std::int64_t>(frames.size()); }
    bool thorough() const { return effort == Effort::Thorough; }
};

PersonSegmenter::PersonSegmenter(const std::filesystem::path& file, at::Device device)
    : PersonSegmenter(File::read(file), device)
{
}

PersonSegmenter::PersonSegmenter(File file, at::Device device)
    : device_(device), selfie_(file.graph("selfie", device)), figure_(file.graph("figure", device)),
      detector_(file.graph("detector", device))
{
    file.weights.finish();
}

std::vector<PersonTrack> PersonSegmenter::findPeople(const Window& window) const
{
    std::vector<std::vector<FoundPerson>> found;
    for (std::int64_t frame = 0; frame < window.count(); ++frame) {
        window.pause();
        const bool closely = window.thorough() && frame % closeEvery == 0;
        found.push_back(detector_.find(window.frames[static_cast<std::size_t>(frame)], leastScore, closely));
    }
    return followed(found, mostPeople);
}

void PersonSegmenter::lookAtFrames(Window& window) const
{
    std::vector<at::Tensor> masks;
    for (const FrameViews& frame : window.frames) {
        window.pause();
        const FrameRectangle whole{0, 0, frame.width(), frame.height()};
        at::Tensor views = frame.stretched(whole, selfie_.width(), false);
        if (window.thorough())
            views = at::cat({views, views.flip(3)});
        at::Tensor mask = selfie_(views)[0];
        if (window.thorough())
            mask = (mask.narrow(0, 0, 1) + mask.narrow(0, 1, 1).flip(3)) / 2;
        masks.push_back(at::upsample_bilinear2d(mask, {window.height, window.width}, false).squeeze(1));
    }
    window.picture = at::cat(masks);
}

void PersonSegmenter::lookAtFigure(Window& window, const PersonTrack& track) const
{
    struct Seen {
        std::int64_t frame;
        FrameRectangle part;
        at::Tensor figure, picture, inside;
    };
    std::vector<Seen> seen;
    const at::Tensor squareInside = squareWindow(figure_.width()).to(device_);
    double agreed = 0;
    double either = 1e-6;
    for (std::int64_t index = 0; index < window.count(); ++index) {
        const auto& place = track.places[static_cast<std::size_t>(index)];
        if (!place)
            continue;
        window.pause();
        const FrameViews& frame = window.frames[static_cast<std::size_t>(index)];
        const FrameSquare whole = squareAround(*place, 1);
        const FrameRectangle part = touched(whole, window.scale, window.width, window.height);
        if (part.width < 2 || part.height < 2)
            continue;
        const at::Tensor first = figure_(frame.square(whole, figure_.width()))[0].sigmoid();
        at::Tensor figure = placed(first, whole, window.scale, part)[0];
        if (window.thorough()) {
            FrameSquare closer = squareAround(*place, tight);
            closer.mirrored = true;
            const at::Tensor second = figure_(frame.square(closer, figure_.width()))[0].sigmoid();
            const at::Tensor both =
                placed(at::cat({second, squareInside}, 1), closer, window.scale, part); // mask, how far inside
            figure = figure + 0.5 * both[1] * (both[0] - figure);
        }
        at::Tensor picture = window.picture[index].narrow(0, part.y, part.height).narrow(1, part.x, part.width);
        if (const auto closer = movedInside(whole, frame)) {
            const at::Tensor view = frame.square(*closer, selfie_.width());
            at::Tensor mask = selfie_(view)[0];
            if (window.thorough())
                mask = (mask + selfie_(view.flip(3))[0].flip(3)) / 2;
            const at::Tensor both = placed(at::cat({mask, squareInside}, 1), *closer, window.scale, part);
            picture = picture + both[1] * (both[0] - picture);
        }
        agreed += at::min(figure, picture).sum().item<double>();
        either += at::max(figure, picture).sum().item<double>();
        seen.push_back({index, part, figure, picture, placed(squareInside, whole, window.scale, part)[0]});
    }
    constexpr double agreementIfSure = 0.15;
    constexpr double agreementElse = 0.5;
    if (agreed / either < (track.score >= sureScore ? agreementIfSure : agreementElse))
        return;
    window.anybody = window.anybody || !seen.empty();
    for (const Seen& one : seen) {
        const auto here = [&](const at::Tensor& all) {
            return all[one.frame].narrow(0, one.part.y, one.part.height).narrow(1, one.part.x, one.part.width);
        };
        const FoundPerson& person = *track.places[static_cast<std::size_t>(one.frame)];
        here(window.picture).copy_(one.picture);
        here(window.figure).copy_(at::max(here(window.figure), one.figure));
        here(window.covered).copy_(at::max(here(window.covered), one.inside));
        // How far above the shoulders, along the figure, in radii.
        const at::TensorOptions options = one.figure.options();
        const double radius = person.radius();
        const std::array<double, 2> up{(person.reach[0] - person.hips[0]) / radius,
                                       (person.reach[1] - person.hips[1]) / radius};
        const at::Tensor x =
            (at::arange(one.part.x, one.part.x + one.part.width, options) + 0.5) * window.scale - person.shoulders[0];
        const at::Tensor y =
            (at::arange(one.part.y, one.part.y + one.part.height, options) + 0.5) * window.scale - person.shoulders[1];
        const at::Tensor above = (x.unsqueeze(0) * up[0] + y.unsqueeze(1) * up[1]) / radius;
        const at::Tensor share =
            pictureShareBelow + (pictureShareAbove - pictureShareBelow) * smoothStep(above / (2 * shoulderFade) + 0.5);
        constexpr double little = 0.05; // so that a pixel of nobody's still has a share
        const at::Tensor weight = (one.figure + little) * one.inside;
        here(window.shares).add_(weight * share);
        here(window.shareWeights).add_(weight);
    }
}

std::optional<at::Tensor> PersonSegmenter::probabilities(const at::Tensor& frames, std::int64_t height,
                                                         std::int64_t width, Effort effort,
                                                         const std::function<void()>& pause) const
{
    Window window{{}, height, width, static_cast<double>(frames.size(3)) / static_cast<double>(width), effort, pause,
                  {}, {}, {}, {}, {}, false};
    for (const at::Tensor& frame : frames.unbind(0))
        window.frames.emplace_back(frame.to(device_));
    const std::vector<PersonTrack> people = findPeople(window);
    if (people.empty())
        return std::nullopt;
    lookAtFrames(window);
    for (at::Tensor* map : {&window.figure, &window.covered, &window.shares, &window.shareWeights})
        *map = at::zeros_like(window.picture);
    for (const PersonTrack& person : people)
        lookAtFigure(window, person);
    if (!window.anybody)
        return std::nullopt;
    constexpr double none = 1e-6;
    const at::Tensor share = window.shares / (window.shareWeights + none);
    const at::Tensor picture = logOdds(window.picture);
    const at::Tensor joined = share * picture + (1 - share) * logOdds(window.figure);
    return (picture + window.covered * (joined - picture)).sigmoid_().to(at::kCPU);
}

} // namespace unividx
