// SentencePiece vocabularies (spiece.model).

#include "inference/text/pieces/vocabulary.h"
#include "tests/fuzz/fuzz.h"

#include <optional>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::MemoryBound bound(size);
    std::optional<PieceVocabulary> vocabulary;
    if (!fuzz::accepts([&] { vocabulary.emplace(fuzz::textOf(data, size), "spiece.model"); }))
        return 0;
    for (const int id : vocabulary->encode("a room with a window, été"))
        fuzz::require(id >= -1 && id < vocabulary->size(), "pieces are of the vocabulary");
    return 0;
}
