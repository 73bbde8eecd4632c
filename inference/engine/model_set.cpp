#include "inference/engine/model_set.h"

#include "core/base/error.h"
#include "inference/weights/layout.h"
#include "inference/weights/read_weights.h"
#include "inference/weights/weight_files.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

std::int64_t parametersOf(const TensorInfoMap& tensors)
{
    std::int64_t count = 0;
    for (const auto& [name, info] : tensors)
        count += countElements(info.shape);
    return count;
}

} // namespace

ModelSet::ModelSet(ModelPackage package, at::Device device, at::ScalarType dtype)
    : package_(std::move(package)), device_(device), dtype_(dtype)
{
}

TensorMap ModelSet::placed(const TensorMap& tensors) const
{
    TensorMap moved;
    for (const auto& [name, tensor] : tensors)
        moved.emplace(name, tensor.is_floating_point() ? tensor.to(device_, dtype_) : tensor.to(device_));
    return moved;
}

const Vae& ModelSet::vae()
{
    if (!vae_) {
        WeightSource source(package_.vae.string(), placed(readWeights(package_.vae)));
        Vae loaded(source);
        source.finish();
        vae_ = std::move(loaded);
    }
    return *vae_;
}

const Dit& ModelSet::dit(const Family& family)
{
    auto& dit = dits_[&family];
    if (dit)
        return *dit;
    const std::filesystem::path loraFile = package_.filesFor(family).lora;
    const TensorMap adapters = withoutDitPrefix(readWeights(loraFile));
    AdapterReport report = inspectAdapters(adapters, family, package_.quirks);
    if (!report.problems.empty())
        throw Error(ErrorKind::Model, loraFile.string() + ": " + report.problems.front());
    if (base_.empty())
        base_ = placed(readBase(package_));
    WeightSource baseSource(package_.base.front().string(), base_);
    WeightSource adapterSource(loraFile.string(), placed(adapters));
    auto loaded = std::make_unique<Dit>(baseSource, &adapterSource, family, package_.heads);
    baseSource.finish();
    adapterSource.finish();
    loaded->setRules(rulesFor(family, report));
    reports_[&family] = std::move(report);
    dit = std::move(loaded);
    return *dit;
}

AdapterRules ModelSet::rulesFor(const Family& family, const AdapterReport& report) const
{
    AdapterRules rules;
    rules.alphaFirstAdapter = package_.quirks.alphaFirstAdapter;
    if (package_.quirks.ffnAdapter == "gated") {
        rules.feedForward = AdapterRules::FeedForward::GatedByRow;
        return rules;
    }
    // A checkpoint where another adapter than the last one learnt the feed-forward was trained with that one active.
    for (std::size_t row = 0; row < family.modalities.size(); ++row) {
        if (family.modalities[row].adapter == report.liveFeedForward)
            rules.sharedFeedForwardRow = row;
    }
    return rules;
}

const TextEncoder& ModelSet::text()
{
    if (!text_)
        text_ = std::make_unique<TextEncoder>(
            Tokenizer(package_.tokenizer),
            UmT5Encoder(WeightSource(package_.textEncoder.string(), readWeights(package_.textEncoder)), device_,
                        dtype_),
            package_.textLength);
    return *text_;
}

const LayerPredictor* ModelSet::predictor()
{
    if (!predictor_ && package_.predictor) {
        TensorMap weights = readWeights(package_.predictor->file);
        for (auto& [name, tensor] : weights)
            tensor = tensor.to(at::TensorOptions().device(device_).dtype(at::kFloat));
        WeightSource source(package_.predictor->file.string(), std::move(weights));
        predictor_ = std::make_unique<LayerPredictor>(source);
    }
    return predictor_.get();
}

const PersonSegmenter* ModelSet::people()
{
    if (!people_ && package_.people)
        people_ = std::make_unique<PersonSegmenter>(package_.people->file, device_);
    return people_.get();
}

const AdapterReport* ModelSet::adapterReport(const Family& family) const
{
    const auto found = reports_.find(&family);
    return found == reports_.end() ? nullptr : &found->second;
}

ModelSizes ModelSet::sizes(const Family& family) const
{
    const TensorInfoMap base = readBaseHeader(package_);
    const TensorInfoMap vae = readWeightsHeader(package_.vae);
    const DitSizes read = ditSizes(base);
    ModelSizes sizes;
    sizes.dit.dim = read.dim;
    sizes.dit.layers = read.layers;
    sizes.dit.feedForward = read.feedForward;
    sizes.dit.patchHeight = read.patchHeight;
    sizes.dit.patchWidth = read.patchWidth;
    sizes.ditParameters = parametersOf(base) + parametersOf(readWeightsHeader(package_.filesFor(family).lora));
    sizes.vaeParameters = parametersOf(vae);
    const VaeSizes coder = vaeSizes(vae);
    sizes.vaeChannels = coder.dim;
    sizes.framesPerCell = coder.timeTaps > 1 ? 4 : 1;
    sizes.textLength = package_.textLength;
    if (package_.predictor)
        sizes.predictorParameters = parametersOf(readWeightsHeader(package_.predictor->file));
    if (package_.people && &family == &alphaFamily)
        sizes.peopleBytes = static_cast<std::int64_t>(std::filesystem::file_size(package_.people->file));
    return sizes;
}

} // namespace unividx
