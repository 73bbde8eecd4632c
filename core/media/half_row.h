#pragma once

#include <OpenImageIO/half.h>

#include <cstddef>

/// Private to the pictures module (picture_library.h).
namespace unividx::pictures {

/// Floats as halves, rounded to the nearest and ties to even, as Imath's half does one by one. By the processor's own
/// instruction where it has one: a 1080p frame of ten channels is twenty million of them.
///
/// `source`: finite and within +-65504.
void toHalves(const float* source, std::size_t count, half* target);

} // namespace unividx::pictures
