#pragma once

#include "core/comp/curve.h"

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// What every kind of node has: its settings as a plain struct, and one description of them, a NodeType. Files, the
/// inspector, the command line, the evaluator and the Nuke script read that description.
namespace unividx {

/// Layers of a frame.
enum class CompLayer { Source, Albedo, Irradiance, Normal, Alpha, Foreground, Background };

/// The part of the picture a node works on.
enum class Where { Everywhere, InsideMatte, OutsideMatte };

/// What a stack needs of a frame: its layers, and mattes of how many frames to either side.
struct StackNeeds {
    std::vector<CompLayer> layers; ///< each once; without them the stack cannot be evaluated
    bool plate = false;
    int mattesAround = 0;

    void add(CompLayer layer);
    void addProduct();           ///< albedo and irradiance
    void addWeight(Where where); ///< the alpha layer, if the matte decides where
};

namespace detail {
class Evaluation;  // core/comp/evaluation.h
class NukeForm;    // core/comp/nuke_form.h
struct JsonTarget; // core/comp/nodes/node_json.h
struct JsonSource;
} // namespace detail

/// A number of a node.
template <typename Node>
struct NodeNumber {
    std::string_view name; ///< in files
    Curve Node::*curve;
    float low, high;
    std::string_view unit;
};

/// A choice of a node.
template <typename Node>
struct NodeChoice {
    std::string_view name;               ///< in files
    std::vector<std::string_view> words; ///< of the values 0, 1, ...
    int (*get)(const Node&);
    void (*set)(Node&, int);
};

/// Describes one kind of node. A function that is null does nothing.
template <typename Node>
struct NodeType {
    std::string_view name; ///< in files and on the command line
    std::string_view sentence;
    std::vector<NodeNumber<Node>> numbers;
    std::vector<NodeChoice<Node>> choices;

    /// Adds what the node needs of `frame` to be evaluated.
    void (*needs)(const Node&, std::int64_t frame, StackNeeds&) = nullptr;
    /// Clamps what is neither a number nor a choice.
    void (*clamp)(Node&) = nullptr;
    /// Applies the node. Throws: Usage naming a layer that the frame lacks.
    void (*evaluate)(const Node&, detail::Evaluation&) = nullptr;
    /// Writes the node into a Nuke script, or notes what the script does not rebuild.
    void (*writeNuke)(const Node&, detail::NukeForm&) = nullptr;
    /// Write and read what is neither a number nor a choice. Throws: Input naming the place.
    void (*writeJson)(const Node&, detail::JsonTarget&) = nullptr;
    void (*readJson)(Node&, detail::JsonSource&) = nullptr;
};

/// The description of a kind, specialised in the kind's own file.
template <typename Node>
NodeType<Node> describeNode();

/// A choice that is an enum or bool member.
template <auto Member, typename Node>
NodeChoice<Node> choiceOf(std::string_view name, std::vector<std::string_view> words)
{
    return {name, std::move(words), [](const Node& node) { return static_cast<int>(node.*Member); },
            [](Node& node, int value) {
                auto& member = node.*Member;
                member = static_cast<std::remove_reference_t<decltype(member)>>(value);
            }};
}

/// Words of choices that several kinds have.
inline const std::vector<std::string_view> whereWords{"everywhere", "inside", "outside"};
inline const std::vector<std::string_view> productSpaceWords{"display", "linear"};

} // namespace unividx
