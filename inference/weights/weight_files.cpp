#include "inference/weights/weight_files.h"

#include "inference/weights/safetensors_header.h"
#include "inference/weights/torch_archive.h"

#include <string>
#include <string_view>

namespace unividx {

namespace {

bool isTorchArchive(const std::filesystem::path& path)
{
    return path.extension() == ".pth" || path.extension() == ".pt";
}

} // namespace

std::vector<std::filesystem::path> weightFiles(const std::filesystem::path& path)
{
    return isTorchArchive(path) ? std::vector{path} : safetensorsShards(path);
}

TensorInfoMap readStoredHeader(const std::filesystem::path& path)
{
    return isTorchArchive(path) ? readTorchArchiveHeader(path) : readShardedHeader(path).tensors;
}

TensorInfoMap unpackedHeader(TensorInfoMap stored)
{
    constexpr std::string_view ending = ".scale";
    for (auto entry = stored.begin(); entry != stored.end();) {
        const std::string& name = entry->first;
        const auto rows = name.size() > ending.size() && name.ends_with(ending)
                              ? stored.find(name.substr(0, name.size() - ending.size()))
                              : stored.end();
        if (rows == stored.end() || rows->second.dtype != "I8") { // alone it is no weight
            ++entry;
            continue;
        }
        rows->second.bytes += entry->second.bytes;
        rows->second.dtype = "I8 x F16";
        entry = stored.erase(entry);
    }
    return stored;
}

TensorInfoMap readWeightsHeader(const std::filesystem::path& path)
{
    return unpackedHeader(readStoredHeader(path));
}

void verifyWeights(const std::filesystem::path& path)
{
    if (isTorchArchive(path))
        verifyTorchArchive(path);
}

} // namespace unividx
