#include "inference/train/device_noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

namespace unividx {

at::Tensor noiseOn(at::Device device, at::IntArrayRef shape, std::uint64_t seed)
{
    at::Generator generator = device.is_cpu() ? at::Generator(at::detail::createCPUGenerator(seed))
                                              : at::globalContext().defaultGenerator(device);
    generator.set_current_seed(seed);
    return at::randn(shape, generator, at::TensorOptions().dtype(at::kFloat).device(device));
}

} // namespace unividx
