#pragma once

#include "core/comp/nodes/background.h"
#include "core/comp/nodes/despill.h"
#include "core/comp/nodes/edge.h"
#include "core/comp/nodes/grade.h"
#include "core/comp/nodes/grain.h"
#include "core/comp/nodes/matte.h"
#include "core/comp/nodes/out.h"
#include "core/comp/nodes/relight.h"
#include "core/comp/nodes/source.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace unividx {

/// Every kind of node; this is the table that a new kind is added to. Each is a plain value whose defaults change
/// nothing, unless it says so. Lengths are pixels of the full picture. Colours are scene-linear and straight inside the
/// nodes; whole pictures between them premultiplied.
using NodeSettings = std::variant<SourceNode, MatteNode, DespillNode, EdgeNode, GradeNode, RelightNode, BackgroundNode,
                                  GrainNode, OutNode>;

struct CompNode {
    std::string name; ///< empty: its kind's
    bool bypass = false;
    NodeSettings settings;
    std::string extra; ///< JSON object of keys this version does not know

    bool operator==(const CompNode&) const = default;
};

/// What is done to a clip's pictures, in order. Empty: nothing.
struct CompStack {
    std::vector<CompNode> nodes;

    bool operator==(const CompStack&) const = default;
};

/// A number of any node: for files, panels and keyframes.
struct NumberRow {
    std::string_view name;
    std::function<Curve&(NodeSettings&)> curve;
    float low;
    float high;
    std::string_view unit;
};

/// A choice of any node.
struct ChoiceRow {
    std::string_view name;
    std::vector<std::string_view> words; ///< of the values 0, 1, ...
    std::function<int(const NodeSettings&)> get;
    std::function<void(NodeSettings&, int)> set;
};

/// A kind of node as those see it who treat all kinds alike: its NodeType.
struct NodeKind {
    std::string_view name;
    std::string_view sentence;
    NodeSettings (*make)();
    std::vector<NumberRow> numbers;
    std::vector<ChoiceRow> choices;
};

/// In the order of NodeSettings.
const std::vector<NodeKind>& nodeKinds();
const NodeKind& kindOf(const NodeSettings& settings);
const NodeKind* findNodeKind(std::string_view name); ///< null if there is none

/// The node's name, or its kind's where it has none.
std::string nodeName(const CompNode& node);

/// The node's curve of that name, for reading. Null if the kind has none.
const Curve* findNumber(const NodeSettings& settings, std::string_view name);

/// The stack with every number in its range and finite, every curve's and shape's keys in order and each frame once,
/// frames within `frameLimit`, and no shape with points that are not numbers. A valid stack comes back equal.
CompStack clampedStack(CompStack stack);

/// Stacks under a name an artist would use.
struct StackPreset {
    std::string_view name;
    std::string_view sentence;
    CompStack stack;
};
const std::vector<StackPreset>& stackPresets();
const StackPreset* findStackPreset(std::string_view name); ///< null if there is none

StackNeeds needsOf(const CompStack& stack, std::int64_t frame);

namespace detail {

// Private to core/comp and core/export.

/// Call the node's function of its NodeType; do nothing where it has none.
void evaluateNode(const NodeSettings& settings, Evaluation& evaluation);
void writeNukeNode(const NodeSettings& settings, NukeForm& form);
void writeNodeJson(const NodeSettings& settings, JsonTarget& target);
void readNodeJson(NodeSettings& settings, JsonSource& source);

} // namespace detail

} // namespace unividx
