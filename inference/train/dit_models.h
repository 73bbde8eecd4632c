#pragma once

#include "inference/dit/dit.h"
#include "inference/text/tokenizer.h"
#include "inference/text/umt5.h"
#include "inference/train/ranks.h"
#include "inference/train/train_config.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unividx {

/// A DiT with the adapters of a run's families and its text encoder: everything such a run may change, and the models
/// that read it.
struct DitModels {
    at::Device device = at::kCPU;
    TensorMap base, text;
    std::map<const Family*, TensorMap> adapters;
    std::map<const Family*, std::unique_ptr<Dit>> dits; ///< one base, seen with each family's adapters
    std::unique_ptr<UmT5Encoder> encoder;
    std::unique_ptr<Tokenizer> tokenizer;

    /// What learns, by name, each map under a prefix of its own.
    TensorMap trained() const;
};

/// Reads or begins every model as the configuration says; the first process trains a vocabulary where none is given.
/// Throws: Model, Input or Output naming the file.
DitModels makeDitModels(const TrainConfig& config, const Ranks& ranks);

/// [B, 1, L, D]: every caption encoded, zero behind its end; for tasks without text the empty prompt.
at::Tensor textContext(const TrainConfig& config, const DitModels& models, const std::vector<std::string>& captions);

/// Leaves what was learnt in the run's folder. `trained` is named as by `DitModels::trained`. Throws: Output.
void writeDitModels(const TrainConfig& config, const DitModels& models, const TensorMap& trained);

} // namespace unividx
