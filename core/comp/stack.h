#pragma once

#include "core/comp/blend.h"
#include "core/comp/curve.h"
#include "core/comp/despill.h"
#include "core/comp/intrinsic.h"
#include "core/comp/light.h"
#include "core/comp/shape.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace unividx {

/// What of a frame there may be.
enum class CompLayer { Source, Albedo, Irradiance, Normal, Alpha, Foreground, Background };

/// Where in the picture a node works.
enum class Where { Everywhere, InsideMatte, OutsideMatte };

// The nodes. Each is a plain value; what it does with its defaults is nothing, unless it says so. Lengths are pixels of
// the full picture. Colours are scene-linear and straight inside the nodes; whole pictures between them premultiplied.

/// Which layer the picture is from here on. Takes: nothing. Gives: the layer, opaque, or as it covers.
struct SourceNode {
    CompLayer layer = CompLayer::Source;

    bool operator==(const SourceNode&) const = default;
};

/// The matte from here on; the picture is cut out by it where it meets a background, or at the end.
struct MatteNode {
    enum class From { Layer, Everything, Before };

    From from = From::Layer; ///< the alpha layer (else the source's own alpha), all 1, or what a node before made
    bool inverted = false;
    Curve temporal; ///< frames to either side whose middle value counts
    Curve black;
    Curve white{1.0f};
    Curve gamma{1.0f};
    Curve despeckle;    ///< area
    Curve holes;        ///< area
    Curve grow;         ///< below 0: choke
    Curve refineRadius; ///< 0: no refinement
    Curve refineEpsilon{1e-4f};
    Curve refineAmount{1.0f};
    Curve feather;
    std::vector<Shape> shapes;
    std::vector<Stroke> strokes;

    bool operator==(const MatteNode&) const = default;
};

struct DespillNode {
    ScreenColor screen = ScreenColor::Green;
    DespillMethod method = DespillMethod::Average;
    Where where = Where::Everywhere;
    Curve amount{1.0f}; ///< by default it does its work
    Curve keepLuminance;

    bool operator==(const DespillNode&) const = default;
};

/// Carries solid colours over the matte's edge.
struct EdgeNode {
    Curve radius{6.0f}; ///< by default it does its work

    bool operator==(const EdgeNode&) const = default;
};

/// A grade of the picture, or of its albedo or irradiance alone, with the picture rebuilt from them.
struct GradeNode {
    enum class Target { Picture, Albedo, Irradiance };

    Target target = Target::Picture;
    Where where = Where::Everywhere;
    ProductSpace space = ProductSpace::Display;
    Curve productGain{1.0f};
    Curve liftRed, liftGreen, liftBlue;
    Curve gammaRed{1.0f}, gammaGreen{1.0f}, gammaBlue{1.0f};
    Curve gainRed{1.0f}, gainGreen{1.0f}, gainBlue{1.0f};
    Curve saturation{1.0f};
    Curve hueCentre;
    Curve hueWidth{60.0f};
    Curve hueShift;
    Curve hueSaturation{1.0f};
    Curve hueGain{1.0f};

    bool operator==(const GradeNode&) const = default;
};

/// New light over normals and albedo. No shadows are cast (see Light).
struct RelightNode {
    Where where = Where::Everywhere;
    ProductSpace space = ProductSpace::Display;
    Curve productGain{1.0f};
    Curve keepOriginal{1.0f}; ///< 0 to 1, of the light the shot was taken in
    std::vector<Light> lights;

    bool operator==(const RelightNode&) const = default;
};

/// What is behind the picture. By default nothing is: it is cut out.
struct BackgroundNode {
    enum class From { Nothing, Color, CleanPlate, File };

    From from = From::Nothing;
    std::string file;            ///< absolute path of a still, movie or sequence
    std::int64_t fileOffset = 0; ///< added to the clip's frame to find the file's; before and after it the end is held
    Blend blend = Blend::Over;
    Curve red, green, blue; ///< of Color; scene-linear
    Curve defocus;          ///< radius in pixels
    Curve match;            ///< 0 to 1: the picture's brightness and colour balance taken to the background's
    Curve wrap;             ///< 0 to 1: the background's light on the edges
    Curve wrapWidth{12.0f};

    bool operator==(const BackgroundNode&) const = default;
};

/// Grain like a camera's: standard deviation goes with the square root of the light.
struct GrainNode {
    Where where = Where::OutsideMatte; ///< the front has its own
    Curve amount;
    Curve size{1.0f}; ///< pixels

    bool operator==(const GrainNode&) const = default;
};

/// What leaves the stack.
struct OutNode {
    enum class What { Picture, Matte };

    What what = What::Picture;

    bool operator==(const OutNode&) const = default;
};

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

/// A number of a node by name: for files, panels, keyframes.
struct NumberRow {
    std::string_view name;
    Curve& (*curve)(NodeSettings&);
    float low;
    float high;
    std::string_view unit;
};

/// A choice of a node by name.
struct ChoiceRow {
    std::string_view name;
    std::vector<std::string_view> words; ///< of the values 0, 1, ...
    int (*get)(const NodeSettings&);
    void (*set)(NodeSettings&, int);
};

/// What there is to know of a kind of node. One row a kind, in the order of NodeSettings.
struct NodeKind {
    std::string_view name;
    std::string_view sentence;
    NodeSettings (*make)();
    std::vector<NumberRow> numbers;
    std::vector<ChoiceRow> choices;
};
const std::vector<NodeKind>& nodeKinds();
const NodeKind& kindOf(const NodeSettings& settings);
const NodeKind* findNodeKind(std::string_view name); ///< null if there is none

/// The node's curve of that name, for reading. Null if the kind has none.
const Curve* findNumber(const NodeSettings& settings, std::string_view name);

/// The stack with every number in its range and finite, every curve's and shape's keys in order and each frame once,
/// frames within a thousand million, and no shape with points that are not numbers. A sound stack comes back equal.
CompStack soundStack(CompStack stack);

/// Stacks under a name an artist would use.
struct StackPreset {
    std::string_view name;
    std::string_view sentence;
    CompStack stack;
};
const std::vector<StackPreset>& stackPresets();
const StackPreset* findStackPreset(std::string_view name); ///< null if there is none

/// What a stack asks of a frame: its layers, and how many frames to either side their mattes.
struct StackNeeds {
    std::vector<CompLayer> layers; ///< each once; without them the stack cannot be evaluated
    bool plate = false;
    int mattesAround = 0;
};
StackNeeds needsOf(const CompStack& stack, std::int64_t frame);

} // namespace unividx
