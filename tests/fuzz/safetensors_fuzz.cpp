// The headers of safetensors files, and with a first byte 'i' the indices of sharded ones.

#include "inference/weights/safetensors_header.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const bool index = data[0] == 'i';
    const auto file = fuzz::fileOf(data + 1, size - 1, index ? "model.safetensors.index.json" : "model.safetensors");
    const fuzz::MemoryBound bound(size);
    fuzz::accepts([&] { readShardedHeader(file); });
    return 0;
}
