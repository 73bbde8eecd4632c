#include "core/comp/nodes/edge.h"

#include "core/comp/edges.h"
#include "core/comp/evaluation.h"
#include "core/comp/nuke_form.h"

namespace unividx {

namespace {

void evaluate(const EdgeNode& node, detail::Evaluation& evaluation)
{
    const float radius = evaluation.at(node.radius) * evaluation.scale();
    if (!(radius > 0.0f))
        return;
    evaluation.flush();
    const Straight straight = unpremultiply(evaluation.state().picture);
    const Image color = extendEdges(colorOf(straight), evaluation.currentMatte(), radius);
    evaluation.state().picture = premultiply(straightPicture(color, alphaOf(straight)));
}

} // namespace

template <>
NodeType<EdgeNode> describeNode()
{
    NodeType<EdgeNode> type{"edge",
                            "Carries solid colours over the matte's edge; straight colour",
                            {{"radius", &EdgeNode::radius, 0, 200, "pixels"}},
                            {}};
    type.needs = [](const EdgeNode&, std::int64_t, StackNeeds& needs) { needs.add(CompLayer::Alpha); };
    type.evaluate = &evaluate;
    type.writeNuke = [](const EdgeNode&, detail::NukeForm& form) { form.leaveOut("the extension of edges"); };
    return type;
}

} // namespace unividx
