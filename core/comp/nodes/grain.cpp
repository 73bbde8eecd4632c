#include "core/comp/nodes/grain.h"

#include "core/comp/evaluation.h"
#include "core/comp/grain.h"
#include "core/comp/nuke_form.h"

namespace unividx {

namespace {

void evaluate(const GrainNode& node, detail::Evaluation& evaluation)
{
    const float amount = evaluation.at(node.amount);
    if (!(amount > 0.0f))
        return;
    const CompFrame& frame = evaluation.frame();
    const Image field =
        grainField(frame.source.resolution(), frame.frame, evaluation.at(node.size) * evaluation.scale());
    evaluation.program().add([field, amount, weight = evaluation.weightOf(node.where)](detail::Tile& tile) {
        addGrainRow(tile.picture(), field.row(tile.y) + tile.x * 3, amount, tile.in(weight));
    });
}

} // namespace

template <>
NodeType<GrainNode> describeNode()
{
    NodeType<GrainNode> type{"grain",
                             "Grain like a camera's; straight colour",
                             {{"amount", &GrainNode::amount, 0, 1, ""}, {"size", &GrainNode::size, 0.5f, 20, "pixels"}},
                             {choiceOf<&GrainNode::where, GrainNode>("where", whereWords)}};
    type.needs = [](const GrainNode& node, std::int64_t frame, StackNeeds& needs) {
        if (node.amount.at(frame) > 0.0f)
            needs.addWeight(node.where);
    };
    type.evaluate = &evaluate;
    type.writeNuke = [](const GrainNode& node, detail::NukeForm& form) {
        if (!detail::isAlways(node.amount, 0.0f))
            form.leaveOut("grain");
    };
    return type;
}

} // namespace unividx
