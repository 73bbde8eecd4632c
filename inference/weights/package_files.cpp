#include "core/base/error.h"
#include "inference/weights/adapter_names.h"
#include "inference/weights/layout.h"
#include "inference/weights/mapped_file.h"
#include "inference/weights/model_package.h"
#include "inference/weights/weight_files.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>

namespace unividx {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> filesIn(const fs::path& folder)
{
    constexpr int deepest = 2;
    std::vector<fs::path> files;
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw Error(ErrorKind::Model, folder.string() + ": there is no such folder");
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code unreadable; // then it is no file of the model
        if (entry.depth() >= deepest)
            entry.disable_recursion_pending();
        if (entry->is_regular_file(unreadable))
            files.push_back(entry->path());
    }
    if (error)
        throw Error(ErrorKind::Model, folder.string() + ": the folder cannot be read (" + error.message() + ")");
    std::sort(files.begin(), files.end());
    return files;
}

bool isIn(const fs::path& path, std::initializer_list<const char*> endings)
{
    return std::any_of(endings.begin(), endings.end(), [&](const char* ending) { return path.extension() == ending; });
}

/// The family whose adapters a file holds, going by the names in it; null if it is no adapter file.
const Family* familyOfAdapters(const fs::path& path)
{
    TensorInfoMap tensors;
    try {
        tensors = readWeightsHeader(path);
    } catch (const Error&) {
        return nullptr; // some other file that merely ends like a checkpoint
    }
    for (const auto& [name, info] : tensors) {
        const auto parsed = parseAdapterName(name);
        if (!parsed)
            continue;
        for (const Family* family : families()) {
            for (const Modality& modality : family->modalities) {
                if (parsed->adapter == modality.adapter)
                    return family;
            }
        }
    }
    return nullptr;
}

std::uint64_t mixed(std::uint64_t hash, std::span<const std::uint8_t> bytes)
{
    for (const std::uint8_t byte : bytes)
        hash = (hash ^ byte) * 0x100000001b3; // FNV-1a
    return hash;
}

std::uint64_t sampled(std::uint64_t hash, const fs::path& path)
{
    constexpr std::size_t head = 1 << 20;
    constexpr std::size_t tail = 64 << 10;
    constexpr std::size_t block = 4 << 10;
    constexpr std::size_t blocks = 64;
    const auto file = MappedFile::open(path);
    const std::span<const std::uint8_t> bytes = file->bytes();
    const std::uint64_t size = bytes.size();
    std::uint8_t sizeBytes[8];
    std::memcpy(sizeBytes, &size, sizeof size);
    hash = mixed(hash, sizeBytes);
    if (size <= head + tail + block * blocks)
        return mixed(hash, bytes);
    hash = mixed(hash, bytes.first(head));
    const std::size_t middle = size - head - tail - block;
    for (std::size_t index = 0; index < blocks; ++index)
        hash = mixed(hash, bytes.subspan(head + middle / (blocks - 1) * index, block));
    return mixed(hash, bytes.last(tail));
}

constexpr std::uint64_t noBytes = 0xcbf29ce484222325; // FNV-1a's beginning

std::string digitsOf(std::uint64_t hash)
{
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}

std::vector<fs::path> baseFiles(const ModelPackage& package)
{
    std::set<fs::path> files;
    for (const fs::path& base : package.base) {
        for (const fs::path& part : weightFiles(base))
            files.insert(part);
    }
    return {files.begin(), files.end()};
}

} // namespace

ModelPackage writePackageFor(const fs::path& folder, const fs::path& alsoIn)
{
    std::vector<fs::path> files = filesIn(folder);
    if (!alsoIn.empty()) {
        const auto more = filesIn(alsoIn);
        files.insert(files.end(), more.begin(), more.end());
    }
    ModelPackage package;
    package.folder = folder;
    package.name = "published-14b";
    package.title = "UniVidX on Wan2.1-T2V-14B";
    package.architecture = "published-14b";
    package.license = "see the model's own pages";
    for (const fs::path& file : files) {
        const std::string name = file.filename().string();
        if (name.rfind("diffusion_pytorch_model", 0) == 0 && isIn(file, {".safetensors"})) {
            if (package.base.empty())
                package.base.push_back(file);
        } else if (name.find("VAE") != std::string::npos && isIn(file, {".pth", ".safetensors"})) {
            package.vae = file;
        } else if (name.find("umt5") != std::string::npos && isIn(file, {".pth", ".safetensors"})) {
            package.textEncoder = file;
        } else if (name == "spiece.model") {
            package.tokenizer = file;
        } else if (isIn(file, {".safetensors"})) {
            if (const Family* family = familyOfAdapters(file))
                package.families[std::string(family->name)].lora = file;
        }
    }
    std::string missing;
    const auto need = [&missing](bool isThere, const char* what) {
        if (!isThere)
            missing += (missing.empty() ? "" : ", ") + std::string(what);
    };
    need(!package.base.empty(), "the base (diffusion_pytorch_model-0000X-of-00006.safetensors)");
    need(!package.vae.empty(), "the VAE (Wan2.1_VAE.pth)");
    need(!package.textEncoder.empty(), "the text encoder (models_t5_umt5-xxl-enc-bf16.pth)");
    need(!package.tokenizer.empty(), "the tokenizer (google/umt5-xxl/spiece.model)");
    need(!package.families.empty(), "the adapters (univid_intrinsic.safetensors or univid_alpha.safetensors)");
    if (!missing.empty())
        throw Error(ErrorKind::Model, folder.string() + ": this folder lacks " + missing);

    const auto alpha = package.families.find(std::string(alphaFamily.name));
    if (alpha != package.families.end()) { // as the published scripts set them; the intrinsic ones are the defaults
        alpha->second.defaults.width = 768;
        alpha->second.defaults.height = 432;
        alpha->second.defaults.guidance = 1;
    }
    // A layout other than the published one is described all the same; its sizes are read off the weights.
    if (ditSizes(readBaseHeader(package)) != publishedDit) {
        package.architecture.clear();
        const fs::path whole = fs::absolute(folder).lexically_normal();
        package.name = (whole.has_filename() ? whole : whole.parent_path()).filename().string();
        package.title = package.name;
    }
    package.hash = packageHash(package);
    writeModelPackage(package);
    return package;
}

TensorInfoMap readStoredBaseHeader(const ModelPackage& package)
{
    // A sharded set is one checkpoint whichever of its shards are named, so each is read once.
    std::set<fs::path> done;
    TensorInfoMap all;
    for (const fs::path& base : package.base) {
        if (!done.insert(weightFiles(base).front()).second)
            continue;
        for (auto& [name, info] : readStoredHeader(base)) {
            if (!all.emplace(name, std::move(info)).second)
                throw Error(ErrorKind::Model, base.string() + ": the tensor '" + name + "' is also in another file");
        }
    }
    return all;
}

TensorInfoMap readBaseHeader(const ModelPackage& package)
{
    return unpackedHeader(readStoredBaseHeader(package));
}

std::string packageHash(const ModelPackage& package)
{
    std::uint64_t hash = noBytes;
    for (const fs::path& file : baseFiles(package))
        hash = sampled(hash, file);
    for (const fs::path& file : {package.vae, package.textEncoder, package.tokenizer})
        hash = sampled(hash, file);
    for (const auto& [name, files] : package.families)
        hash = sampled(hash, files.lora);
    if (package.predictor)
        hash = sampled(hash, package.predictor->file);
    if (package.people)
        hash = sampled(hash, package.people->file);
    return digitsOf(hash);
}

std::string fileHash(const fs::path& file)
{
    return digitsOf(sampled(noBytes, file));
}

} // namespace unividx
