#pragma once

#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace unividx {

/// The device called `name`: `cpu`, `cuda` or `cuda:N`.
/// Throws: Usage if the name is another, this build cannot use CUDA, or there is no such GPU.
at::Device findDevice(const std::string& name);

/// How many CUDA devices the LibTorch in use can see; nothing if it was built without CUDA.
std::optional<int> cudaDeviceCount();

/// The number type called `name`: float32, bfloat16 or float16.
/// Throws: Usage if the name is another, or the device cannot compute in it (float16 on the CPU).
at::ScalarType findDtype(const std::string& name, at::Device device);

/// "float32", "bfloat16" or "float16".
std::string dtypeText(at::ScalarType dtype);

/// Bytes that can still be used: what the system calls available for the CPU. Nothing where it cannot be known.
std::optional<std::int64_t> availableMemory(at::Device device);

} // namespace unividx
