#include "core/project/comp_edits.h"

#include "core/base/error.h"
#include "core/project/edit_access.h"

#include <algorithm>
#include <string>
#include <utility>

namespace unividx {

namespace {

using namespace detail;

std::vector<CompNode>& nodesOf(Project& project, ClipId id)
{
    return clipIn(project, id).comp.nodes;
}

CompNode& nodeIn(Project& project, ClipId id, std::size_t node)
{
    std::vector<CompNode>& nodes = nodesOf(project, id);
    if (node >= nodes.size())
        throw Error(ErrorKind::Internal, "the clip has no compositing node " + std::to_string(node));
    return nodes[node];
}

Curve& numberIn(CompNode& node, std::string_view name)
{
    for (const NumberRow& row : kindOf(node.settings).numbers) {
        if (row.name == name)
            return row.curve(node.settings);
    }
    throw Error(ErrorKind::Usage,
                "a " + std::string(kindOf(node.settings).name) + " node has no number \"" + std::string(name) + "\"");
}

RelightNode& relightIn(Project& project, ClipId id, std::size_t node)
{
    auto* relight = std::get_if<RelightNode>(&nodeIn(project, id, node).settings);
    if (!relight)
        throw Error(ErrorKind::Internal, "the compositing node " + std::to_string(node) + " has no lights");
    return *relight;
}

Curve& lightNumberIn(Project& project, ClipId id, std::size_t node, std::size_t light, std::string_view name)
{
    std::vector<Light>& lights = relightIn(project, id, node).lights;
    if (light >= lights.size())
        throw Error(ErrorKind::Internal, "there is no light " + std::to_string(light));
    for (const LightParameter& row : lightParameters()) {
        if (row.name == name)
            return lights[light].*row.curve;
    }
    throw Error(ErrorKind::Usage, "a light has no number \"" + std::string(name) + "\"");
}

/// Where there are keys, the frame's is set or made, and goes on as the one before it; else the constant.
void setValue(Curve& curve, std::int64_t frame, float value)
{
    if (!curve.isAnimated()) {
        curve.constant = value;
        return;
    }
    Key key{frame, value, Interpolation::Smooth};
    for (const Key& other : curve.keys) {
        if (other.frame <= frame)
            key.to = other.to;
    }
    curve = withKey(std::move(curve), key);
}

void setKey(Curve& curve, std::int64_t frame, bool key, Interpolation to)
{
    const float value = curve.at(frame);
    curve = key ? withKey(std::move(curve), {frame, value, to}) : withoutKey(std::move(curve), frame);
}

Project sound(Project project, ClipId id)
{
    CompStack& stack = clipIn(project, id).comp;
    stack = clampedStack(std::move(stack));
    return project;
}

} // namespace

Project setStack(Project project, ClipId id, CompStack stack)
{
    clipIn(project, id).comp = std::move(stack);
    return sound(std::move(project), id);
}

Project addNode(Project project, ClipId id, std::size_t place, CompNode node)
{
    std::vector<CompNode>& nodes = nodesOf(project, id);
    nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(std::min(place, nodes.size())), std::move(node));
    return sound(std::move(project), id);
}

Project removeNode(Project project, ClipId id, std::size_t node)
{
    nodeIn(project, id, node);
    std::vector<CompNode>& nodes = nodesOf(project, id);
    nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(node));
    return project;
}

Project moveNode(Project project, ClipId id, std::size_t node, std::size_t place)
{
    CompNode moved = nodeIn(project, id, node);
    return addNode(removeNode(std::move(project), id, node), id, place, std::move(moved));
}

Project setNode(Project project, ClipId id, std::size_t node, CompNode changed)
{
    nodeIn(project, id, node) = std::move(changed);
    return sound(std::move(project), id);
}

Project bypassNode(Project project, ClipId id, std::size_t node, bool bypass)
{
    nodeIn(project, id, node).bypass = bypass;
    return project;
}

Project setNumber(Project project, ClipId id, std::size_t node, std::string_view name, std::int64_t frame, float value)
{
    setValue(numberIn(nodeIn(project, id, node), name), frame, value);
    return sound(std::move(project), id);
}

Project keyNumber(Project project, ClipId id, std::size_t node, std::string_view name, std::int64_t frame, bool key,
                  Interpolation to)
{
    setKey(numberIn(nodeIn(project, id, node), name), frame, key, to);
    return sound(std::move(project), id);
}

Project setLights(Project project, ClipId id, std::size_t node, std::vector<Light> lights)
{
    relightIn(project, id, node).lights = std::move(lights);
    return sound(std::move(project), id);
}

Project setLightNumber(Project project, ClipId id, std::size_t node, std::size_t light, std::string_view name,
                       std::int64_t frame, float value)
{
    setValue(lightNumberIn(project, id, node, light, name), frame, value);
    return sound(std::move(project), id);
}

Project keyLightNumber(Project project, ClipId id, std::size_t node, std::size_t light, std::string_view name,
                       std::int64_t frame, bool key, Interpolation to)
{
    setKey(lightNumberIn(project, id, node, light, name), frame, key, to);
    return sound(std::move(project), id);
}

} // namespace unividx
