#include "inference/text/tokenizer.h"

#include "core/base/error.h"
#include "inference/text/pieces/vocabulary.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace unividx {

struct Tokenizer::Implementation {
    PieceVocabulary vocabulary;
    std::vector<std::pair<std::string, std::int64_t>> specials; ///< as they may stand in a prompt
};

namespace {

std::string fileBytes(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw Error(ErrorKind::Model, path.string() + ": the tokenizer's vocabulary cannot be opened");
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

Tokenizer::Tokenizer(const std::filesystem::path& path)
    : implementation_(new Implementation{PieceVocabulary(fileBytes(path), path.string()), {}})
{
    const PieceVocabulary& vocabulary = implementation_->vocabulary;
    if (vocabulary.endId() < 0)
        throw Error(ErrorKind::Model, path.string() + ": the vocabulary has no end token");
    for (const int id : {vocabulary.padId(), vocabulary.endId(), vocabulary.beginId(), vocabulary.unknownId()}) {
        if (id >= 0)
            implementation_->specials.emplace_back(vocabulary.piece(id), id);
    }
}

Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

std::vector<std::int64_t> Tokenizer::encode(std::string_view cleanedPrompt) const
{
    std::vector<std::int64_t> ids;
    const auto encodePlain = [&](std::string_view text) {
        const std::vector<int> pieces = implementation_->vocabulary.encode(text);
        ids.insert(ids.end(), pieces.begin(), pieces.end());
    };
    while (true) {
        std::size_t first = std::string_view::npos;
        const std::pair<std::string, std::int64_t>* special = nullptr;
        for (const auto& candidate : implementation_->specials) {
            const std::size_t place = cleanedPrompt.find(candidate.first);
            if (place < first) {
                first = place;
                special = &candidate;
            }
        }
        if (!special) {
            encodePlain(cleanedPrompt);
            return ids;
        }
        encodePlain(cleanedPrompt.substr(0, first));
        ids.push_back(special->second);
        cleanedPrompt.remove_prefix(first + special->first.size());
    }
}

Tokens Tokenizer::tokenize(std::string_view cleanedPrompt, std::int64_t maxLength) const
{
    if (maxLength < 1)
        throw Error(ErrorKind::Usage, "a prompt needs room for at least its end token");
    const auto room = static_cast<std::size_t>(maxLength);
    Tokens tokens;
    tokens.ids = encode(cleanedPrompt);
    tokens.truncated = tokens.ids.size() > room - 1;
    tokens.ids.resize(std::min(tokens.ids.size(), room - 1));
    tokens.ids.push_back(endId());
    tokens.length = static_cast<std::int64_t>(tokens.ids.size());
    tokens.mask.assign(tokens.ids.size(), 1);
    tokens.ids.resize(room, padId());
    tokens.mask.resize(room, 0);
    return tokens;
}

std::int64_t Tokenizer::vocabularySize() const
{
    return implementation_->vocabulary.size();
}

std::int64_t Tokenizer::endId() const
{
    return implementation_->vocabulary.endId();
}

std::int64_t Tokenizer::padId() const
{
    return std::max(0, implementation_->vocabulary.padId());
}

} // namespace unividx
