#pragma once

#include <cstddef>

/// SentencePiece seen through plain C functions.
///
/// Debian's SentencePiece carries a Protocol Buffers of its own and exports its symbols; LibTorch brings another
/// version. In one symbol scope each takes the other's functions and the program dies before main. So the library is
/// loaded by itself, in a scope of its own, and nothing but this table crosses. No exception and no allocation does
/// either: what one side allocates the same side frees.
extern "C" {

struct UnividxPieces; ///< a loaded vocabulary

struct UnividxPiecesTable {
    /// Null if the bytes are no vocabulary; then `message` says why.
    UnividxPieces* (*load)(const char* bytes, std::size_t count, char* message, std::size_t messageSize);
    void (*release)(UnividxPieces*);
    /// Returns how many ids the text has, and writes as many as fit; -1 if the library failed.
    long (*encode)(const UnividxPieces*, const char* text, std::size_t count, int* ids, std::size_t room);
    int (*size)(const UnividxPieces*);
    /// Which: 0 pad, 1 end, 2 begin, 3 unknown. -1 if the vocabulary has none.
    int (*special)(const UnividxPieces*, int which);
    /// The text of a piece, valid as long as the vocabulary.
    const char* (*piece)(const UnividxPieces*, int id);
};

const UnividxPiecesTable* unividxPiecesTable();
}
