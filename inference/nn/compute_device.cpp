#include "inference/nn/compute_device.h"

#include "core/base/error.h"
#include "core/base/machine_memory.h"

#include <c10/core/impl/DeviceGuardImplInterface.h>

#include <array>
#include <utility>

namespace unividx {

namespace {

constexpr std::array<std::pair<const char*, at::ScalarType>, 3> dtypes{
    {{"float32", at::kFloat}, {"bfloat16", at::kBFloat16}, {"float16", at::kHalf}}};

} // namespace

std::optional<int> cudaDeviceCount()
{
    // the registry first, because everything else throws where no backend is there
    const auto* backend = c10::impl::device_guard_impl_registry[static_cast<std::size_t>(at::kCUDA)].load();
    return backend ? std::optional<int>(backend->deviceCount()) : std::nullopt;
}

at::Device findDevice(const std::string& name)
{
    if (name == "cpu")
        return at::kCPU;
    const bool numbered = name.rfind("cuda:", 0) == 0 && name.size() > 5 && name.size() <= 8 &&
                          name.find_first_not_of("0123456789", 5) == std::string::npos;
    if (name != "cuda" && !numbered)
        throw Error(ErrorKind::Usage, "there is no device '" + name + "'; use cpu, cuda or cuda:N");
    const auto count = cudaDeviceCount();
    if (!count)
        throw Error(ErrorKind::Usage,
                    "this build's LibTorch cannot use CUDA; use --device cpu, or build with UNIVIDX_CUDA against a "
                    "LibTorch made for CUDA");
    const int index = numbered ? std::stoi(name.substr(5)) : 0;
    if (index >= *count)
        throw Error(ErrorKind::Usage, "there is no GPU " + name + "; this machine has " + std::to_string(*count));
    return {at::kCUDA, static_cast<at::DeviceIndex>(index)};
}

at::ScalarType findDtype(const std::string& name, at::Device device)
{
    for (const auto& [text, dtype] : dtypes) {
        if (name != text)
            continue;
        if (dtype == at::kHalf && device.is_cpu())
            throw Error(ErrorKind::Usage, "float16 cannot be computed on the CPU; use float32 or bfloat16");
        return dtype;
    }
    throw Error(ErrorKind::Usage, "there is no number type '" + name + "'; use float32, bfloat16 or float16");
}

std::string dtypeText(at::ScalarType dtype)
{
    for (const auto& [text, known] : dtypes) {
        if (known == dtype)
            return text;
    }
    return at::toString(dtype);
}

std::optional<std::int64_t> availableMemory(at::Device device)
{
    if (!device.is_cpu())
        return std::nullopt;
    const std::int64_t bytes = machineMemory().available;
    return bytes > 0 ? std::optional(bytes) : std::nullopt;
}

} // namespace unividx
