#include "tests/inference/parity/checks.h"

#include "inference/weights/adapter_report.h"
#include "inference/weights/safetensors.h"

namespace unividx::parity {

namespace {

TensorMap onDevice(TensorMap tensors, at::Device device)
{
    for (auto& [name, tensor] : tensors)
        tensor = tensor.to(device);
    return tensors;
}

std::optional<std::int64_t> headsOfFile(const FixtureFolder& folder, const std::string& name, std::int64_t dim)
{
    if (!folder.has(name))
        return std::nullopt;
    FixtureFile file(folder.at(name));
    if (file.has("rope.cos"))
        return dim / (2 * file.get("rope.cos").size(-1));
    const nlohmann::json config = file.json("config");
    if (config.contains("num_heads"))
        return config["num_heads"].get<std::int64_t>();
    return std::nullopt;
}

} // namespace

std::int64_t ditHeads(const FixtureFolder& folder)
{
    const auto base = folder.ditBase();
    const std::int64_t dim = base ? readSafetensors(*base).at("patch_embedding.bias").numel() : 0;
    for (const Family* family : families()) {
        if (const auto heads = headsOfFile(folder, "dit_" + std::string(family->name) + ".safetensors", dim))
            return *heads;
    }
    const nlohmann::json config = folder.json("configs.json");
    return config.contains("dit") ? config["dit"].value("num_heads", std::int64_t{0}) : 0;
}

std::optional<DitFixture> loadDit(const FixtureFolder& folder, const Family& family, const std::string& loraFile,
                                  Report& report, bool withGradients)
{
    const auto base = folder.ditBase();
    if (!base || !folder.has(loraFile)) {
        report.note("skipped what needs the DiT with " + loraFile + ": " + (base ? loraFile : "the base") +
                    " is missing");
        return std::nullopt;
    }
    DitFixture fixture;
    for (const auto& [name, tensor] : withoutDitPrefix(readSafetensors(folder.at(loraFile))))
        fixture.adapters.emplace(name,
                                 tensor.to(folder.device(), at::kFloat, false, true).set_requires_grad(withGradients));
    WeightSource baseSource(base->string(), onDevice(readSafetensors(*base), folder.device()));
    WeightSource loraSource(folder.at(loraFile).string(), fixture.adapters);
    baseSource.castTo(at::kFloat);
    fixture.dit.emplace(baseSource, &loraSource, family, ditHeads(folder));
    baseSource.finish();
    loraSource.finish();
    return fixture;
}

std::optional<Vae> loadVae(const FixtureFolder& folder, Report& report)
{
    const std::string name = "vae_weights.safetensors";
    if (!folder.has(name)) {
        report.note("skipped what needs the VAE: " + name + " is missing");
        return std::nullopt;
    }
    WeightSource source(folder.at(name).string(), onDevice(readSafetensors(folder.at(name)), folder.device()));
    source.castTo(at::kFloat);
    Vae vae(source);
    source.finish();
    return vae;
}

void compareMaps(const std::string& name, const TensorMap& actual, const TensorMap& expected, Report& report)
{
    std::vector<at::Tensor> got;
    std::vector<at::Tensor> wanted;
    for (const auto& [tensorName, tensor] : expected) {
        const auto found = actual.find(tensorName);
        if (found == actual.end() || found->second.sizes() != tensor.sizes())
            return report.require(name, false, "'" + tensorName + "' is missing or has another shape");
        got.push_back(found->second.to(at::kFloat).flatten());
        wanted.push_back(tensor.to(at::kFloat).flatten());
    }
    if (actual.size() != expected.size())
        return report.require(name, false,
                              std::to_string(actual.size()) + " tensors where " + std::to_string(expected.size()) +
                                  " are expected");
    report.compare(name + " (" + std::to_string(expected.size()) + " tensors)", at::cat(got), at::cat(wanted), 0);
}

void noteUnused(const FixtureFile& file, Report& report)
{
    const auto unused = file.unused();
    if (unused.empty())
        return;
    std::string names;
    for (std::size_t i = 0; i < unused.size() && i < 5; ++i)
        names += (i ? ", " : "") + unused[i];
    report.note(file.name() + ": " + std::to_string(unused.size()) +
                " tensors this program knows no check for: " + names + (unused.size() > 5 ? ", ..." : ""));
}

} // namespace unividx::parity
