// model.json of a package whose files are there, if they have the usual names.

#include "inference/weights/model_package.h"
#include "tests/fuzz/fuzz.h"

#include <fstream>

using namespace unividx;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto folder = fuzz::fileOf(data, size, "model.json").parent_path();
    for (const char* name :
         {"a", "base.safetensors", "vae.safetensors", "text.safetensors", "spiece.model", "people.safetensors",
          "predictor.safetensors", "intrinsic.safetensors", "alpha.safetensors", "NOTES.md"})
        std::ofstream(folder / name) << '\n';
    const fuzz::MemoryBound bound(size);
    fuzz::accepts([&] {
        const ModelPackage package = openModelPackage(folder);
        writeModelPackage(package);
        const ModelPackage again = openModelPackage(folder);
        fuzz::require(again.quirks == package.quirks && again.predictor == package.predictor &&
                          again.people == package.people && again.base == package.base,
                      "a package is the same after it was written");
    });
    return 0;
}
