#pragma once

#include "core/comp/curve.h"
#include "core/comp/intrinsic.h"
#include "core/comp/nodes/node_type.h"
#include "core/comp/nuke_text.h"
#include "core/time/frame_range.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Private to core/comp and to the Nuke script (core/export): text of .nk files, and the parts of a composite that
/// several nodes need.
/// Source: knob names as Nuke 11 and later write them.
namespace unividx::detail {

/// What the exported files hold.
struct NukeFiles {
    std::filesystem::path files; ///< with #### for the frame
    FrameRange frames;           ///< numbers in the files
    std::vector<std::string> layers;
    std::filesystem::path plate; ///< of a background from a file; empty: none
};

using NukeKnobs = std::vector<std::pair<std::string, std::string>>;

/// A Nuke script while it is written. Nuke's parser keeps a stack: a node takes its inputs from it and puts itself on
/// it.
class NukeForm {
public:
    explicit NukeForm(NukeFiles files) : files_(std::move(files)) {}

    const NukeFiles& files() const { return files_; }
    bool has(std::string_view layer) const;

    void node(const std::string& type, const NukeKnobs& knobs);
    std::string nameFor(const char* type) { return std::string(type) + std::to_string(++count_); }
    /// Knobs that restrict a node to inside or outside of the matte.
    static NukeKnobs maskKnobs(Where where);
    /// An Expression node with the present label. `variables` come before its channels.
    void expression(const std::array<std::string, 3>& rgb, const NukeKnobs& variables = {});
    /// Reads the exported files.
    void readLayers(const std::string& name);

    /// The name of our node that is being written: the label of what it becomes.
    void setLabel(std::string label) { label_ = std::move(label); }
    const std::string& label() const { return label_; }
    /// Notes that `what` of the present node is not rebuilt.
    void leaveOut(const std::string& what) { notes_.push_back(label_ + ": " + what + " is not rebuilt"); }

    /// The edited matte, which is among the files, cuts the picture out when it meets a background, or at the end.
    void cutOutByMatte() { cutOut_ = true; }
    void cutOutBeforeBackground() { cutOut_ = cutOut_ || (!covered_ && has("matte")); }
    void coverByMatte(); ///< if that is still to be done

    /// R' = gain A' I' + keep (R - gain A I). The files hold the layers after the last node, so it is written once.
    void rebuildProduct(ProductSpace space, const Curve& gain, float keep);

    void addNotes(); ///< as a sticky note

    std::string takeText() { return std::move(text_); }
    std::vector<std::string> takeNotes() { return std::move(notes_); }

private:
    NukeFiles files_;
    std::string text_;
    std::vector<std::string> notes_;
    std::string label_;
    int count_ = 0;
    bool cutOut_ = false;
    bool covered_ = false;
    bool rebuilt_ = false;
};

std::string nukeNumber(double value);
/// A number or a curve, as a knob has it: K holds, L is straight, C is smooth.
std::string nukeCurve(const Curve& curve);
std::string nukeColor(const Curve& red, const Curve& green, const Curve& blue, const char* alpha);

/// Whether a curve is this number on every frame.
bool isAlways(const Curve& curve, float value);

} // namespace unividx::detail
