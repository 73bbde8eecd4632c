#pragma once

#include "inference/nn/matmul_precision.h"
#include "inference/train/train_config.h"

namespace unividx {

/// What a run's products take on its device.
inline MatmulPrecision matmulPrecision(TrainConfig::Precision precision, at::Device device)
{
    const bool rounds = precision == TrainConfig::Precision::Bfloat16 ||
                        (precision == TrainConfig::Precision::Automatic && bfloat16IsFast(device));
    return rounds ? MatmulPrecision::Bfloat16 : MatmulPrecision::Float32;
}

} // namespace unividx
