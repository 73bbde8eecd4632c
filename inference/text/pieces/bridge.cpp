#include "inference/text/pieces/bridge.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

struct UnividxPieces {
    sentencepiece::SentencePieceProcessor processor;
};

namespace {

UnividxPieces* load(const char* bytes, std::size_t count, char* message, std::size_t messageSize)
{
    auto pieces = std::make_unique<UnividxPieces>();
    const auto status = pieces->processor.LoadFromSerializedProto({bytes, count});
    if (status.ok() && count > 0)
        return pieces.release();
    const std::string why = count == 0 ? "it is empty" : status.ToString();
    const std::size_t length = std::min(why.size(), messageSize - 1);
    std::memcpy(message, why.data(), length);
    message[length] = '\0';
    return nullptr;
}

void release(UnividxPieces* pieces)
{
    delete pieces;
}

long encode(const UnividxPieces* pieces, const char* text, std::size_t count, int* ids, std::size_t room)
{
    std::vector<int> found;
    if (!pieces->processor.Encode({text, count}, &found).ok())
        return -1;
    std::copy_n(found.begin(), std::min(found.size(), room), ids);
    return static_cast<long>(found.size());
}

int size(const UnividxPieces* pieces)
{
    return pieces->processor.GetPieceSize();
}

int special(const UnividxPieces* pieces, int which)
{
    const auto& processor = pieces->processor;
    const int ids[] = {processor.pad_id(), processor.eos_id(), processor.bos_id(), processor.unk_id()};
    return ids[which];
}

const char* piece(const UnividxPieces* pieces, int id)
{
    return pieces->processor.IdToPiece(id).c_str();
}

} // namespace

const UnividxPiecesTable* unividxPiecesTable()
{
    static const UnividxPiecesTable table{load, release, encode, size, special, piece};
    return &table;
}
