#include "inference/weights/read_weights.h"

#include "inference/weights/packed_tensors.h"
#include "inference/weights/safetensors.h"
#include "inference/weights/torch_archive.h"

namespace unividx {

namespace {

bool isTorchArchive(const std::filesystem::path& path)
{
    return path.extension() == ".pth" || path.extension() == ".pt";
}

} // namespace

TensorMap readWeights(const std::filesystem::path& path)
{
    return isTorchArchive(path) ? readTorchArchive(path) : unpacked(readSafetensors(path));
}

TensorInfoMap readWeightsHeader(const std::filesystem::path& path)
{
    return isTorchArchive(path) ? readTorchArchiveHeader(path) : unpackedHeader(readShardedHeader(path).tensors);
}

std::vector<std::filesystem::path> weightFiles(const std::filesystem::path& path)
{
    return isTorchArchive(path) ? std::vector{path} : safetensorsShards(path);
}

void verifyWeights(const std::filesystem::path& path)
{
    if (isTorchArchive(path))
        verifyTorchArchive(path);
}

} // namespace unividx
