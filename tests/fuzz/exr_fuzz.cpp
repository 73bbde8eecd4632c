// EXR files: header and first frame.

#include "tests/fuzz/picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    unividx::fuzz::readPicture(data, size, "picture.exr");
    return 0;
}
