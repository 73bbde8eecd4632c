#pragma once

#include "inference/train/train_config.h"

#include <filesystem>

namespace unividx {

/// Trains a SentencePiece unigram vocabulary with byte fallback on the captions of the run's own scenes, with the
/// special ids of the published tokeniser (pad 0, end 1, begin 2, unknown 3).
/// Throws: Output naming the file; Internal if the library fails.
void trainVocabulary(const TrainConfig& config, const std::filesystem::path& file);

} // namespace unividx
