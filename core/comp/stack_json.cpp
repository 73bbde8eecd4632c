#include "core/comp/stack_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace unividx::detail {

namespace {

using Ordered = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> interpolationWords{"hold", "linear", "smooth"};
constexpr std::array<std::string_view, 2> shapeWords{"garbage", "holdout"};
constexpr std::array<std::string_view, 3> strokeWords{"keep", "remove", "soft"};

template <typename Words>
int readWord(ObjectReader& reader, const std::string& key, const Words& words, int fallback)
{
    if (!reader.find(key))
        return fallback;
    const std::string word = reader.text(key);
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        reader.fail(key, "is '" + word + "', which this version does not know");
    return static_cast<int>(found - words.begin());
}

template <typename Words>
std::string wordOf(const Words& words, int value)
{
    return std::string(words[static_cast<std::size_t>(value)]);
}

float readNumber(ObjectReader& reader, const std::string& key, float fallback, float low, float high)
{
    const auto value = reader.numberIfThere(key);
    if (!value)
        return fallback;
    if (!(*value >= low && *value <= high))
        reader.fail(key, "is not between " + std::to_string(low) + " and " + std::to_string(high));
    return static_cast<float>(*value);
}

std::int64_t readFrame(ObjectReader& reader, const std::string& key)
{
    const std::int64_t frame = reader.integer(key);
    if (std::abs(frame) > frameLimit)
        reader.fail(key, "is a frame number that is too large");
    return frame;
}

// The elements of an array as floats, `size` of them.
std::vector<float> readRow(ObjectReader& owner, const std::string& key, const Json& value, std::size_t size)
{
    const bool sound = value.is_array() && value.size() == size &&
                       std::all_of(value.begin(), value.end(), [](const Json& element) { return element.is_number(); });
    if (!sound)
        owner.fail(key, "has a row that is not " + std::to_string(size) + " numbers");
    std::vector<float> row;
    for (const Json& element : value)
        row.push_back(element.get<float>());
    return row;
}

const Json& readList(ObjectReader& owner, const std::string& key)
{
    const Json& list = owner.require(key);
    if (!list.is_array())
        owner.fail(key, "is not a list");
    return list;
}

Ordered curveJson(const Curve& curve)
{
    if (curve.keys.empty())
        return curve.constant;
    Ordered keys = Ordered::array();
    for (const Key& key : curve.keys)
        keys.push_back(
            {{"frame", key.frame}, {"value", key.value}, {"to", wordOf(interpolationWords, static_cast<int>(key.to))}});
    return {{"value", curve.constant}, {"keys", std::move(keys)}};
}

Curve readCurve(ObjectReader& owner, const std::string& key, const Curve& fallback, float low, float high)
{
    const Json* value = owner.find(key);
    if (!value)
        return fallback;
    if (!value->is_object())
        return readNumber(owner, key, 0.0f, low, high);
    ObjectReader reader(*value, owner.place() + "." + key);
    Curve curve = readNumber(reader, "value", fallback.constant, low, high);
    for (ObjectReader& entry : reader.objects("keys")) {
        Key read;
        read.frame = readFrame(entry, "frame");
        read.value = readNumber(entry, "value", 0.0f, low, high);
        read.to = static_cast<Interpolation>(
            readWord(entry, "to", interpolationWords, static_cast<int>(Interpolation::Smooth)));
        curve.keys.push_back(read);
    }
    return curve;
}

Ordered pointsJson(const std::vector<BezierPoint>& points)
{
    Ordered rows = Ordered::array();
    for (const BezierPoint& p : points)
        rows.push_back({p.at.x, p.at.y, p.in.x, p.in.y, p.out.x, p.out.y});
    return rows;
}

Ordered shapeJson(const Shape& shape)
{
    Ordered object{{"use", wordOf(shapeWords, static_cast<int>(shape.use))}};
    if (shape.inverted)
        object["inverted"] = true;
    if (shape.feather != 0.0f)
        object["feather"] = shape.feather;
    object["keys"] = Ordered::array();
    for (const ShapeKey& key : shape.keys)
        object["keys"].push_back({{"frame", key.frame},
                                  {"to", wordOf(interpolationWords, static_cast<int>(key.to))},
                                  {"points", pointsJson(key.points)}});
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

Ordered strokeJson(const Stroke& stroke)
{
    Ordered points = Ordered::array();
    for (const Point& point : stroke.points)
        points.push_back({point.x, point.y});
    return {{"use", wordOf(strokeWords, static_cast<int>(stroke.use))},
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

Ordered lightJson(const Light& light, const PathBase& base)
{
    Ordered object{{"kind", wordOf(lightKindNames(), static_cast<int>(light.kind))}, {"name", light.name}};
    if (light.muted)
        object["muted"] = true;
    if (light.solo)
        object["solo"] = true;
    if (!light.environment.empty())
        object["environment"] = base.relative(pathFrom(light.environment));
    const Light plain;
    for (const LightParameter& row : lightParameters()) {
        if (!(light.*row.curve == plain.*row.curve))
            object[std::string(row.name)] = curveJson(light.*row.curve);
    }
    return object;
}

Light readLight(ObjectReader& reader, const PathBase& base)
{
    Light light;
    light.kind = static_cast<LightKind>(readWord(reader, "kind", lightKindNames(), 0));
    light.name = reader.text("name");
    light.muted = reader.flag("muted");
    light.solo = reader.flag("solo");
    light.environment = pathText(base.absolute(reader.text("environment")));
    for (const LightParameter& row : lightParameters())
        light.*row.curve = readCurve(reader, std::string(row.name), light.*row.curve, row.low, row.high);
    return light;
}

Ordered nodeJson(const CompNode& node, const PathBase& base)
{
    const NodeKind& kind = kindOf(node.settings);
    Ordered object{{"kind", kind.name}};
    if (!node.name.empty())
        object["name"] = node.name;
    if (node.bypass)
        object["bypass"] = true;
    const NodeSettings plain = kind.make();
    for (const ChoiceRow& row : kind.choices) {
        if (row.get(node.settings) != row.get(plain))
            object[std::string(row.name)] = row.words[static_cast<std::size_t>(row.get(node.settings))];
    }
    for (const NumberRow& row : kind.numbers) {
        const Curve& curve = *findNumber(node.settings, row.name);
        if (!(curve == *findNumber(plain, row.name)))
            object[std::string(row.name)] = curveJson(curve);
    }
    if (const auto* matte = std::get_if<MatteNode>(&node.settings)) {
        for (const Shape& shape : matte->shapes)
            object["shapes"].push_back(shapeJson(shape));
        for (const Stroke& stroke : matte->strokes)
            object["strokes"].push_back(strokeJson(stroke));
    }
    if (const auto* relight = std::get_if<RelightNode>(&node.settings)) {
        for (const Light& light : relight->lights)
            object["lights"].push_back(lightJson(light, base));
    }
    if (const auto* background = std::get_if<BackgroundNode>(&node.settings)) {
        if (!background->file.empty())
            object["file"] = base.relative(pathFrom(background->file));
        if (background->fileOffset != 0)
            object["fileOffset"] = background->fileOffset;
    }
    addRest(object, node.extra);
    return object;
}

CompNode readNode(ObjectReader reader, const PathBase& base)
{
    CompNode node;
    const NodeKind* kind = findNodeKind(reader.text("kind"));
    if (!kind)
        reader.fail("kind", "is not a kind of node this version knows");
    node.settings = kind->make();
    node.name = reader.text("name");
    node.bypass = reader.flag("bypass");
    for (const ChoiceRow& row : kind->choices)
        row.set(node.settings, readWord(reader, std::string(row.name), row.words, row.get(node.settings)));
    for (const NumberRow& row : kind->numbers) {
        Curve& curve = row.curve(node.settings);
        curve = readCurve(reader, std::string(row.name), curve, row.low, row.high);
    }
    if (auto* matte = std::get_if<MatteNode>(&node.settings)) {
        for (ObjectReader& shape : reader.objects("shapes"))
            matte->shapes.push_back(readShape(shape));
        for (ObjectReader& stroke : reader.objects("strokes"))
            matte->strokes.push_back(readStroke(stroke));
    }
    if (auto* relight = std::get_if<RelightNode>(&node.settings)) {
        for (ObjectReader& light : reader.objects("lights"))
            relight->lights.push_back(readLight(light, base));
    }
    if (auto* background = std::get_if<BackgroundNode>(&node.settings)) {
        background->file = pathText(base.absolute(reader.text("file")));
        if (reader.has("fileOffset"))
            background->fileOffset = readFrame(reader, "fileOffset");
    }
    node.extra = reader.rest();
    return node;
}

} // namespace

Ordered stackJson(const CompStack& stack, const PathBase& base)
{
    Ordered list = Ordered::array();
    for (const CompNode& node : stack.nodes)
        list.push_back(nodeJson(node, base));
    return list;
}

CompStack readStackNodes(ObjectReader& owner, const std::string& key, const PathBase& base)
{
    CompStack stack;
    for (ObjectReader& node : owner.objects(key))
        stack.nodes.push_back(readNode(std::move(node), base));
    return stack;
}

} // namespace unividx::detail
