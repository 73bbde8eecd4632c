#include "inference/train/dit_models.h"

#include "inference/text/prompt_text.h"
#include "inference/train/converted_weights.h"
#include "inference/train/data/training_clip.h"
#include "inference/train/run_loop.h"
#include "inference/train/vocabulary.h"
#include "inference/weights/read_weights.h"

#include <torch/utils.h>

namespace unividx {

namespace {

/// Tensors of several models in one map, told apart by a prefix.
void gather(TensorMap& all, const std::string& prefix, const TensorMap& part)
{
    for (const auto& [name, tensor] : part) {
        if (tensor.requires_grad())
            all[prefix + name] = tensor;
    }
}

TensorMap part(const TensorMap& all, const std::string& prefix, const TensorMap& names)
{
    TensorMap found;
    for (const auto& [name, tensor] : names) {
        const auto at = all.find(prefix + name);
        found[name] = (at == all.end() ? tensor : at->second).detach();
    }
    return found;
}

} // namespace

TensorMap DitModels::trained() const
{
    TensorMap all;
    gather(all, "base.", base);
    gather(all, "text.", text);
    for (const auto& [family, tensors] : adapters)
        gather(all, std::string(family->name) + ".", tensors);
    return all;
}

DitModels makeDitModels(const TrainConfig& config, const Ranks& ranks)
{
    DitModels models;
    models.device = trainingDevice(config.device, ranks);
    const bool full = config.trained == TrainConfig::Trained::Full;
    std::filesystem::path vocabulary = config.tokenizer;
    if (vocabulary.empty()) {
        vocabulary = config.out / "spiece.model";
        std::filesystem::create_directories(config.out);
        if (ranks.first() && !std::filesystem::exists(vocabulary))
            trainVocabulary(config, vocabulary);
        ranks.barrier();
    }
    models.tokenizer = std::make_unique<Tokenizer>(vocabulary);
    const std::int64_t textDim = config.ditSizes.textDim;
    const TextEncoderSizes text{.vocabulary = models.tokenizer->vocabularySize(),
                                .dim = textDim,
                                .attention = textDim,
                                .feedForward = 2 * textDim,
                                .heads = 2,
                                .buckets = 32,
                                .layers = 2};
    models.text =
        asParameters(config.textWeights.empty() ? initialText(text, config.seed) : readWeights(config.textWeights),
                     models.device, full);
    models.encoder = std::make_unique<UmT5Encoder>(WeightSource("text encoder", models.text), models.device);
    models.base =
        asParameters(config.ditWeights.empty() ? initialDit(config.ditSizes, config.seed)
                                               : withPatches(readWeights(config.ditWeights),
                                                             config.ditSizes.patchHeight, config.ditSizes.patchWidth),
                     models.device, full);
    for (const Family* family : config.families) {
        const auto from = config.adapterWeights.find(std::string(family->name));
        models.adapters[family] = asParameters(
            from == config.adapterWeights.end()
                ? initialAdapters(models.base, *family, config.rank, mixedSeed(config.seed, family->name.size()))
                : readWeights(from->second),
            models.device);
        WeightSource base("base", models.base);
        WeightSource adapters(std::string(family->name) + " adapters", models.adapters[family]);
        models.dits[family] = std::make_unique<Dit>(base, &adapters, *family, config.heads);
        models.dits[family]->setRules(config.adapterRules);
        models.dits[family]->setRecompute(config.recompute);
        base.finish();
        adapters.finish();
    }
    return models;
}

at::Tensor textContext(const TrainConfig& config, const DitModels& models, const std::vector<std::string>& captions)
{
    std::vector<at::Tensor> ids, masks;
    for (const std::string& caption : captions) {
        const Tokens tokens = models.tokenizer->tokenize(cleanPrompt(caption), config.textLength);
        ids.push_back(at::tensor(tokens.ids));
        masks.push_back(at::tensor(tokens.mask));
    }
    const at::Tensor mask = at::stack(masks);
    return (models.encoder->encode(at::stack(ids), mask) * mask.to(models.device).unsqueeze(-1)).unsqueeze(1);
}

void writeDitModels(const TrainConfig& config, const DitModels& models, const TensorMap& trained)
{
    if (config.trained == TrainConfig::Trained::Full) {
        writeFinished(config, config.out / "base.safetensors", part(trained, "base.", models.base));
        writeFinished(config, config.out / "text.safetensors", part(trained, "text.", models.text));
    }
    for (const auto& [family, adapters] : models.adapters) {
        const std::string name(family->name);
        writeFinished(config, config.out / (name + ".safetensors"), part(trained, name + ".", adapters));
    }
}

} // namespace unividx
