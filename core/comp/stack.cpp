#include "core/comp/stack.h"

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

constexpr float far = 1e6f;

template <typename Node, Curve Node::*Member>
Curve& curveOf(NodeSettings& settings)
{
    return std::get<Node>(settings).*Member;
}

template <typename Node, auto Member>
int choiceOf(const NodeSettings& settings)
{
    return static_cast<int>(std::get<Node>(settings).*Member);
}

template <typename Node, auto Member>
void choose(NodeSettings& settings, int value)
{
    auto& member = std::get<Node>(settings).*Member;
    member = static_cast<std::remove_reference_t<decltype(member)>>(value);
}

template <typename Node>
NodeSettings make()
{
    return Node{};
}

template <typename Node, auto Member>
ChoiceRow choice(std::string_view name, std::vector<std::string_view> words)
{
    return {name, std::move(words), &choiceOf<Node, Member>, &choose<Node, Member>};
}

const std::vector<std::string_view> whereWords{"everywhere", "inside", "outside"};
const std::vector<std::string_view> noYes{"no", "yes"};
const std::vector<std::string_view> spaceWords{"display", "linear"};

std::vector<std::string_view> blendWords()
{
    std::vector<std::string_view> words;
    for (const BlendMode& mode : blendModes())
        words.push_back(mode.name);
    return words;
}

std::vector<NumberRow> matteNumbers()
{
    using N = MatteNode;
    return {{"temporal", &curveOf<N, &N::temporal>, 0, 8, "frames"},
            {"black", &curveOf<N, &N::black>, 0, 1, ""},
            {"white", &curveOf<N, &N::white>, 0, 1, ""},
            {"gamma", &curveOf<N, &N::gamma>, 0.01f, 10, ""},
            {"despeckle", &curveOf<N, &N::despeckle>, 0, far, "square pixels"},
            {"holes", &curveOf<N, &N::holes>, 0, far, "square pixels"},
            {"grow", &curveOf<N, &N::grow>, -200, 200, "pixels"},
            {"refineRadius", &curveOf<N, &N::refineRadius>, 0, 100, "pixels"},
            {"refineEpsilon", &curveOf<N, &N::refineEpsilon>, 1e-8f, 1, ""},
            {"refineAmount", &curveOf<N, &N::refineAmount>, 0, 1, ""},
            {"feather", &curveOf<N, &N::feather>, 0, 500, "pixels"}};
}

std::vector<NumberRow> gradeNumbers()
{
    using N = GradeNode;
    return {{"productGain", &curveOf<N, &N::productGain>, 0, 10, ""},
            {"liftRed", &curveOf<N, &N::liftRed>, -1, 1, ""},
            {"liftGreen", &curveOf<N, &N::liftGreen>, -1, 1, ""},
            {"liftBlue", &curveOf<N, &N::liftBlue>, -1, 1, ""},
            {"gammaRed", &curveOf<N, &N::gammaRed>, 0.05f, 10, ""},
            {"gammaGreen", &curveOf<N, &N::gammaGreen>, 0.05f, 10, ""},
            {"gammaBlue", &curveOf<N, &N::gammaBlue>, 0.05f, 10, ""},
            {"gainRed", &curveOf<N, &N::gainRed>, 0, 100, ""},
            {"gainGreen", &curveOf<N, &N::gainGreen>, 0, 100, ""},
            {"gainBlue", &curveOf<N, &N::gainBlue>, 0, 100, ""},
            {"saturation", &curveOf<N, &N::saturation>, 0, 10, ""},
            {"hueCentre", &curveOf<N, &N::hueCentre>, -360, 360, "degrees"},
            {"hueWidth", &curveOf<N, &N::hueWidth>, 1, 180, "degrees"},
            {"hueShift", &curveOf<N, &N::hueShift>, -180, 180, "degrees"},
            {"hueSaturation", &curveOf<N, &N::hueSaturation>, 0, 10, ""},
            {"hueGain", &curveOf<N, &N::hueGain>, 0, 10, ""}};
}

std::vector<NumberRow> backgroundNumbers()
{
    using N = BackgroundNode;
    return {{"red", &curveOf<N, &N::red>, 0, 100, ""},
            {"green", &curveOf<N, &N::green>, 0, 100, ""},
            {"blue", &curveOf<N, &N::blue>, 0, 100, ""},
            {"defocus", &curveOf<N, &N::defocus>, 0, 500, "pixels"},
            {"match", &curveOf<N, &N::match>, 0, 1, ""},
            {"wrap", &curveOf<N, &N::wrap>, 0, 1, ""},
            {"wrapWidth", &curveOf<N, &N::wrapWidth>, 0, 500, "pixels"}};
}

std::vector<NodeKind> makeKinds()
{
    return {
        {"source",
         "Which layer the picture is",
         &make<SourceNode>,
         {},
         {choice<SourceNode, &SourceNode::layer>(
             "layer", {"source", "albedo", "irradiance", "normal", "alpha", "foreground", "background"})}},
        {"matte",
         "Works on the matte, which cuts the picture out; takes the alpha layer",
         &make<MatteNode>,
         matteNumbers(),
         {choice<MatteNode, &MatteNode::from>("from", {"layer", "everything", "before"}),
          choice<MatteNode, &MatteNode::inverted>("inverted", noYes)}},
        {"despill",
         "Takes the screen's colour off the picture; straight colour",
         &make<DespillNode>,
         {{"amount", &curveOf<DespillNode, &DespillNode::amount>, 0, 1, ""},
          {"keepLuminance", &curveOf<DespillNode, &DespillNode::keepLuminance>, 0, 1, ""}},
         {choice<DespillNode, &DespillNode::screen>("screen", {"green", "blue"}),
          choice<DespillNode, &DespillNode::method>("method", {"average", "maximum", "minimum"}),
          choice<DespillNode, &DespillNode::where>("where", whereWords)}},
        {"edge",
         "Carries solid colours over the matte's edge; straight colour",
         &make<EdgeNode>,
         {{"radius", &curveOf<EdgeNode, &EdgeNode::radius>, 0, 200, "pixels"}},
         {}},
        {"grade",
         "Grades the picture, its albedo or its irradiance; straight colour",
         &make<GradeNode>,
         gradeNumbers(),
         {choice<GradeNode, &GradeNode::target>("target", {"picture", "albedo", "irradiance"}),
          choice<GradeNode, &GradeNode::where>("where", whereWords),
          choice<GradeNode, &GradeNode::space>("space", spaceWords)}},
        {"relight",
         "New light over normals and albedo, without cast shadows; straight colour",
         &make<RelightNode>,
         {{"productGain", &curveOf<RelightNode, &RelightNode::productGain>, 0, 10, ""},
          {"keepOriginal", &curveOf<RelightNode, &RelightNode::keepOriginal>, 0, 1, ""}},
         {choice<RelightNode, &RelightNode::where>("where", whereWords),
          choice<RelightNode, &RelightNode::space>("space", spaceWords)}},
        {"background",
         "Puts the picture before a background; premultiplied",
         &make<BackgroundNode>,
         backgroundNumbers(),
         {choice<BackgroundNode, &BackgroundNode::from>("from", {"nothing", "color", "clean-plate", "file"}),
          choice<BackgroundNode, &BackgroundNode::blend>("blend", blendWords())}},
        {"grain",
         "Grain like a camera's; straight colour",
         &make<GrainNode>,
         {{"amount", &curveOf<GrainNode, &GrainNode::amount>, 0, 1, ""},
          {"size", &curveOf<GrainNode, &GrainNode::size>, 0.5f, 20, "pixels"}},
         {choice<GrainNode, &GrainNode::where>("where", whereWords)}},
        {"out",
         "What leaves the stack",
         &make<OutNode>,
         {},
         {choice<OutNode, &OutNode::what>("what", {"picture", "matte"})}},
    };
}

CompNode node(NodeSettings settings)
{
    CompNode made;
    made.settings = std::move(settings);
    return made;
}

std::vector<StackPreset> makeStackPresets()
{
    std::vector<StackPreset> presets;
    MatteNode clean;
    clean.black = 0.02f;
    clean.white = 0.98f;
    clean.refineRadius = 4.0f;
    BackgroundNode plate;
    plate.from = BackgroundNode::From::CleanPlate;
    presets.push_back({"cut-out", "The subject alone, on nothing", {{node(clean), node(EdgeNode{})}}});
    presets.push_back({"clean-plate", "The subject back before its clean background", {{node(clean), node(plate)}}});
    plate.from = BackgroundNode::From::File;
    plate.wrap = 0.3f;
    presets.push_back({"swap-background",
                       "The subject before another background, with its light on the edges",
                       {{node(clean), node(EdgeNode{}), node(plate), node(GrainNode{})}}});
    presets.push_back(
        {"green-screen", "A green screen's spill taken off", {{node(clean), node(DespillNode{}), node(EdgeNode{})}}});
    for (const LightPreset& lights : lightPresets()) {
        RelightNode relight;
        relight.keepOriginal = lights.keepOriginal;
        relight.lights = lights.lights;
        presets.push_back({lights.name, lights.sentence, {{node(relight)}}});
    }
    return presets;
}

std::int64_t soundFrame(std::int64_t frame)
{
    constexpr std::int64_t furthest = 1'000'000'000;
    return std::clamp(frame, -furthest, furthest);
}

float soundNumber(float value, float low, float high)
{
    return std::isnan(value) ? std::clamp(0.0f, low, high) : std::clamp(value, low, high);
}

template <typename Keys>
void orderKeys(Keys& keys)
{
    for (auto& key : keys)
        key.frame = soundFrame(key.frame);
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.frame < b.frame; });
    const auto last =
        std::unique(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.frame == b.frame; });
    keys.erase(last, keys.end());
}

void makeSound(Curve& curve, float low, float high)
{
    curve.constant = soundNumber(curve.constant, low, high);
    for (Key& key : curve.keys)
        key.value = soundNumber(key.value, low, high);
    orderKeys(curve.keys);
}

void makeSound(Point& point)
{
    constexpr float furthest = 64.0f; // pictures away
    point.x = soundNumber(point.x, -furthest, furthest);
    point.y = soundNumber(point.y, -furthest, furthest);
}

void makeSound(Shape& shape)
{
    shape.feather = soundNumber(shape.feather, 0.0f, 1000.0f);
    for (ShapeKey& key : shape.keys) {
        for (BezierPoint& point : key.points) {
            makeSound(point.at);
            makeSound(point.in);
            makeSound(point.out);
        }
    }
    orderKeys(shape.keys);
}

void makeSound(Stroke& stroke)
{
    stroke.frame = soundFrame(stroke.frame);
    stroke.radius = soundNumber(stroke.radius, 0.5f, 10000.0f);
    stroke.hardness = soundNumber(stroke.hardness, 0.0f, 1.0f);
    stroke.strength = soundNumber(stroke.strength, 0.0f, 1.0f);
    for (Point& point : stroke.points)
        makeSound(point);
}

bool isOn(const Curve& curve, std::int64_t frame)
{
    return curve.at(frame) > 0.0f;
}

struct Needs {
    std::int64_t frame;
    StackNeeds found;

    void add(CompLayer layer)
    {
        if (std::find(found.layers.begin(), found.layers.end(), layer) == found.layers.end())
            found.layers.push_back(layer);
    }
    void addProduct()
    {
        add(CompLayer::Albedo);
        add(CompLayer::Irradiance);
    }

    void operator()(const SourceNode& node) { add(node.layer); }
    void operator()(const MatteNode& node)
    {
        if (node.from == MatteNode::From::Layer) {
            add(CompLayer::Alpha);
            found.mattesAround = std::max(found.mattesAround, static_cast<int>(std::lround(node.temporal.at(frame))));
        }
    }
    void operator()(const GradeNode& node)
    {
        if (node.target != GradeNode::Target::Picture)
            addProduct();
        if (node.where != Where::Everywhere)
            add(CompLayer::Alpha);
    }
    void operator()(const RelightNode& node)
    {
        addProduct();
        add(CompLayer::Normal);
        if (node.where != Where::Everywhere)
            add(CompLayer::Alpha);
    }
    void operator()(const BackgroundNode& node)
    {
        if (node.from == BackgroundNode::From::CleanPlate)
            add(CompLayer::Background);
        found.plate = found.plate || node.from == BackgroundNode::From::File;
        add(CompLayer::Alpha);
    }
    void operator()(const DespillNode& node)
    {
        if (node.where != Where::Everywhere)
            add(CompLayer::Alpha);
    }
    void operator()(const EdgeNode&) { add(CompLayer::Alpha); }
    void operator()(const GrainNode& node)
    {
        if (isOn(node.amount, frame) && node.where != Where::Everywhere)
            add(CompLayer::Alpha);
    }
    void operator()(const OutNode& node)
    {
        if (node.what == OutNode::What::Matte)
            add(CompLayer::Alpha);
    }
};

} // namespace

const std::vector<NodeKind>& nodeKinds()
{
    static const std::vector<NodeKind> kinds = makeKinds();
    return kinds;
}

const NodeKind& kindOf(const NodeSettings& settings)
{
    return nodeKinds()[settings.index()];
}

const NodeKind* findNodeKind(std::string_view name)
{
    for (const NodeKind& kind : nodeKinds()) {
        if (kind.name == name)
            return &kind;
    }
    return nullptr;
}

const Curve* findNumber(const NodeSettings& settings, std::string_view name)
{
    for (const NumberRow& row : kindOf(settings).numbers) {
        if (row.name == name)
            return &row.curve(const_cast<NodeSettings&>(settings)); // the table has one way in, for both
    }
    return nullptr;
}

CompStack soundStack(CompStack stack)
{
    for (CompNode& node : stack.nodes) {
        for (const NumberRow& row : kindOf(node.settings).numbers)
            makeSound(row.curve(node.settings), row.low, row.high);
        if (auto* matte = std::get_if<MatteNode>(&node.settings)) {
            for (Shape& shape : matte->shapes)
                makeSound(shape);
            for (Stroke& stroke : matte->strokes)
                makeSound(stroke);
        }
        if (auto* relight = std::get_if<RelightNode>(&node.settings)) {
            for (Light& light : relight->lights) {
                for (const LightParameter& row : lightParameters())
                    makeSound(light.*row.curve, row.low, row.high);
            }
        }
        if (auto* background = std::get_if<BackgroundNode>(&node.settings))
            background->fileOffset = soundFrame(background->fileOffset);
    }
    return stack;
}

const std::vector<StackPreset>& stackPresets()
{
    static const std::vector<StackPreset> presets = makeStackPresets();
    return presets;
}

const StackPreset* findStackPreset(std::string_view name)
{
    for (const StackPreset& preset : stackPresets()) {
        if (preset.name == name)
            return &preset;
    }
    return nullptr;
}

StackNeeds needsOf(const CompStack& stack, std::int64_t frame)
{
    Needs needs{frame, {}};
    for (const CompNode& node : stack.nodes) {
        if (!node.bypass)
            std::visit(needs, node.settings);
    }
    return needs.found;
}

} // namespace unividx
