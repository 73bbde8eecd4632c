#include "core/comp/nodes/source.h"

#include "core/comp/evaluation.h"
#include "core/comp/nuke_form.h"

namespace unividx {

namespace {

using detail::Evaluation;
using detail::NukeForm;

void evaluate(const SourceNode& node, Evaluation& evaluation)
{
    if (node.layer == CompLayer::Source)
        return;
    evaluation.flush();
    detail::CompState& state = evaluation.state();
    const CompFrame& frame = evaluation.frame();
    const auto show = [&](const Image& layer, const char* name) {
        const Image& present = evaluation.require(layer, name);
        state.picture = premultiply(straightPicture(present.channels() == 1 ? detail::greyPicture(present) : present));
    };
    switch (node.layer) {
    case CompLayer::Source:
        break;
    case CompLayer::Albedo:
        show(state.albedo, "albedo");
        break;
    case CompLayer::Irradiance:
        show(state.irradiance, "irradiance");
        break;
    case CompLayer::Normal:
        show(frame.normal, "normal");
        break;
    case CompLayer::Alpha:
        show(frame.alpha, "alpha");
        break;
    case CompLayer::Foreground:
        show(frame.foreground, "foreground");
        break;
    case CompLayer::Background:
        show(frame.background, "background");
        break;
    }
}

void writeNuke(const SourceNode& node, NukeForm& form)
{
    if (node.layer != CompLayer::Source)
        form.leaveOut("showing a single layer");
}

} // namespace

template <>
NodeType<SourceNode> describeNode()
{
    NodeType<SourceNode> type{
        "source",
        "Which layer the picture is",
        {},
        {choiceOf<&SourceNode::layer, SourceNode>(
            "layer", {"source", "albedo", "irradiance", "normal", "alpha", "foreground", "background"})}};
    type.needs = [](const SourceNode& node, std::int64_t, StackNeeds& needs) { needs.add(node.layer); };
    type.evaluate = &evaluate;
    type.writeNuke = &writeNuke;
    return type;
}

} // namespace unividx
