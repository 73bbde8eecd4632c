#pragma once

#include "inference/text/tokenizer.h"
#include "inference/text/umt5.h"
#include "inference/weights/model_package.h"

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// From which position on a batch's embeddings are zero.
enum class ZeroFrom {
    OwnLength,      ///< each row from its own prompt's end on
    ShortestLength, ///< every row from the shortest prompt's end on, a quirk of the published code; for comparisons
};

/// Prompts to what the video model reads: cleaned, tokenised, encoded, and zero behind the prompt's end.
///
/// The last few prompts' embeddings are kept, so that a changed seed or a second window does not encode again.
/// Thread: safe to use from several threads; encoding happens one prompt at a time.
/// Source: model specification, section 5.
class TextEncoder {
public:
    /// `maxLength` is the number of positions the video model was trained with, 512 in the published ones.
    TextEncoder(Tokenizer tokenizer, UmT5Encoder encoder, std::int64_t maxLength, std::size_t cachedPrompts = 16);

    /// Shape: [1, maxLength, width], in the encoder's type and on its device. It is shared: clone before writing to it.
    at::Tensor embedPrompt(std::string_view prompt) const;

    /// Shape: [prompts, maxLength, width]. Throws: Usage if there are none.
    at::Tensor embedPrompts(const std::vector<std::string>& prompts, ZeroFrom from = ZeroFrom::OwnLength) const;

    /// What the encoder will read of a prompt; `truncated` says that its end is lost.
    Tokens tokensOf(std::string_view prompt) const;

    std::int64_t maxLength() const { return maxLength_; }
    std::int64_t width() const { return encoder_.width(); }

private:
    struct Cached {
        std::string cleaned;
        at::Tensor embedding;
    };

    at::Tensor embed(const Tokens& tokens) const;

    Tokenizer tokenizer_;
    UmT5Encoder encoder_;
    std::int64_t maxLength_;
    std::size_t cachedPrompts_;
    mutable std::mutex mutex_;
    mutable std::list<Cached> cache_; ///< the latest used first
};

/// The text encoder of a model package; `device` and `type` are what it computes on and in.
/// Throws: Model naming the file, also if the tokenizer knows more tokens than the encoder.
TextEncoder openTextEncoder(const ModelPackage& package, at::Device device = at::kCPU,
                            at::ScalarType type = at::kFloat);

} // namespace unividx
