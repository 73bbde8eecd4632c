#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// A prompt as the text encoder reads it.
struct Tokens {
    std::vector<std::int64_t> ids;  ///< ends with the end token, then padding up to the length asked for
    std::vector<std::int64_t> mask; ///< 1 on the prompt and its end token, 0 on padding
    std::int64_t length = 0;        ///< of the prompt with its end token
    bool truncated = false;         ///< whether the prompt was too long and its end was dropped

    bool operator==(const Tokens&) const = default;
};

/// A SentencePiece vocabulary (`spiece.model`). Special ids are read off the file.
///
/// Thread: const use from several threads is safe.
/// Source: model specification, section 5.2.
class Tokenizer {
public:
    /// Throws: Model naming the file if it is missing, no SentencePiece model, or has no end token.
    explicit Tokenizer(const std::filesystem::path& path);
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    /// The pieces' ids alone. Special tokens written out in the prompt (`</s>`) become their ids.
    /// Throws: Internal if the library fails.
    std::vector<std::int64_t> encode(std::string_view cleanedPrompt) const;

    /// Cut to `maxLength - 1`, the end token appended, padded to `maxLength`. The empty prompt is the end token alone.
    /// Throws: Usage if maxLength is below 1.
    Tokens tokenize(std::string_view cleanedPrompt, std::int64_t maxLength) const;

    std::int64_t vocabularySize() const;
    std::int64_t endId() const;
    std::int64_t padId() const; ///< 0 if the vocabulary has no padding token

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace unividx
