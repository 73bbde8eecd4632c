#include "core/comp/nodes/background.h"

#include "core/comp/clamp.h"
#include "core/comp/edges.h"
#include "core/comp/evaluation.h"
#include "core/comp/grade.h"
#include "core/comp/nodes/node_json.h"
#include "core/comp/nuke_form.h"
#include "core/image/blur.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unividx {

namespace {

using namespace detail;

/// The mean of a picture's colour by weight, on a small copy.
std::array<double, 3> meanColor(const Image& rgb, const Image& weight)
{
    std::array<double, 3> sum{};
    double total = 1e-9;
    for (int y = 0; y < rgb.height(); y += 4) {
        for (int x = 0; x < rgb.width(); x += 4) {
            const double w = weight.empty() ? 1.0 : weight.at(x, y, 0);
            for (int c = 0; c < 3; ++c)
                sum[static_cast<std::size_t>(c)] += w * std::max(0.0f, rgb.at(x, y, c));
            total += w;
        }
    }
    for (double& value : sum)
        value /= total;
    return sum;
}

Premultiplied behind(const BackgroundNode& node, const Evaluation& evaluation)
{
    const CompFrame& frame = evaluation.frame();
    const Resolution size = frame.source.resolution();
    switch (node.from) {
    case BackgroundNode::From::CleanPlate:
        return premultiply(straightPicture(evaluation.require(frame.background, "background")));
    case BackgroundNode::From::File:
        if (frame.plate.empty())
            evaluation.failWithoutPlate();
        return frame.plate;
    case BackgroundNode::From::Color: {
        std::vector<float> pixels;
        const auto count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
        pixels.reserve(4 * count);
        const std::array<float, 4> color{evaluation.at(node.red), evaluation.at(node.green), evaluation.at(node.blue),
                                         1.0f};
        for (std::size_t i = 0; i < count; ++i)
            pixels.insert(pixels.end(), color.begin(), color.end());
        return Premultiplied(Image(size, 4, std::move(pixels)));
    }
    case BackgroundNode::From::Nothing:
        break;
    }
    return {};
}

PremultipliedRow scratchRow(const Tile& tile, std::size_t first)
{
    return {tile.scratch[first], tile.scratch[first + 1], tile.scratch[first + 2], tile.scratch[first + 3], tile.count};
}

/// Mixes the background's light into the edges of the front, where `share` says so.
void addGlow(const PremultipliedRow& front, const PremultipliedRow& glow, const float* share)
{
    float* colors[3] = {front.red, front.green, front.blue};
    const float* glows[3] = {glow.red, glow.green, glow.blue};
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < front.count; ++i)
            colors[c][i] += share[i] * (front.alpha[i] * glows[c][i] - colors[c][i]);
    }
}

void evaluate(const BackgroundNode& node, Evaluation& evaluation)
{
    evaluation.cutOutBeforeBackground();
    if (node.from == BackgroundNode::From::Nothing) {
        evaluation.coverByMatte();
        return;
    }
    // A disc's standard deviation is half its radius.
    const float defocus = evaluation.at(node.defocus) * evaluation.scale() / 2.0f;
    const Premultiplied plate(gaussianBlur(behind(node, evaluation).image(), defocus));
    matchToBackground(node, evaluation);
    evaluation.coverByMatte();
    const float wrap = evaluation.at(node.wrap);
    const float wrapWidth = evaluation.at(node.wrapWidth) * evaluation.scale();
    Image weight;
    Image light;
    if (wrap > 0.0f) {
        weight = lightWrapWeight(evaluation.currentMatte(), wrapWidth, wrap);
        light = gaussianBlur(plate.image(), 0.5f * wrapWidth);
    }
    evaluation.program().add([plate, weight, light, blend = blendMode(node.blend).row](Tile& tile) {
        const PremultipliedRow front = premultiplyRow(tile.color);
        if (const float* share = tile.in(weight)) {
            const PremultipliedRow glow = scratchRow(tile, 4);
            loadRow(light.row(tile.y) + tile.x * 4, glow);
            addGlow(front, glow, share);
        }
        const PremultipliedRow rest = scratchRow(tile, 0);
        loadRow(plate.image().row(tile.y) + tile.x * 4, rest);
        blend(front, rest);
        std::copy(rest.red, rest.red + tile.count, front.red);
        std::copy(rest.green, rest.green + tile.count, front.green);
        std::copy(rest.blue, rest.blue + tile.count, front.blue);
        std::copy(rest.alpha, rest.alpha + tile.count, front.alpha);
        unpremultiplyRow(front);
    });
}

/// Writes what is behind. Returns false, with a note, if the files do not hold it.
bool writeBehind(const BackgroundNode& node, NukeForm& form)
{
    if (node.from == BackgroundNode::From::Color) {
        form.node("Constant", {{"inputs", "0"},
                               {"channels", "rgba"},
                               {"color", nukeColor(node.red, node.green, node.blue, "1")},
                               {"name", form.nameFor("Constant")}});
        return true;
    }
    if (node.from == BackgroundNode::From::CleanPlate && form.has("background")) {
        form.readLayers(form.nameFor("Read"));
        form.node("Shuffle", {{"in", "bg"}, {"alpha", "white"}, {"name", form.nameFor("Shuffle")}});
        return true;
    }
    if (node.from == BackgroundNode::From::File && !form.files().plate.empty()) {
        form.node("Read", {{"inputs", "0"}, {"file", nukePath(form.files().plate)}, {"name", form.nameFor("Plate")}});
        return true;
    }
    form.leaveOut("the background: its layer is not among the files, and so it");
    return false;
}

/// The operation of Nuke's Merge2; what has to happen to the picture first is written.
std::string mergeOperation(Blend blend, NukeForm& form)
{
    if (blend == Blend::Multiply) {
        // S D + D (1 - a) over an opaque background is (S + 1 - a) D.
        form.expression({"r+1-a", "g+1-a", "b+1-a"});
        return "multiply";
    }
    const BlendMode& mode = blendMode(blend);
    if (!mode.nuke.empty())
        return std::string(mode.nuke);
    form.leaveOut("the blend mode " + std::string(mode.name) + " (over stands in its place), and so it");
    return "over";
}

void writeNuke(const BackgroundNode& node, NukeForm& form)
{
    form.cutOutBeforeBackground();
    form.coverByMatte();
    if (node.from == BackgroundNode::From::Nothing)
        return;
    if (!isAlways(node.match, 0.0f))
        form.leaveOut("the match of its colour");
    if (!isAlways(node.wrap, 0.0f))
        form.leaveOut("the light on its edges");
    const std::string operation = mergeOperation(node.blend, form);
    if (!writeBehind(node, form))
        return;
    if (!isAlways(node.defocus, 0.0f)) {
        // Blur's size is about twice a standard deviation, ours is half the radius.
        form.node("Blur", {{"size", nukeCurve(node.defocus)}, {"name", form.nameFor("Blur")}});
    }
    // What was put on the stack last is the first input, B: the background. The picture below it is A.
    form.node("Merge2", {{"inputs", "2"},
                         {"operation", operation},
                         {"bbox", "B"},
                         {"name", form.nameFor("Merge")},
                         {"label", nukeLabel(form.label())}});
}

void writeJson(const BackgroundNode& node, JsonTarget& target)
{
    if (!node.file.empty())
        target.object["file"] = target.base.relative(pathFrom(node.file));
    if (node.fileOffset != 0)
        target.object["fileOffset"] = node.fileOffset;
}

void readJson(BackgroundNode& node, JsonSource& source)
{
    node.file = pathText(source.base.absolute(source.object.text("file")));
    if (source.object.has("fileOffset"))
        node.fileOffset = readFrame(source.object, "fileOffset");
}

std::vector<std::string_view> blendWords()
{
    std::vector<std::string_view> words;
    for (const BlendMode& mode : blendModes())
        words.push_back(mode.name);
    return words;
}

void addNeeds(const BackgroundNode& node, std::int64_t, StackNeeds& needs)
{
    if (node.from == BackgroundNode::From::CleanPlate)
        needs.add(CompLayer::Background);
    needs.plate = needs.plate || node.from == BackgroundNode::From::File;
    needs.add(CompLayer::Alpha);
}

} // namespace

void detail::matchToBackground(const BackgroundNode& node, Evaluation& evaluation)
{
    const float amount = std::clamp(evaluation.at(node.match), 0.0f, 1.0f);
    if (!(amount > 0.0f) || node.from == BackgroundNode::From::Nothing)
        return;
    const Premultiplied plate = behind(node, evaluation);
    evaluation.flush();
    const std::array<double, 3> own =
        meanColor(colorOf(unpremultiply(evaluation.state().picture)), evaluation.currentMatte());
    const std::array<double, 3> other = meanColor(colorOf(unpremultiply(plate)), {});
    Grade grade;
    for (std::size_t c = 0; c < 3; ++c) {
        const double ratio = (other[c] + 1e-3) / (own[c] + 1e-3);
        grade.gain[c] = static_cast<float>(std::clamp(std::pow(ratio, amount), 0.25, 4.0));
    }
    evaluation.program().add([grade](Tile& tile) { gradeRow(tile.picture(), grade, nullptr); });
}

template <>
NodeType<BackgroundNode> describeNode()
{
    using N = BackgroundNode;
    NodeType<N> type{"background",
                     "Puts the picture before a background; premultiplied",
                     {{"red", &N::red, 0, 100, ""},
                      {"green", &N::green, 0, 100, ""},
                      {"blue", &N::blue, 0, 100, ""},
                      {"defocus", &N::defocus, 0, 500, "pixels"},
                      {"match", &N::match, 0, 1, ""},
                      {"wrap", &N::wrap, 0, 1, ""},
                      {"wrapWidth", &N::wrapWidth, 0, 500, "pixels"}},
                     {choiceOf<&N::from, N>("from", {"nothing", "color", "clean-plate", "file"}),
                      choiceOf<&N::blend, N>("blend", blendWords())}};
    type.needs = &addNeeds;
    type.clamp = [](N& node) { node.fileOffset = clampedFrame(node.fileOffset); };
    type.evaluate = &evaluate;
    type.writeNuke = &writeNuke;
    type.writeJson = &writeJson;
    type.readJson = &readJson;
    return type;
}

} // namespace unividx
