#pragma once

#include "inference/evaluation/layer_meters.h"

#include <cstddef>
#include <memory>

namespace unividx {

/// How far a made layer is from the wanted one, frame by frame: by its decoding, and for colour by a table of what each
/// modality is measured by. Both are there at `row`.
std::unique_ptr<LayerMeter> errorMeter(std::size_t row, const ClipShape& shape);

} // namespace unividx
