#include "inference/weights/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "inference/weights/safetensors_header.h"
#include "inference/weights/tensor_view.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace unividx {

TensorMap readSafetensors(const std::filesystem::path& path)
{
    return viewTensors(readShardedHeader(path).tensors);
}

void writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                      const std::map<std::string, std::string>& metadata)
{
    std::vector<const TensorMap::value_type*> ordered;
    for (const auto& entry : tensors)
        ordered.push_back(&entry);
    // Wide types first, so that every tensor is aligned for its type.
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto* a, const auto* b) { return a->second.element_size() > b->second.element_size(); });

    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t position = 0;
    for (const auto* entry : ordered) {
        const std::uint64_t end = position + static_cast<std::uint64_t>(entry->second.nbytes());
        header[entry->first] = {{"dtype", dtypeName(entry->second.scalar_type())},
                                {"shape", entry->second.sizes().vec()},
                                {"data_offsets", {position, end}}};
        position = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // data begins on a multiple of eight
    const auto headerSize = static_cast<std::uint64_t>(text.size());

    AtomicFile file(path);
    std::ofstream stream(file.temporaryPath(), std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(&headerSize), sizeof headerSize);
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    for (const auto* entry : ordered) {
        const at::Tensor plain = entry->second.detach().to(at::kCPU).contiguous();
        stream.write(static_cast<const char*>(plain.data_ptr()), static_cast<std::streamsize>(plain.nbytes()));
    }
    stream.close();
    if (!stream)
        throw Error(ErrorKind::Output, path.string() + ": cannot be written; is the disk full?");
    file.commit();
}

} // namespace unividx
