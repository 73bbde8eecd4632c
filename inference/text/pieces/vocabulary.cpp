#include "inference/text/pieces/vocabulary.h"

#include "core/base/error.h"
#include "inference/text/pieces/bridge.h"

#include <dlfcn.h>

#include <array>
#include <filesystem>

#if defined(__SANITIZE_ADDRESS__)
#define UNIVIDX_HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#define UNIVIDX_HAS_ADDRESS_SANITIZER __has_feature(address_sanitizer) // Clang's way to say so
#else
#define UNIVIDX_HAS_ADDRESS_SANITIZER 0
#endif

namespace unividx {

namespace {

constexpr const char* libraryName = "libunividx_pieces.so";

/// The library's own symbols come first for itself and for what it brings. The address sanitizer forbids that, and
/// gets a namespace of its own instead.
void* openAlone(const std::filesystem::path& library)
{
#if UNIVIDX_HAS_ADDRESS_SANITIZER
    return dlmopen(LM_ID_NEWLM, library.c_str(), RTLD_NOW | RTLD_LOCAL);
#else
    return dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
#endif
}

/// Beside the program, in the build's bin folder for tests, or where packages install it.
std::filesystem::path libraryPath()
{
    const std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (const char* place : {".", "../bin", "../lib/unividx"}) {
        const std::filesystem::path candidate = folder / place / libraryName;
        if (std::filesystem::exists(candidate))
            return candidate;
    }
    throw Error(ErrorKind::Internal, std::string(libraryName) + " is not beside the program in " + folder.string() +
                                         "; the installation is incomplete");
}

const UnividxPiecesTable* loadedTable()
{
    static const UnividxPiecesTable* const table = [] {
        void* library = openAlone(libraryPath()); // kept until the program ends
        if (!library)
            throw Error(ErrorKind::Internal, std::string("the tokeniser's library cannot be loaded: ") + dlerror());
        const auto entry = reinterpret_cast<decltype(&unividxPiecesTable)>(dlsym(library, "unividxPiecesTable"));
        if (!entry)
            throw Error(ErrorKind::Internal, std::string(libraryName) + " is not this program's: " + dlerror());
        return entry();
    }();
    return table;
}

} // namespace

PieceVocabulary::PieceVocabulary(std::string_view bytes, const std::string& label)
    : table_(loadedTable()), pieces_(nullptr, table_->release)
{
    std::array<char, 512> message{};
    pieces_.reset(table_->load(bytes.data(), bytes.size(), message.data(), message.size()));
    if (!pieces_)
        throw Error(ErrorKind::Model, label + ": is no SentencePiece vocabulary (" + message.data() + ")");
}

std::vector<int> PieceVocabulary::encode(std::string_view text) const
{
    std::vector<int> ids(text.size() + 8); // a piece is at least a byte, but for the mark that may stand before
    long count = table_->encode(pieces_.get(), text.data(), text.size(), ids.data(), ids.size());
    if (count > static_cast<long>(ids.size())) {
        ids.resize(static_cast<std::size_t>(count));
        count = table_->encode(pieces_.get(), text.data(), text.size(), ids.data(), ids.size());
    }
    if (count < 0)
        throw Error(ErrorKind::Internal, "the prompt cannot be tokenised");
    ids.resize(static_cast<std::size_t>(count));
    return ids;
}

int PieceVocabulary::size() const
{
    return table_->size(pieces_.get());
}

int PieceVocabulary::padId() const
{
    return table_->special(pieces_.get(), 0);
}

int PieceVocabulary::endId() const
{
    return table_->special(pieces_.get(), 1);
}

int PieceVocabulary::beginId() const
{
    return table_->special(pieces_.get(), 2);
}

int PieceVocabulary::unknownId() const
{
    return table_->special(pieces_.get(), 3);
}

std::string PieceVocabulary::piece(int id) const
{
    return table_->piece(pieces_.get(), id);
}

} // namespace unividx
