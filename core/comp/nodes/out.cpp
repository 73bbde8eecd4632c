#include "core/comp/nodes/out.h"

#include "core/comp/evaluation.h"
#include "core/comp/nuke_form.h"

namespace unividx {

namespace {

bool showsMatte(const OutNode& node)
{
    return node.what == OutNode::What::Matte;
}

void writeNuke(const OutNode& node, detail::NukeForm& form)
{
    if (!showsMatte(node))
        return;
    form.node(
        "Shuffle",
        {{"in", "matte"}, {"red", "alpha"}, {"green", "alpha"}, {"blue", "alpha"}, {"name", form.nameFor("Shuffle")}});
}

} // namespace

template <>
NodeType<OutNode> describeNode()
{
    NodeType<OutNode> type{
        "out", "What leaves the stack", {}, {choiceOf<&OutNode::what, OutNode>("what", {"picture", "matte"})}};
    type.needs = [](const OutNode& node, std::int64_t, StackNeeds& needs) {
        if (showsMatte(node))
            needs.add(CompLayer::Alpha);
    };
    type.evaluate = [](const OutNode& node, detail::Evaluation& evaluation) { evaluation.showMatte(showsMatte(node)); };
    type.writeNuke = &writeNuke;
    return type;
}

} // namespace unividx
