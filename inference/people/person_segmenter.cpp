#include "inference/people/person_segmenter.h"

#include "core/base/error.h"
#include "inference/people/steadied.h"
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
constexpr float sureScore = 0.5F;   // of a person whom they may doubt
constexpr std::size_t mostPeople = 8;
constexpr std::int64_t closeEvery = 4; // frames; between these, parts of a long frame are not searched
constexpr double tight = 0.8;          // of the mirrored view of a figure, which shows it larger

/// How far the picture network is to be believed beside the figure network: its share of the sum of log odds.
constexpr double pictureShareAbove = 0.8; // the shoulders: hats and hair
constexpr double pictureShareBelow = 0.5; // arms and what they lean on
constexpr double surer = 2;               // two networks that agree are surer than one
constexpr double shoulderFade = 0.1;      // radii, to either side
constexpr double squareFade = 0.05;       // of a square's side, at its edge
constexpr double little = 0.05;           // of a share's weight, so that a pixel of nobody's has one too

/// Least agreement of both networks on a person.
constexpr double agreementIfSure = 0.15;
constexpr double agreementElse = 0.5;

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
    const at::Tensor place =
        (at::arange(size, at::TensorOptions().dtype(at::kFloat)) + 0.5) / static_cast<double>(size);
    const at::Tensor inside = (at::min(place, 1 - place) / squareFade).clamp_(0, 1);
    return at::min(inside.unsqueeze(0), inside.unsqueeze(1)).view({1, 1, size, size});
}

/// How much the picture network is to be believed in `part`: by how far a pixel lies above the shoulders, along the
/// figure. Shape: -> [part.height, part.width]
at::Tensor pictureShare(const FoundPerson& person, const FrameRectangle& part, double scale,
                        const at::TensorOptions& options)
{
    const double radius = person.radius();
    const double upX = (person.reach[0] - person.hips[0]) / radius;
    const double upY = (person.reach[1] - person.hips[1]) / radius;
    const at::Tensor x = (at::arange(part.x, part.x + part.width, options) + 0.5) * scale - person.shoulders[0];
    const at::Tensor y = (at::arange(part.y, part.y + part.height, options) + 0.5) * scale - person.shoulders[1];
    const at::Tensor above = (x.unsqueeze(0) * upX + y.unsqueeze(1) * upY) / radius;
    return pictureShareBelow + (pictureShareAbove - pictureShareBelow) * smoothStep(above / (2 * shoulderFade) + 0.5);
}

/// `picture` where a view from nearby does not reach, that view elsewhere.
at::Tensor withCloser(const at::Tensor& picture, const at::Tensor& closer)
{
    return closer.defined() ? picture + closer[1] * (closer[0] - picture) : picture;
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

/// What the networks see of one person in one frame; pictures are of `part` of the size asked for.
struct PersonSegmenter::Look {
    std::int64_t frame = 0;
    FrameRectangle part;
    at::Tensor figure; ///< [h, w] the figure network's probability
    at::Tensor inside; ///< [h, w] how far a pixel lies in the person's square
    at::Tensor share;  ///< [h, w] how much the picture network is to be believed
    at::Tensor
        closer; ///< [2, h, w] the picture network's probability from nearby, and how far that view covers; or none
};

/// A window's frames at the size asked for.
struct PersonSegmenter::Window {
    std::int64_t height = 0, width = 0;
    double scale = 0; ///< a frame's pixels in one of the size asked for
    bool thorough = true;
    const std::function<void()>& pause;
    at::Tensor picture; ///< [F, h, w] the picture network's probability

    at::Tensor seenOf(const Look& look) const
    {
        return picture[look.frame].narrow(0, look.part.y, look.part.height).narrow(1, look.part.x, look.part.width);
    }
};

namespace {

/// How far both networks mean the same pixels: what both see as a share of what either sees.
template <typename Window, typename Look>
double agreementOn(const Window& window, const std::vector<Look>& looks)
{
    double both = 0;
    double either = 1e-6;
    for (const Look& look : looks) {
        const at::Tensor picture = withCloser(window.seenOf(look), look.closer);
        both += at::min(look.figure, picture).sum().template item<double>();
        either += at::max(look.figure, picture).sum().template item<double>();
    }
    return both / either;
}

} // namespace

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

std::vector<PersonTrack> PersonSegmenter::findPeople(const Window& window, const at::Tensor& frames) const
{
    std::vector<std::vector<FoundPerson>> found;
    for (std::int64_t frame = 0; frame < frames.size(0); ++frame) {
        window.pause();
        const bool closely = window.thorough && frame % closeEvery == 0;
        found.push_back(detector_.find(FrameViews(frames[frame].to(device_)), leastScore, closely));
    }
    return followed(found, mostPeople);
}

/// Shape: view [1, 3, n, n] -> [1, 1, n, n]
at::Tensor PersonSegmenter::pictureMask(const Window& window, const at::Tensor& view) const
{
    if (!window.thorough)
        return selfie_(view)[0];
    const at::Tensor both = selfie_(at::cat({view, view.flip(3)}))[0];
    return (both.narrow(0, 0, 1) + both.narrow(0, 1, 1).flip(3)) / 2;
}

PersonSegmenter::Look PersonSegmenter::lookAt(const Window& window, const FrameViews& frame,
                                              const FoundPerson& person) const
{
    Look look;
    const FrameSquare square = squareAround(person, 1);
    look.part = touched(square, window.scale, window.width, window.height);
    if (look.part.width < 2 || look.part.height < 2)
        return look;
    const at::Tensor inside = squareWindow(figure_.width()).to(device_);
    const auto masked = [&](const FrameSquare& of) { return figure_(frame.square(of, figure_.width()))[0].sigmoid(); };
    const at::Tensor first = placed(at::cat({masked(square), inside}, 1), square, window.scale, look.part);
    look.figure = first[0];
    look.inside = first[1];
    if (window.thorough) {
        FrameSquare closer = squareAround(person, tight);
        closer.mirrored = true;
        const at::Tensor second = placed(at::cat({masked(closer), inside}, 1), closer, window.scale, look.part);
        look.figure = look.figure + 0.5 * second[1] * (second[0] - look.figure);
    }
    if (const auto moved = movedInside(square, frame)) {
        const at::Tensor mask = pictureMask(window, frame.square(*moved, selfie_.width()));
        look.closer = placed(at::cat({mask, inside}, 1), *moved, window.scale, look.part);
    }
    look.share = pictureShare(person, look.part, window.scale, look.figure.options());
    return look;
}

namespace {

/// Gives operators one thread while it lives: convolutions of these sizes differ in their last bits with the number of
/// threads, and a window has to come out the same however many there are.
class OneThread {
public:
    OneThread() : before_(at::get_num_threads()) { at::set_num_threads(1); }
    ~OneThread() { at::set_num_threads(before_); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int before_;
};

} // namespace

std::optional<at::Tensor> PersonSegmenter::probabilities(const at::Tensor& frames, std::int64_t height,
                                                         std::int64_t width, Effort effort,
                                                         const std::function<void()>& pause) const
{
    const OneThread sameBits;
    Window window{
        height, width, static_cast<double>(frames.size(3)) / static_cast<double>(width), effort == Effort::Thorough,
        pause,  {}};
    const std::vector<PersonTrack> people = findPeople(window, frames);
    if (people.empty())
        return std::nullopt;
    std::vector<at::Tensor> masks;
    std::vector<std::vector<Look>> looks(people.size());
    for (std::int64_t index = 0; index < frames.size(0); ++index) {
        const FrameViews frame(frames[index].to(device_));
        pause();
        const FrameRectangle whole{0, 0, frame.width(), frame.height()};
        const at::Tensor mask = pictureMask(window, frame.stretched(whole, selfie_.width()));
        masks.push_back(at::upsample_bilinear2d(mask, {height, width}, false).squeeze(1));
        for (std::size_t person = 0; person < people.size(); ++person) {
            const auto& place = people[person].places[static_cast<std::size_t>(index)];
            if (!place)
                continue;
            pause();
            Look look = lookAt(window, frame, *place);
            look.frame = index;
            if (look.figure.defined())
                looks[person].push_back(std::move(look));
        }
    }
    window.picture = at::cat(masks);

    at::Tensor figure = at::zeros_like(window.picture);  // the largest of all people
    at::Tensor covered = at::zeros_like(window.picture); // how far a pixel lies in somebody's square
    at::Tensor shares = at::zeros_like(window.picture);  // sums over people
    at::Tensor shareWeights = at::zeros_like(window.picture);
    bool anybody = false;
    for (std::size_t person = 0; person < people.size(); ++person) {
        if (agreementOn(window, looks[person]) < (people[person].score >= sureScore ? agreementIfSure : agreementElse))
            continue;
        for (const Look& look : looks[person]) {
            const auto here = [&](const at::Tensor& all) {
                return all[look.frame].narrow(0, look.part.y, look.part.height).narrow(1, look.part.x, look.part.width);
            };
            anybody = true;
            window.seenOf(look).copy_(withCloser(window.seenOf(look), look.closer));
            here(figure).copy_(at::max(here(figure), look.figure));
            here(covered).copy_(at::max(here(covered), look.inside));
            const at::Tensor weight = (look.figure + little) * look.inside;
            here(shares).add_(weight * look.share);
            here(shareWeights).add_(weight);
        }
    }
    if (!anybody)
        return std::nullopt;
    const at::Tensor share = shares / (shareWeights + 1e-6);
    const at::Tensor picture = logOdds(window.picture);
    const at::Tensor joined = surer * (share * picture + (1 - share) * logOdds(figure));
    return steadied(picture + covered * (joined - picture), frames).sigmoid_().to(at::kCPU);
}

} // namespace unividx
