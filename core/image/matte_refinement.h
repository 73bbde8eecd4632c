#pragma once

#include "core/image/image.h"

namespace unividx {

/// How a coarse matte's edge is found anew in the picture. Lengths are shares of the picture's height.
struct MatteRefinementOptions {
    int workingHeight = 432;     ///< rows, at most, at which subject and background are told apart
    float bandReach = 0.04F;     ///< how far the edge may move; further where the coarse matte is grey
    float certain = 0.05F;       ///< closer to 0 or 1 than this a coarse matte is not grey
    float placeReach = 0.05F;    ///< of the colours that are compared with a pixel's (one sigma)
    float lumaReach = 0.025F;    ///< how like they must be, in display values (one sigma)
    float chromaReach = 0.015F;  ///< the same of the colour differences, Cb and Cr
    float priorWeight = 1.0F;    ///< of the coarse matte, in its own log odds
    float colorWeight = 2.0F;    ///< of the colours, in log odds
    float neighborWeight = 0.7F; ///< of the eight pixels around, in log odds
    float fewPixels = 0.5F;      ///< so many alike pixels say nothing yet
    int rounds = 8;              ///< of the mean field
    float smallestPart = 0.02F;  ///< side of the smallest part or hole that is kept where the coarse matte is grey
    float fineEpsilon = 3e-4F;   ///< variance of the frame (values in [0, 1]) below which an edge is not followed
    float fineContrast = 1.3F;   ///< gives back what the solution's windows soften
};

/// Brings a coarse matte to the size of its frame, with its edge where the picture has one. Within a band around the
/// coarse edge each pixel is decided by whether its colour is the subject's or the background's nearby, by the coarse
/// matte, and by its neighbours; partly covered pixels are then solved at the frame's size. Outside of the band the
/// result is exactly 0 or 1. Where subject and background look alike the coarse matte stands.
///
/// `matte`: one channel, [0, 1], any size. `frame`: display-referred RGB, [0, 1]. A function of these two alone: a
/// static edge does not move from frame to frame.
/// Gives one channel, [0, 1], of the frame's size.
/// Throws: Internal if one is empty or has other channels.
Image refinedMatte(const Image& matte, const Image& frame, const MatteRefinementOptions& options = {});

} // namespace unividx
