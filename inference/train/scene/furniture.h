#pragma once

#include "inference/train/scene/builder.h"

#include <string>

namespace unividx::scene {

/// A piece of furniture: how much floor it takes and how it is built.
struct Piece {
    const char* name;
    float radius; ///< metres of floor around its middle
    bool atWall;  ///< stands with its back to a wall
    /// Returns the words a caption uses, for example "red sofa".
    std::string (*build)(Builder&, Palette&, Random&);
};

/// All there is to place, as rows.
const Piece& randomPiece(Random& random, bool atWall);

} // namespace unividx::scene
