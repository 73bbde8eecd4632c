#pragma once

#include <string>
#include <vector>

namespace unividx {

/// The GPUs that this machine shows, as runs name them: "cuda:0", "cuda:1", ... None on a machine without. Fewer where
/// `CUDA_VISIBLE_DEVICES` names fewer.
///
/// Source: the NVIDIA driver's device nodes, /dev/nvidia0 to /dev/nvidia15; CUDA C++ Programming Guide, "CUDA
/// Environment Variables".
std::vector<std::string> accelerators();

} // namespace unividx
