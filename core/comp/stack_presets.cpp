#include "core/comp/stack.h"

#include <utility>

namespace unividx {

namespace {

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

} // namespace

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

} // namespace unividx
