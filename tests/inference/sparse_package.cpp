#include "tests/inference/sparse_package.h"

#include "tests/inference/weights_testing.h"

#include <nlohmann/json.hpp>

#include <cstring>

namespace unividx {

namespace {

std::uint64_t bytesOf(const SparseTensor& tensor)
{
    return static_cast<std::uint64_t>(countElements(tensor.shape)) * (tensor.dtype == "F32" ? 4 : 2);
}

template <typename T>
std::string raw(T value)
{
    std::string bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    return bytes;
}

std::string text(const std::string& value)
{
    return "X" + raw(static_cast<std::uint32_t>(value.size())) + value;
}

/// Numbers as pickle writes them; LONG1 beyond 31 bits.
std::string number(std::int64_t value)
{
    if (value < 0x7fffffff)
        return "J" + raw(static_cast<std::int32_t>(value));
    return std::string("\x8a\x08") + raw(value);
}

std::string pickleOf(const std::vector<SparseTensor>& tensors)
{
    std::string opcodes = "\x80\2}q";
    opcodes += std::string(1, '\0') + "(";
    for (std::size_t index = 0; index < tensors.size(); ++index) {
        const SparseTensor& tensor = tensors[index];
        std::string sizes = "(";
        std::string strides = ")";
        std::int64_t stride = 1;
        std::vector<std::string> strideNumbers;
        for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
            strideNumbers.insert(strideNumbers.begin(), number(stride));
            stride *= tensor.shape[axis];
        }
        strides = "(";
        for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
            sizes += number(tensor.shape[axis]);
            strides += strideNumbers[axis];
        }
        opcodes += text(tensor.name) + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\n" +
                   (tensor.dtype == "F32" ? "FloatStorage" : "BFloat16Storage") + "\n" + text(std::to_string(index)) +
                   text("cpu") + number(countElements(tensor.shape)) + "tQK" + std::string(1, '\0') + sizes + "t" +
                   strides + "t\x89" + "ccollections\nOrderedDict\n)RtR";
    }
    return opcodes + "u.";
}

class SparseZip {
public:
    explicit SparseZip(const std::filesystem::path& path) : stream_(path, std::ios::binary | std::ios::trunc) {}

    void add(const std::string& name, std::uint64_t size, const std::string& content = {})
    {
        const std::string extra =
            raw<std::uint16_t>(1) + raw<std::uint16_t>(24) + raw(size) + raw(size) + raw(position_);
        const std::string common = raw<std::uint16_t>(0) + raw<std::uint16_t>(0) + raw<std::uint32_t>(0) +
                                   raw<std::uint32_t>(0) + raw(0xffffffffU) + raw(0xffffffffU) +
                                   raw(static_cast<std::uint16_t>(name.size()));
        directory_ += std::string("PK\1\2") + raw<std::uint16_t>(45) + raw<std::uint16_t>(45) + common +
                      raw(static_cast<std::uint16_t>(extra.size())) + std::string(10, '\0') + raw(0xffffffffU) + name +
                      extra;
        const std::string local =
            std::string("PK\3\4") + raw<std::uint16_t>(45) + common + raw<std::uint16_t>(0) + name;
        stream_.seekp(static_cast<std::streamoff>(position_));
        stream_ << local << content;
        position_ += local.size() + size;
        ++count_;
    }

    void finish()
    {
        const std::uint64_t end64 = position_ + directory_.size();
        stream_.seekp(static_cast<std::streamoff>(position_));
        stream_ << directory_ << "PK\6\6" << raw<std::uint64_t>(44) << raw<std::uint16_t>(45) << raw<std::uint16_t>(45)
                << raw<std::uint64_t>(0) << raw(count_) << raw(count_)
                << raw(static_cast<std::uint64_t>(directory_.size())) << raw(position_);
        stream_ << "PK\6\7" << raw<std::uint32_t>(0) << raw(end64) << raw<std::uint32_t>(1);
        stream_ << "PK\5\6" << raw<std::uint32_t>(0) << raw<std::uint16_t>(0xffff) << raw<std::uint16_t>(0xffff)
                << raw(0xffffffffU) << raw(0xffffffffU) << raw<std::uint16_t>(0);
    }

private:
    std::ofstream stream_;
    std::string directory_;
    std::uint64_t position_ = 0;
    std::uint64_t count_ = 0;
};

} // namespace

std::vector<SparseTensor> publishedTensors(const std::string& manifest)
{
    const auto json = nlohmann::ordered_json::parse(readBytes(fixture(manifest)));
    std::vector<SparseTensor> tensors;
    for (const auto& [name, entry] : json["tensors"].items())
        tensors.push_back({name, entry["dtype"], entry["shape"].get<std::vector<std::int64_t>>()});
    return tensors;
}

void writeSparseSafetensors(const std::filesystem::path& path, const std::vector<SparseTensor>& tensors)
{
    nlohmann::json header{{"__metadata__", {{"format", "pt"}}}};
    std::uint64_t position = 0;
    for (const SparseTensor& tensor : tensors) {
        const std::uint64_t end = position + bytesOf(tensor);
        header[tensor.name] = {{"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {position, end}}};
        position = end;
    }
    std::string written = header.dump();
    written.resize((written.size() + 7) / 8 * 8, ' '); // as writers do, so that tensors lie where they can be viewed
    writeBytes(path, raw(static_cast<std::uint64_t>(written.size())) + written);
    std::filesystem::resize_file(path, 8 + written.size() + position);
}

void writeSparseTorchArchive(const std::filesystem::path& path, const std::vector<SparseTensor>& tensors)
{
    SparseZip zip(path);
    const std::string pickle = pickleOf(tensors);
    zip.add("m/data.pkl", pickle.size(), pickle);
    for (std::size_t index = 0; index < tensors.size(); ++index)
        zip.add("m/data/" + std::to_string(index), bytesOf(tensors[index]));
    zip.add("m/version", 2, "3\n");
    zip.finish();
}

void writePublishedFolder(const std::filesystem::path& folder)
{
    const auto base = publishedTensors("manifest_wan21_t2v_14b_dit.json");
    constexpr std::size_t shards = 6;
    for (std::size_t shard = 0; shard < shards; ++shard) {
        const auto at = [&](std::size_t index) {
            return base.begin() + static_cast<std::ptrdiff_t>(index * base.size() / shards);
        };
        writeSparseSafetensors(
            folder / ("diffusion_pytorch_model-0000" + std::to_string(shard + 1) + "-of-00006.safetensors"),
            {at(shard), at(shard + 1)});
    }
    writeSparseTorchArchive(folder / "Wan2.1_VAE.pth", publishedTensors("manifest_wan21_vae.json"));
    writeSparseTorchArchive(folder / "models_t5_umt5-xxl-enc-bf16.pth",
                            publishedTensors("manifest_umt5_xxl_encoder.json"));
    std::filesystem::create_directories(folder / "google" / "umt5-xxl");
    std::filesystem::copy_file(fixture("spiece.model"), folder / "google" / "umt5-xxl" / "spiece.model");
    writeSparseSafetensors(folder / "univid_intrinsic.safetensors",
                           publishedTensors("manifest_univid_intrinsic_lora.json"));
    writeSparseSafetensors(folder / "univid_alpha.safetensors", publishedTensors("manifest_univid_alpha_lora.json"));
}

} // namespace unividx
