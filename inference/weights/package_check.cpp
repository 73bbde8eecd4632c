#include "inference/weights/package_check.h"

#include "core/base/error.h"
#include "inference/weights/adapter_names.h"
#include "inference/weights/layout.h"
#include "inference/weights/model_package.h"
#include "inference/weights/weight_files.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace unividx {

namespace {

PackageReport::Part summarize(const std::string& name, const TensorInfoMap& tensors)
{
    PackageReport::Part part{name, tensors.size(), 0, 0, ""};
    std::map<std::string, std::uint64_t> byType;
    for (const auto& [tensorName, info] : tensors) {
        part.parameters += countElements(info.shape);
        part.bytes += info.bytes;
        byType[info.dtype] += info.bytes + 1;
    }
    const auto most = std::max_element(byType.begin(), byType.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != byType.end())
        part.dtype = most->first;
    return part;
}

class Check {
public:
    explicit Check(ModelPackage package) : package_(std::move(package)) {}

    PackageReport run()
    {
        std::optional<DitSizes> dit;
        std::optional<VaeSizes> vae;
        std::optional<TextEncoderSizes> text;
        const std::string baseLabel = package_.base.front().string();
        const auto base = read(baseLabel, [&] { return readBaseHeader(package_); });
        // The sizes decide which list applies: a package may be the published one without saying so.
        report_.published = package_.architecture == "published-14b";
        if (base)
            guarded(baseLabel, [&] {
                dit = ditSizes(*base);
                report_.published = report_.published || *dit == publishedDit;
            });
        if (report_.published)
            dit = publishedDit;
        if (base && dit)
            compare("base", baseLabel, layoutOf(*dit), *base);

        const std::string vaeLabel = package_.vae.string();
        if (const auto tensors = read(vaeLabel, [&] { return readWeightsHeader(package_.vae); })) {
            guarded(vaeLabel, [&] { vae = report_.published ? publishedVae : vaeSizes(*tensors); });
            if (vae)
                compare("vae", vaeLabel, layoutOf(*vae), *tensors);
        }
        const std::string textLabel = package_.textEncoder.string();
        if (const auto tensors = read(textLabel, [&] { return readWeightsHeader(package_.textEncoder); })) {
            guarded(textLabel, [&] { text = report_.published ? publishedTextEncoder : textEncoderSizes(*tensors); });
            if (text)
                compare("text encoder", textLabel, layoutOf(*text), *tensors);
        }
        if (dit) {
            for (const auto& [name, files] : package_.families)
                checkAdapters(*findFamily(name), files.lora, *dit);
        }
        if (package_.predictor)
            checkPredictor(package_.predictor->file);
        checkFit(dit, vae, text);
        if (package_.people)
            checkPeople(*package_.people);
        checkSums();
        checkHash();
        return std::move(report_);
    }

private:
    std::optional<TensorInfoMap> read(const std::string& label, const std::function<TensorInfoMap()>& readHeader)
    {
        std::optional<TensorInfoMap> tensors;
        guarded(label, [&] { tensors = readHeader(); });
        return tensors;
    }

    /// Turns a Model error into a problem that names its file.
    void guarded(const std::string& label, const std::function<void()>& action)
    {
        try {
            action();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Model)
                throw;
            const std::string what = error.what();
            report_.problems.push_back(what.find('/') == std::string::npos ? label + ": " + what : what);
        }
    }

    void compare(const std::string& name, const std::string& label, const Layout& expected, const TensorInfoMap& found)
    {
        for (std::string& sentence : compareLayouts(label, expected, found))
            report_.problems.push_back(std::move(sentence));
        report_.parts.push_back(summarize(name, found));
        const std::string publishedType = name == "base" || name == "vae" ? "F32" : "BF16";
        if (report_.published && report_.parts.back().dtype != publishedType)
            report_.notes.push_back(label + ": stored as " + report_.parts.back().dtype + ", published as " +
                                    publishedType);
    }

    void checkAdapters(const Family& family, const std::filesystem::path& file, const DitSizes& dit)
    {
        const auto read = this->read(file.string(), [&] { return readWeightsHeader(file); });
        if (!read)
            return;
        TensorInfoMap tensors;
        for (const auto& [name, info] : *read)
            tensors.emplace(withoutDitPrefix(name), info);
        std::vector<std::string> adapters;
        for (const Modality& modality : family.modalities)
            adapters.emplace_back(modality.adapter);
        std::int64_t rank = publishedRank;
        const auto first = tensors.find("blocks.0.self_attn.q.lora_A." + adapters.front() + ".weight");
        if (first != tensors.end() && first->second.shape.size() == 2)
            rank = first->second.shape[0];
        if (report_.published && rank != publishedRank)
            report_.notes.push_back(file.string() + ": its adapters are of rank " + std::to_string(rank) + ", not " +
                                    std::to_string(publishedRank) + " as published");
        compare(std::string(family.name) + " adapters", file.string(), adapterLayout(dit, rank, adapters), tensors);
    }

    /// That it can be read; which tensors it must have, the engine says when it loads them.
    void checkPredictor(const std::filesystem::path& file)
    {
        if (const auto tensors = read(file.string(), [&] { return readWeightsHeader(file); }))
            report_.parts.push_back(summarize("predictor", *tensors));
    }

    /// What its networks need of it is checked when they are loaded; here, that it is the file that was named.
    void checkPeople(const PeopleModel& people)
    {
        const std::string label = people.file.string();
        if (const auto tensors = read(label, [&] { return readWeightsHeader(people.file); }))
            report_.parts.push_back(summarize("people", *tensors));
        guarded(label, [&] {
            const std::string hash = fileHash(people.file);
            if (hash != people.hash)
                report_.problems.push_back(label + ": its hash is " + hash + ", and " + people.hash +
                                           " is noted; the file was changed or damaged");
        });
    }

    void checkFit(const std::optional<DitSizes>& dit, const std::optional<VaeSizes>& vae,
                  const std::optional<TextEncoderSizes>& text)
    {
        const std::string label = (package_.folder / "model.json").string() + ": ";
        if (dit && vae && (dit->inChannels != vae->latentChannels || dit->outChannels != vae->latentChannels))
            report_.problems.push_back(label + "the VAE's latents have " + std::to_string(vae->latentChannels) +
                                       " channels, the base takes " + std::to_string(dit->inChannels) + " and gives " +
                                       std::to_string(dit->outChannels));
        if (dit && text && dit->textDim != text->dim)
            report_.problems.push_back(label + "the text encoder gives " + std::to_string(text->dim) +
                                       " channels, the base takes " + std::to_string(dit->textDim));
        if (dit && (package_.heads > 0 ? dit->dim % package_.heads : dit->dim % 128) != 0)
            report_.problems.push_back(label + "the base's " + std::to_string(dit->dim) +
                                       " channels do not divide into its heads; set 'heads'");
    }

    /// Only where all else is right: what is named wrong already need not be read whole.
    void checkSums()
    {
        if (!report_.problems.empty())
            return;
        std::vector<std::filesystem::path> files = package_.base;
        files.insert(files.end(), {package_.vae, package_.textEncoder});
        for (const auto& [name, family] : package_.families)
            files.push_back(family.lora);
        for (const std::filesystem::path& file : files)
            guarded(file.string(), [&] { verifyWeights(file); });
    }

    /// Likewise: a wrong tensor is the better sentence.
    void checkHash()
    {
        if (package_.hash.empty() || !report_.problems.empty())
            return;
        const std::string label = (package_.folder / "model.json").string();
        guarded(label, [&] {
            const std::string hash = packageHash(package_);
            if (hash != package_.hash)
                report_.problems.push_back(
                    label + ": the weights have the hash " + hash + ", and " + package_.hash +
                    " is noted; a file was changed or damaged (if on purpose, note the new one)");
        });
    }

    ModelPackage package_;
    PackageReport report_;
};

} // namespace

PackageReport checkModelPackage(const std::filesystem::path& folder)
{
    return Check(openModelPackage(folder)).run();
}

} // namespace unividx
