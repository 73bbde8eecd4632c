#include "core/comp/nodes/despill.h"

#include "core/comp/evaluation.h"
#include "core/comp/nuke_form.h"

#include <algorithm>
#include <array>
#include <string>

namespace unividx {

namespace {

using detail::Evaluation;
using detail::NukeForm;
using detail::Tile;

void evaluate(const DespillNode& node, Evaluation& evaluation)
{
    const DespillOptions options{node.screen, node.method, evaluation.at(node.amount),
                                 evaluation.at(node.keepLuminance)};
    if (options.amount == 0.0f)
        return;
    evaluation.program().add([options, weight = evaluation.weightOf(node.where)](Tile& tile) {
        const float* share = tile.in(weight);
        if (!share) {
            despillRow(tile.picture(), options);
            return;
        }
        const ColorRow changed = tile.scratchColor(0);
        const ColorRow picture = tile.picture();
        copyColor(picture, changed);
        despillRow(changed, options);
        mixColor(picture, changed, share);
    });
}

void writeNuke(const DespillNode& node, NukeForm& form)
{
    const bool green = node.screen == ScreenColor::Green;
    const std::string screen = green ? "g" : "b";
    const std::string other = green ? "b" : "g";
    const std::array<std::string, 3> limits{"((r+" + other + ")/2)", "max(r," + other + ")", "min(r," + other + ")"};
    const std::int64_t first = form.files().frames.first;
    std::string taken = "max(0," + screen + "-" + limits[static_cast<std::size_t>(node.method)] + ")*" +
                        detail::nukeNumber(node.amount.at(first));
    if (node.where != Where::Everywhere)
        taken += node.where == Where::InsideMatte ? "*matte.alpha" : "*(1-matte.alpha)";
    const std::string back = detail::nukeNumber(node.keepLuminance.at(first) * (green ? 0.7152 : 0.0722));
    const auto channel = [&](const char* name) {
        const std::string plus = std::string(name) + "+spill*" + back;
        return screen == name ? plus + "-spill" : plus;
    };
    form.expression({channel("r"), channel("g"), channel("b")},
                    {{"temp_name0", "spill"}, {"temp_expr0", detail::nukeString(taken)}});
    if (node.amount.isAnimated() || node.keepLuminance.isAnimated())
        form.leaveOut("the animation of its amount");
}

} // namespace

template <>
NodeType<DespillNode> describeNode()
{
    NodeType<DespillNode> type{
        "despill",
        "Takes the screen's colour off the picture; straight colour",
        {{"amount", &DespillNode::amount, 0, 1, ""}, {"keepLuminance", &DespillNode::keepLuminance, 0, 1, ""}},
        {choiceOf<&DespillNode::screen, DespillNode>("screen", {"green", "blue"}),
         choiceOf<&DespillNode::method, DespillNode>("method", {"average", "maximum", "minimum"}),
         choiceOf<&DespillNode::where, DespillNode>("where", whereWords)}};
    type.needs = [](const DespillNode& node, std::int64_t, StackNeeds& needs) { needs.addWeight(node.where); };
    type.evaluate = &evaluate;
    type.writeNuke = &writeNuke;
    return type;
}

} // namespace unividx
