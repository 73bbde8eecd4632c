#include "core/comp/nodes/matte.h"

#include "core/comp/clamp.h"
#include "core/comp/evaluation.h"
#include "core/comp/matte_tools.h"
#include "core/comp/nodes/node_json.h"
#include "core/comp/nuke_form.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unividx {

namespace {

using namespace detail;

/// The matte that the node starts from.
Image startingMatte(const MatteNode& node, const Evaluation& evaluation)
{
    const CompFrame& frame = evaluation.frame();
    if (node.from == MatteNode::From::Everything)
        return Image(frame.source.resolution(), 1,
                     std::vector<float>(frame.source.image().byteSize() / sizeof(float) / 4, 1.0f));
    if (node.from == MatteNode::From::Before)
        return evaluation.currentMatte();
    const Image matte = frame.alpha.empty() ? alphaOf(frame.source) : frame.alpha;
    const int wanted = static_cast<int>(std::lround(evaluation.at(node.temporal)));
    const int reach = std::min<int>(wanted, (static_cast<int>(frame.mattesAround.size()) - 1) / 2);
    if (reach < 1)
        return matte;
    const auto middle = frame.mattesAround.begin() + static_cast<std::ptrdiff_t>(frame.mattesAround.size() / 2);
    return medianMatte({middle - reach, middle + reach + 1});
}

void evaluate(const MatteNode& node, Evaluation& evaluation)
{
    const float scale = evaluation.scale();
    const auto at = [&](const Curve& curve) { return evaluation.at(curve); };
    Image matte = startingMatte(node, evaluation);
    if (node.inverted)
        matte = invertedMatte(matte);
    matte = matteLevels(matte, at(node.black), at(node.white), at(node.gamma));
    matte = despeckleMatte(matte, at(node.despeckle) * scale * scale);
    matte = fillMatteHoles(matte, at(node.holes) * scale * scale);
    matte = growMatte(matte, at(node.grow) * scale);
    if (at(node.refineRadius) > 0.0f && at(node.refineAmount) > 0.0f) {
        const int radius = std::max(1, static_cast<int>(std::lround(at(node.refineRadius) * scale)));
        const float epsilon = std::max(1e-9f, at(node.refineEpsilon));
        matte = refineMatte(matte, evaluation.displayedSource(), {radius, epsilon}, at(node.refineAmount));
    }
    matte = featherMatte(matte, at(node.feather) * scale);
    matte = applyShapes(matte, node.shapes, evaluation.frame().frame, scale);
    evaluation.setMatte(applyStrokes(matte, node.strokes, evaluation.frame().frame, scale));
}

constexpr std::array<std::string_view, 2> shapeWords{"garbage", "holdout"};
constexpr std::array<std::string_view, 3> strokeWords{"keep", "remove", "soft"};

OrderedJson pointsJson(const std::vector<BezierPoint>& points)
{
    OrderedJson rows = OrderedJson::array();
    for (const BezierPoint& p : points)
        rows.push_back({p.at.x, p.at.y, p.in.x, p.in.y, p.out.x, p.out.y});
    return rows;
}

OrderedJson shapeJson(const Shape& shape)
{
    OrderedJson object{{"use", wordOf(shapeWords, shape.use)}};
    if (shape.inverted)
        object["inverted"] = true;
    if (shape.feather != 0.0f)
        object["feather"] = shape.feather;
    object["keys"] = OrderedJson::array();
    for (const ShapeKey& key : shape.keys)
        object["keys"].push_back(
            {{"frame", key.frame}, {"to", wordOf(interpolationWords, key.to)}, {"points", pointsJson(key.points)}});
    return object;
}

Shape readShape(ObjectReader& reader)
{
    Shape shape;
    shape.use = static_cast<ShapeUse>(readWord(reader, "use", shapeWords, 0));
    shape.inverted = reader.flag("inverted");
    shape.feather = readNumber(reader, "feather", 0.0f, 0.0f, 1000.0f);
    for (ObjectReader& entry : reader.objects("keys")) {
        ShapeKey key;
        key.frame = readFrame(entry, "frame");
        key.to = static_cast<Interpolation>(
            readWord(entry, "to", interpolationWords, static_cast<int>(Interpolation::Linear)));
        for (const Json& element : readList(entry, "points")) {
            const std::vector<float> row = readRow(entry, "points", element, 6);
            key.points.push_back({{row[0], row[1]}, {row[2], row[3]}, {row[4], row[5]}});
        }
        shape.keys.push_back(std::move(key));
    }
    return shape;
}

OrderedJson strokeJson(const Stroke& stroke)
{
    OrderedJson points = OrderedJson::array();
    for (const Point& point : stroke.points)
        points.push_back({point.x, point.y});
    return {{"use", wordOf(strokeWords, stroke.use)},
            {"frame", stroke.frame},
            {"radius", stroke.radius},
            {"hardness", stroke.hardness},
            {"strength", stroke.strength},
            {"points", std::move(points)}};
}

Stroke readStroke(ObjectReader& reader)
{
    Stroke stroke;
    stroke.use = static_cast<StrokeUse>(readWord(reader, "use", strokeWords, 0));
    stroke.frame = readFrame(reader, "frame");
    stroke.radius = readNumber(reader, "radius", stroke.radius, 0.5f, 10000.0f);
    stroke.hardness = readNumber(reader, "hardness", stroke.hardness, 0.0f, 1.0f);
    stroke.strength = readNumber(reader, "strength", stroke.strength, 0.0f, 1.0f);
    for (const Json& element : readList(reader, "points")) {
        const std::vector<float> row = readRow(reader, "points", element, 2);
        stroke.points.push_back({row[0], row[1]});
    }
    return stroke;
}

void writeJson(const MatteNode& node, JsonTarget& target)
{
    for (const Shape& shape : node.shapes)
        target.object["shapes"].push_back(shapeJson(shape));
    for (const Stroke& stroke : node.strokes)
        target.object["strokes"].push_back(strokeJson(stroke));
}

void readJson(MatteNode& node, JsonSource& source)
{
    for (ObjectReader& shape : source.object.objects("shapes"))
        node.shapes.push_back(readShape(shape));
    for (ObjectReader& stroke : source.object.objects("strokes"))
        node.strokes.push_back(readStroke(stroke));
}

std::vector<NodeNumber<MatteNode>> numbers()
{
    using N = MatteNode;
    constexpr float far = 1e6f;
    return {{"temporal", &N::temporal, 0, 8, "frames"},
            {"black", &N::black, 0, 1, ""},
            {"white", &N::white, 0, 1, ""},
            {"gamma", &N::gamma, 0.01f, 10, ""},
            {"despeckle", &N::despeckle, 0, far, "square pixels"},
            {"holes", &N::holes, 0, far, "square pixels"},
            {"grow", &N::grow, -200, 200, "pixels"},
            {"refineRadius", &N::refineRadius, 0, 100, "pixels"},
            {"refineEpsilon", &N::refineEpsilon, 1e-8f, 1, ""},
            {"refineAmount", &N::refineAmount, 0, 1, ""},
            {"feather", &N::feather, 0, 500, "pixels"}};
}

void addNeeds(const MatteNode& node, std::int64_t frame, StackNeeds& needs)
{
    if (node.from != MatteNode::From::Layer)
        return;
    needs.add(CompLayer::Alpha);
    needs.mattesAround = std::max(needs.mattesAround, static_cast<int>(std::lround(node.temporal.at(frame))));
}

} // namespace

template <>
NodeType<MatteNode> describeNode()
{
    NodeType<MatteNode> type{"matte",
                             "Works on the matte, which cuts the picture out; takes the alpha layer",
                             numbers(),
                             {choiceOf<&MatteNode::from, MatteNode>("from", {"layer", "everything", "before"}),
                              choiceOf<&MatteNode::inverted, MatteNode>("inverted", {"no", "yes"})}};
    type.needs = &addNeeds;
    type.clamp = [](MatteNode& node) {
        std::for_each(node.shapes.begin(), node.shapes.end(), clampShape);
        std::for_each(node.strokes.begin(), node.strokes.end(), clampStroke);
    };
    type.evaluate = &evaluate;
    type.writeNuke = [](const MatteNode&, NukeForm& form) { form.cutOutByMatte(); };
    type.writeJson = &writeJson;
    type.readJson = &readJson;
    return type;
}

} // namespace unividx
