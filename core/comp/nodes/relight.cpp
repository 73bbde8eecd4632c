#include "core/comp/nodes/relight.h"

#include "core/comp/clamp.h"
#include "core/comp/evaluation.h"
#include "core/comp/nodes/node_json.h"
#include "core/comp/nuke_form.h"
#include "core/comp/shading.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

using namespace detail;

/// What lights of the kind Background take their light from.
Image lightSource(const CompFrame& frame)
{
    return frame.plate.empty() ? frame.background : frame.plate.image();
}

void evaluate(const RelightNode& node, Evaluation& evaluation)
{
    const float keep = std::clamp(evaluation.at(node.keepOriginal), 0.0f, 1.0f);
    const CompFrame& frame = evaluation.frame();
    std::vector<LightShader> shaders = shadersOf(node.lights, frame.frame, frame.environments, lightSource(frame));
    if (shaders.empty() && keep == 1.0f)
        return;
    evaluation.require(evaluation.state().albedo, "albedo");
    evaluation.require(evaluation.state().irradiance, "irradiance");
    evaluation.require(frame.normal, "normal");
    const ProductOptions product{node.space, evaluation.at(node.productGain)};
    evaluation.program().add([shaders = std::move(shaders), keep, product, weight = evaluation.weightOf(node.where),
                              size = frame.source.resolution()](Tile& tile) {
        const ColorRow after = tile.scratchColor(0);
        copyColor(tile.irradiance, after);
        if (keep != 1.0f) {
            for (float* channel : {after.red, after.green, after.blue}) {
                for (std::size_t i = 0; i < tile.count; ++i)
                    channel[i] *= keep;
            }
        }
        const PlaneRow plane = planeRow(size, tile.y);
        for (const LightShader& shader : shaders)
            shader.addRow(tile.normal, plane.x + static_cast<float>(tile.x) * plane.step, plane.step, plane.y, after);
        const float* share = tile.in(weight);
        rebuildRow(tile.picture(), {tile.albedo, tile.irradiance, tile.albedo, after}, product, keep, share);
        if (share)
            mixColor(tile.irradiance, after, share);
        else
            copyColor(after, tile.irradiance);
    });
    evaluation.program().changesIrradiance();
}

void writeNuke(const RelightNode& node, NukeForm& form)
{
    form.rebuildProduct(node.space, node.productGain, node.keepOriginal.at(form.files().frames.first));
    if (node.keepOriginal.isAnimated())
        form.leaveOut("the animation of the original light's share");
}

OrderedJson lightJson(const Light& light, const PathBase& base)
{
    OrderedJson object{{"kind", wordOf(lightKindNames(), light.kind)}, {"name", light.name}};
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

void writeJson(const RelightNode& node, JsonTarget& target)
{
    for (const Light& light : node.lights)
        target.object["lights"].push_back(lightJson(light, target.base));
}

void readJson(RelightNode& node, JsonSource& source)
{
    for (ObjectReader& light : source.object.objects("lights"))
        node.lights.push_back(readLight(light, source.base));
}

} // namespace

template <>
NodeType<RelightNode> describeNode()
{
    NodeType<RelightNode> type{
        "relight",
        "New light over normals and albedo, without cast shadows; straight colour",
        {{"productGain", &RelightNode::productGain, 0, 10, ""}, {"keepOriginal", &RelightNode::keepOriginal, 0, 1, ""}},
        {choiceOf<&RelightNode::where, RelightNode>("where", whereWords),
         choiceOf<&RelightNode::space, RelightNode>("space", productSpaceWords)}};
    type.needs = [](const RelightNode& node, std::int64_t, StackNeeds& needs) {
        needs.addProduct();
        needs.add(CompLayer::Normal);
        needs.addWeight(node.where);
    };
    type.clamp = [](RelightNode& node) { std::for_each(node.lights.begin(), node.lights.end(), clampLight); };
    type.evaluate = &evaluate;
    type.writeNuke = &writeNuke;
    type.writeJson = &writeJson;
    type.readJson = &readJson;
    return type;
}

} // namespace unividx
