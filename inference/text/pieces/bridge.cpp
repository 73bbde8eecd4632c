#include "inference/text/pieces/bridge.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

struct UnividxPieces {
    sentencepiece::SentencePieceProcessor processor;
};

namespace {

/// Empty if the vocabulary is loaded. The library throws, besides giving a status, where pieces of a damaged file make
/// no index, and no exception may leave this library.
std::string loadInto(UnividxPieces& pieces, const char* bytes, std::size_t count)
{
    try {
        const auto status = pieces.processor.LoadFromSerializedProto({bytes, count});
        return count == 0 ? "it is empty" : status.ok() ? "" : status.ToString();
    } catch (const std::exception& error) {
        return error.what();
    }
}

UnividxPieces* load(const char* bytes, std::size_t count, char* message, std::size_t messageSize)
{
    auto pieces = std::make_unique<UnividxPieces>();
    const std::string why = loadInto(*pieces, bytes, count);
    if (why.empty())
        return pieces.release();
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
    try {
        if (!pieces->processor.Encode({text, count}, &found).ok())
            return -1;
    } catch (const std::exception&) {
        return -1; // as above
    }
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
