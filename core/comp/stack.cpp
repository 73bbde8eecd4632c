#include "core/comp/stack.h"

#include "core/comp/clamp.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

template <typename Node>
const NodeType<Node>& typeOf()
{
    static const NodeType<Node> type = describeNode<Node>();
    return type;
}

template <typename Node>
NodeKind kindFor()
{
    const NodeType<Node>& type = typeOf<Node>();
    NodeKind kind{type.name, type.sentence, [] { return NodeSettings(Node{}); }, {}, {}};
    for (const NodeNumber<Node>& number : type.numbers) {
        const auto curve = [member = number.curve](NodeSettings& settings) -> Curve& {
            return std::get<Node>(settings).*member;
        };
        kind.numbers.push_back({number.name, curve, number.low, number.high, number.unit});
    }
    for (const NodeChoice<Node>& choice : type.choices) {
        const auto get = [get = choice.get](const NodeSettings& settings) { return get(std::get<Node>(settings)); };
        const auto set = [set = choice.set](NodeSettings& settings, int value) {
            set(std::get<Node>(settings), value);
        };
        kind.choices.push_back({choice.name, choice.words, get, set});
    }
    return kind;
}

template <typename... Nodes>
std::vector<NodeKind> kindsFor(const std::variant<Nodes...>&)
{
    return {kindFor<Nodes>()...};
}

/// Calls one of the functions of a node's type with the node and `arguments`, if the type has it.
template <auto Function, typename Settings, typename... Arguments>
void callFor(Settings& settings, Arguments&&... arguments)
{
    std::visit(
        [&](auto& node) {
            const auto& type = typeOf<std::remove_cvref_t<decltype(node)>>();
            Function(type, node, arguments...);
        },
        settings);
}

} // namespace

void StackNeeds::add(CompLayer layer)
{
    if (std::find(layers.begin(), layers.end(), layer) == layers.end())
        layers.push_back(layer);
}

void StackNeeds::addProduct()
{
    add(CompLayer::Albedo);
    add(CompLayer::Irradiance);
}

void StackNeeds::addWeight(Where where)
{
    if (where != Where::Everywhere)
        add(CompLayer::Alpha);
}

const std::vector<NodeKind>& nodeKinds()
{
    static const std::vector<NodeKind> kinds = kindsFor(NodeSettings());
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

std::string nodeName(const CompNode& node)
{
    return node.name.empty() ? std::string(kindOf(node.settings).name) : node.name;
}

const Curve* findNumber(const NodeSettings& settings, std::string_view name)
{
    for (const NumberRow& row : kindOf(settings).numbers) {
        if (row.name == name)
            return &row.curve(const_cast<NodeSettings&>(settings)); // the table has one way in, for both
    }
    return nullptr;
}

CompStack clampedStack(CompStack stack)
{
    for (CompNode& node : stack.nodes) {
        for (const NumberRow& row : kindOf(node.settings).numbers)
            detail::clampCurve(row.curve(node.settings), row.low, row.high);
        callFor<[](const auto& type, auto& settings) { type.clamp ? type.clamp(settings) : void(); }>(node.settings);
    }
    return stack;
}

StackNeeds needsOf(const CompStack& stack, std::int64_t frame)
{
    StackNeeds needs;
    for (const CompNode& node : stack.nodes) {
        if (!node.bypass)
            callFor<[](const auto& type, const auto& settings, std::int64_t at, StackNeeds& found) {
                type.needs ? type.needs(settings, at, found) : void();
            }>(node.settings, frame, needs);
    }
    return needs;
}

namespace detail {

void evaluateNode(const NodeSettings& settings, Evaluation& evaluation)
{
    callFor<[](const auto& type, const auto& node, Evaluation& on) {
        type.evaluate ? type.evaluate(node, on) : void();
    }>(settings, evaluation);
}

void writeNukeNode(const NodeSettings& settings, NukeForm& form)
{
    callFor<[](const auto& type, const auto& node, NukeForm& into) {
        type.writeNuke ? type.writeNuke(node, into) : void();
    }>(settings, form);
}

void writeNodeJson(const NodeSettings& settings, JsonTarget& target)
{
    callFor<[](const auto& type, const auto& node, JsonTarget& into) {
        type.writeJson ? type.writeJson(node, into) : void();
    }>(settings, target);
}

void readNodeJson(NodeSettings& settings, JsonSource& source)
{
    callFor<[](const auto& type, auto& node, JsonSource& from) { type.readJson ? type.readJson(node, from) : void(); }>(
        settings, source);
}

} // namespace detail

} // namespace unividx
