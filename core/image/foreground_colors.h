#pragma once

#include "core/image/image.h"

namespace unividx {

/// The colours of the subject alone, where the frame shows them mixed with what is behind: straight (unpremultiplied),
/// so that alpha * foreground over a new background has no rim of the old one.
///
/// `frame`: display-referred RGB, [0, 1]. `alpha`: one channel, [0, 1], of the same size.
/// Gives RGB, [0, 1]: the frame itself where alpha is 1; the subject's colours carried on a little beyond its edge, for
/// whoever resizes or blurs the two; black further out.
/// Throws: Internal if sizes or channels differ.
/// Source: Germer, Uelwer, Conrad, Harmeling, "Fast Multi-Level Foreground Estimation", ICPR 2020.
Image foregroundColors(const Image& frame, const Image& alpha);

} // namespace unividx
