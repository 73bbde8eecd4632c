#include "inference/text/text_encoder.h"

#include "core/base/error.h"
#include "inference/text/prompt_text.h"
#include "inference/weights/read_weights.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

namespace unividx {

TextEncoder::TextEncoder(Tokenizer tokenizer, UmT5Encoder encoder, std::int64_t maxLength, std::size_t cachedPrompts)
    : tokenizer_(std::move(tokenizer)), encoder_(std::move(encoder)), maxLength_(maxLength),
      cachedPrompts_(cachedPrompts)
{
    if (maxLength_ < 1)
        throw Error(ErrorKind::Model, "the model's text length must be at least 1");
}

Tokens TextEncoder::tokensOf(std::string_view prompt) const
{
    return tokenizer_.tokenize(cleanPrompt(prompt), maxLength_);
}

at::Tensor TextEncoder::embed(const Tokens& tokens) const
{
    const at::NoGradGuard noGradients;
    // Padding is masked out as a key and zeroed afterwards, so it need not be computed: most prompts are far shorter
    // than the model's text length.
    const at::Tensor ids = at::tensor(tokens.ids).slice(0, 0, tokens.length).unsqueeze(0);
    const at::Tensor embedding = encoder_.encode(ids, at::ones_like(ids));
    return at::constant_pad_nd(embedding, {0, 0, 0, maxLength_ - tokens.length});
}

at::Tensor TextEncoder::embedPrompt(std::string_view prompt) const
{
    const std::string cleaned = cleanPrompt(prompt);
    const std::lock_guard lock(mutex_);
    const auto known =
        std::find_if(cache_.begin(), cache_.end(), [&](const Cached& entry) { return entry.cleaned == cleaned; });
    if (known != cache_.end()) {
        cache_.splice(cache_.begin(), cache_, known);
        return cache_.front().embedding;
    }
    at::Tensor embedding = embed(tokenizer_.tokenize(cleaned, maxLength_));
    cache_.push_front({cleaned, embedding});
    if (cache_.size() > cachedPrompts_)
        cache_.pop_back();
    return embedding;
}

at::Tensor TextEncoder::embedPrompts(const std::vector<std::string>& prompts, ZeroFrom from) const
{
    if (prompts.empty())
        throw Error(ErrorKind::Usage, "there is no prompt to encode");
    std::vector<at::Tensor> rows;
    std::int64_t shortest = maxLength_;
    for (const std::string& prompt : prompts) {
        rows.push_back(embedPrompt(prompt));
        shortest = std::min(shortest, tokensOf(prompt).length);
    }
    at::Tensor all = at::cat(rows, 0);
    if (from == ZeroFrom::ShortestLength)
        all.slice(1, shortest).zero_();
    return all;
}

TextEncoder openTextEncoder(const ModelPackage& package, at::Device device, at::ScalarType type)
{
    Tokenizer tokenizer(package.tokenizer);
    UmT5Encoder encoder(WeightSource(package.textEncoder.string(), readWeights(package.textEncoder)), device, type);
    if (tokenizer.vocabularySize() > encoder.vocabularySize())
        throw Error(ErrorKind::Model, package.tokenizer.string() + ": has " +
                                          std::to_string(tokenizer.vocabularySize()) +
                                          " tokens, the text encoder only " + std::to_string(encoder.vocabularySize()) +
                                          "; they do not belong together");
    return TextEncoder(std::move(tokenizer), std::move(encoder), package.textLength);
}

} // namespace unividx
