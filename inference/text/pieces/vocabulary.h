#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct UnividxPieces;
struct UnividxPiecesTable;

namespace unividx {

/// A SentencePiece vocabulary, in a symbol scope of its own (see bridge.h).
///
/// Thread: const use from several threads is safe.
class PieceVocabulary {
public:
    /// `bytes` are a `spiece.model` file. `label` is its name for messages.
    /// Throws: Model if they are no vocabulary; Internal if the library cannot be loaded.
    PieceVocabulary(std::string_view bytes, const std::string& label);

    /// Throws: Internal if the library fails.
    std::vector<int> encode(std::string_view text) const;

    int size() const;
    int padId() const; ///< this and the following: -1 if the vocabulary has none
    int endId() const;
    int beginId() const;
    int unknownId() const;
    std::string piece(int id) const;

private:
    const UnividxPiecesTable* table_;
    std::unique_ptr<UnividxPieces, void (*)(UnividxPieces*)> pieces_;
};

} // namespace unividx
