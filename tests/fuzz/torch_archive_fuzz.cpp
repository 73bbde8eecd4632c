// Weights as torch saves them (.pth): a zip archive with a pickle.

#include "inference/weights/torch_archive.h"
#include "tests/fuzz/fuzz.h"

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = fuzz::fileOf(data, size, "weights.pth");
    const fuzz::MemoryBound bound(size);
    if (fuzz::accepts([&] { readTorchArchiveHeader(file); }))
        fuzz::accepts([&] { verifyTorchArchive(file); });
    return 0;
}
