#include "tests/inference/parity/checks.h"

#include "inference/weights/read_weights.h"
#include "inference/weights/safetensors.h"
#include "inference/weights/tensor_view.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include <unistd.h>

namespace unividx::parity {

namespace {

std::string shapeName(const at::Tensor& tensor)
{
    if (tensor.dim() == 0)
        return "scalar";
    std::string text;
    for (const std::int64_t size : tensor.sizes())
        text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
}

/// What `TENSORS.tsv` says of every tensor, against what the reader finds: a line a file.
void checkCatalogue(const FixtureFolder& folder, Report& report)
{
    std::map<std::string, std::map<std::string, std::string>> listed; // file -> tensor -> "dtype shape"
    std::ifstream stream(folder.at("TENSORS.tsv"));
    for (std::string row; std::getline(stream, row);) {
        std::istringstream fields(row);
        std::string file, tensor, dtype, shape;
        if (std::getline(fields, file, '\t') && std::getline(fields, tensor, '\t') &&
            std::getline(fields, dtype, '\t') && std::getline(fields, shape, '\t') && tensor != "(metadata)" &&
            endsWith(file, ".safetensors"))
            listed[file][tensor] = dtype + " " + shape;
    }
    for (const auto& [name, tensors] : listed) {
        if (!folder.has(name)) {
            report.note("TENSORS.tsv lists " + name + ", which is missing");
            continue;
        }
        report.group("reader." + name, [&, file = name, &expected = tensors] {
            const SafetensorsHeader header = readSafetensorsHeader(folder.at(file));
            std::string wrong;
            for (const auto& [tensor, what] : expected) {
                const auto found = header.tensors.find(tensor);
                const at::Tensor shape = found == header.tensors.end() ? at::Tensor() : at::empty(found->second.shape);
                if (!shape.defined() || found->second.dtype + " " + shapeName(shape) != what)
                    wrong = tensor;
            }
            if (header.tensors.size() != expected.size())
                wrong = "their number";
            report.require("reader." + file, wrong.empty(), wrong + " differs from TENSORS.tsv");
        });
    }
}

/// The reader's bytes against the file's own, found without it; then written and read back.
void checkTypes(const FixtureFolder& folder, Report& report)
{
    const std::string name = "dtypes.safetensors";
    if (!folder.has(name))
        return report.note("skipped " + name + ": missing");
    std::ifstream stream(folder.at(name), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    std::uint64_t headerSize = 0;
    std::memcpy(&headerSize, bytes.data(), sizeof headerSize);
    const auto header = nlohmann::json::parse(bytes.substr(8, headerSize));
    const TensorMap read = readSafetensors(folder.at(name));
    const std::filesystem::path copy = std::filesystem::temp_directory_path() /
                                       ("unividx-fixture-check-" + std::to_string(::getpid()) + ".safetensors");
    writeSafetensors(copy, read, safetensorsMetadata(folder.at(name)));
    const TensorMap again = readSafetensors(copy);
    std::filesystem::remove(copy);
    for (const auto& [tensorName, entry] : header.items()) {
        if (tensorName == "__metadata__")
            continue;
        const auto found = read.find(tensorName);
        const std::uint64_t begin = entry["data_offsets"][0];
        const std::uint64_t end = entry["data_offsets"][1];
        const auto same = [&](const at::Tensor& tensor) {
            return tensor.sizes().vec() == entry["shape"].get<std::vector<std::int64_t>>() &&
                   dtypeName(tensor.scalar_type()) == entry["dtype"].get<std::string>() &&
                   tensor.nbytes() == end - begin &&
                   (end == begin || std::memcmp(tensor.contiguous().data_ptr(), bytes.data() + 8 + headerSize + begin,
                                                end - begin) == 0);
        };
        report.require("reader.dtypes." + tensorName, found != read.end() && same(found->second),
                       "type, shape or bytes differ");
        report.require("reader.dtypes_rewritten." + tensorName, again.count(tensorName) && same(again.at(tensorName)),
                       "type, shape or bytes differ after writing and reading again");
    }
}

/// A `.pth` archive holds what the safetensors file beside it holds.
void checkArchive(const FixtureFolder& folder, const std::string& archive, const std::string& weights, Report& report)
{
    if (!folder.has(archive) || !folder.has(weights))
        return report.note("skipped " + archive + ": it or " + weights + " is missing");
    report.group("reader." + archive, [&] {
        compareMaps("reader." + archive, readWeights(folder.at(archive)), readWeights(folder.at(weights)), report);
    });
}

} // namespace

void checkReaders(const FixtureFolder& folder, Report& report)
{
    if (folder.has("TENSORS.tsv"))
        report.group("reader", [&] { checkCatalogue(folder, report); });
    report.group("reader.dtypes", [&] { checkTypes(folder, report); });
    checkArchive(folder, "vae.pth", "vae_weights.safetensors", report);
    checkArchive(folder, "umt5.pth", "umt5_weights.safetensors", report);
}

} // namespace unividx::parity
