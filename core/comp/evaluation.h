#pragma once

#include "core/comp/evaluate.h"
#include "core/comp/tile_program.h"

#include <string>

/// Private to core/comp: what a node's evaluation may ask for and change.
namespace unividx::detail {

/// The picture of one frame on its way through a stack. Nodes that need only their own pixel add a step to `program()`;
/// a node that needs whole pictures calls `flush()` first and then works on `state()`.
class Evaluation {
public:
    Evaluation(const CompStack& stack, const PreparedFrame& prepared);

    /// `frontAlone`: up to where the picture meets a background.
    CompResult run(bool frontAlone);

    float at(const Curve& curve) const { return curve.at(frame_.frame); }
    float scale() const { return prepared_.scale; } ///< pixels at hand per pixel of the full picture
    const CompFrame& frame() const { return frame_; }
    const PreparedFrame& prepared() const { return prepared_; }
    CompState& state() { return state_; }
    TileProgram& program() { return program_; }

    /// Runs the steps added so far, so that `state()` is up to date.
    void flush() { program_.run(state_, frame_.normal); }

    /// The layer. Throws: Usage naming the node and `what` if it is empty.
    const Image& require(const Image& layer, const char* what) const;
    /// Throws: Usage naming the node: it needs a background file.
    [[noreturn]] void failWithoutPlate() const;

    Image currentMatte() const { return matte_.empty() ? alphaOf(frame_.source) : matte_; }
    bool hasMatte() const { return !matte_.empty(); }
    /// The matte from here on; it takes the place of the picture's alpha when the picture meets a background, or at the
    /// end.
    void setMatte(Image matte);
    /// Puts the matte into the picture's alpha, if that is still to be done.
    void coverByMatte();
    /// Before the first background the alpha layer cuts the picture out, also without a matte node.
    void cutOutBeforeBackground() { cutOut_ = cutOut_ || (!covered_ && hasMatte()); }
    /// How much of a node each pixel gets; empty: all of it everywhere.
    Image weightOf(Where where) const;
    /// The source as displayed, the guide of matte refinement; made once.
    const Image& displayedSource();

    void showMatte(bool shown) { showMatte_ = shown; }

private:
    const CompStack& stack_;
    const PreparedFrame& prepared_;
    const CompFrame& frame_;
    CompState state_;
    Image matte_;
    Image displayedSource_;
    TileProgram program_;
    std::string name_;     ///< of the node at hand
    bool cutOut_ = false;  ///< the matte is still to be put into the picture's alpha
    bool covered_ = false; ///< it has been
    bool showMatte_ = false;
};

/// A matte as a picture.
Image greyPicture(const Image& matte);
/// 1 - matte.
Image invertedMatte(const Image& matte);

} // namespace unividx::detail
