#include "core/comp/nodes/grade.h"

#include "core/comp/evaluation.h"
#include "core/comp/grade.h"
#include "core/comp/nuke_form.h"

namespace unividx {

namespace {

using detail::Evaluation;
using detail::NukeForm;
using detail::Tile;

Grade gradeOf(const GradeNode& node, const Evaluation& evaluation)
{
    const auto at = [&](const Curve& curve) { return evaluation.at(curve); };
    Grade grade;
    grade.lift = {at(node.liftRed), at(node.liftGreen), at(node.liftBlue)};
    grade.gamma = {at(node.gammaRed), at(node.gammaGreen), at(node.gammaBlue)};
    grade.gain = {at(node.gainRed), at(node.gainGreen), at(node.gainBlue)};
    grade.saturation = at(node.saturation);
    grade.hueCentre = at(node.hueCentre);
    grade.hueWidth = at(node.hueWidth);
    grade.hueShift = at(node.hueShift);
    grade.hueSaturation = at(node.hueSaturation);
    grade.hueGain = at(node.hueGain);
    return grade;
}

void evaluate(const GradeNode& node, Evaluation& evaluation)
{
    const Grade grade = gradeOf(node, evaluation);
    if (grade.isNeutral())
        return;
    const Image weight = evaluation.weightOf(node.where);
    detail::TileProgram& program = evaluation.program();
    if (node.target == GradeNode::Target::Picture) {
        program.add([grade, weight](Tile& tile) { gradeRow(tile.picture(), grade, tile.in(weight)); });
        return;
    }
    evaluation.require(evaluation.state().albedo, "albedo");
    evaluation.require(evaluation.state().irradiance, "irradiance");
    const bool albedo = node.target == GradeNode::Target::Albedo;
    const ProductOptions product{node.space, evaluation.at(node.productGain)};
    program.add([grade, weight, albedo, product](Tile& tile) {
        const ColorRow before = albedo ? tile.albedo : tile.irradiance;
        const ColorRow after = tile.scratchColor(0);
        copyColor(before, after);
        gradeRow(after, grade, tile.in(weight));
        rebuildRow(tile.picture(),
                   {tile.albedo, tile.irradiance, albedo ? after : tile.albedo, albedo ? tile.irradiance : after},
                   product, 1.0f, nullptr);
        copyColor(after, before);
    });
    if (albedo)
        program.changesAlbedo();
    else
        program.changesIrradiance();
}

void writeNuke(const GradeNode& node, NukeForm& form)
{
    using namespace detail;
    if (node.target != GradeNode::Target::Picture) {
        form.rebuildProduct(node.space, node.productGain, 1.0f);
        return;
    }
    const NukeKnobs mask = NukeForm::maskKnobs(node.where);
    NukeKnobs knobs{{"black", nukeColor(node.liftRed, node.liftGreen, node.liftBlue, "0")},
                    {"white", nukeColor(node.gainRed, node.gainGreen, node.gainBlue, "1")},
                    {"gamma", nukeColor(node.gammaRed, node.gammaGreen, node.gammaBlue, "1")},
                    {"black_clamp", "false"}};
    knobs.insert(knobs.end(), mask.begin(), mask.end());
    knobs.emplace_back("name", form.nameFor("Grade"));
    knobs.emplace_back("label", nukeLabel(form.label()));
    form.node("Grade", knobs);
    if (!isAlways(node.saturation, 1.0f)) {
        NukeKnobs saturation{{"saturation", nukeCurve(node.saturation)}, {"mode", "\"Rec 709\""}};
        saturation.insert(saturation.end(), mask.begin(), mask.end());
        saturation.emplace_back("name", form.nameFor("Saturation"));
        form.node("Saturation", saturation);
    }
    if (!isAlways(node.hueShift, 0.0f) || !isAlways(node.hueSaturation, 1.0f) || !isAlways(node.hueGain, 1.0f))
        form.leaveOut("the range of hues");
}

std::vector<NodeNumber<GradeNode>> numbers()
{
    using N = GradeNode;
    return {{"productGain", &N::productGain, 0, 10, ""},     {"liftRed", &N::liftRed, -1, 1, ""},
            {"liftGreen", &N::liftGreen, -1, 1, ""},         {"liftBlue", &N::liftBlue, -1, 1, ""},
            {"gammaRed", &N::gammaRed, 0.05f, 10, ""},       {"gammaGreen", &N::gammaGreen, 0.05f, 10, ""},
            {"gammaBlue", &N::gammaBlue, 0.05f, 10, ""},     {"gainRed", &N::gainRed, 0, 100, ""},
            {"gainGreen", &N::gainGreen, 0, 100, ""},        {"gainBlue", &N::gainBlue, 0, 100, ""},
            {"saturation", &N::saturation, 0, 10, ""},       {"hueCentre", &N::hueCentre, -360, 360, "degrees"},
            {"hueWidth", &N::hueWidth, 1, 180, "degrees"},   {"hueShift", &N::hueShift, -180, 180, "degrees"},
            {"hueSaturation", &N::hueSaturation, 0, 10, ""}, {"hueGain", &N::hueGain, 0, 10, ""}};
}

} // namespace

template <>
NodeType<GradeNode> describeNode()
{
    NodeType<GradeNode> type{"grade",
                             "Grades the picture, its albedo or its irradiance; straight colour",
                             numbers(),
                             {choiceOf<&GradeNode::target, GradeNode>("target", {"picture", "albedo", "irradiance"}),
                              choiceOf<&GradeNode::where, GradeNode>("where", whereWords),
                              choiceOf<&GradeNode::space, GradeNode>("space", productSpaceWords)}};
    type.needs = [](const GradeNode& node, std::int64_t, StackNeeds& needs) {
        if (node.target != GradeNode::Target::Picture)
            needs.addProduct();
        needs.addWeight(node.where);
    };
    type.evaluate = &evaluate;
    type.writeNuke = &writeNuke;
    return type;
}

} // namespace unividx
