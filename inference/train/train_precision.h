#pragma once

#include "inference/nn/products.h"
#include "inference/train/train_config.h"

namespace unividx {

/// What a run's products take on its device.
inline ProductType productType(TrainConfig::Precision precision, at::Device device)
{
    const bool rounds = precision == TrainConfig::Precision::Bfloat16 ||
                        (precision == TrainConfig::Precision::Automatic && bfloat16IsFast(device));
    return rounds ? ProductType::Bfloat16 : ProductType::Float32;
}

} // namespace unividx
