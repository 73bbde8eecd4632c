#include "core/media/picture_library.h"

#include "core/base/error.h"

#include <dlfcn.h>

namespace unividx {

namespace {

const PictureLibrary* load()
{
    // Sought along the program's RUNPATH. What it offers beside the one symbol is nobody else's business.
    void* library = ::dlopen("libunividx-pictures.so", RTLD_LAZY | RTLD_LOCAL);
    void* entry = library ? ::dlsym(library, pictureLibraryEntry) : nullptr;
    if (!entry) {
        const char* reason = ::dlerror();
        throw Error(ErrorKind::Internal, "pictures can neither be read nor written: libunividx-pictures.so, which "
                                         "comes with the program, cannot be loaded (" +
                                             std::string(reason ? reason : "it is not what it should be") + ")");
    }
    return reinterpret_cast<PictureLibraryEntry>(entry)();
}

} // namespace

const PictureLibrary& pictureLibrary()
{
    static const PictureLibrary* const library = load(); // tried again if it throws
    return *library;
}

} // namespace unividx
