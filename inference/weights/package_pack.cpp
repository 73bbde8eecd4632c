#include "inference/weights/package_pack.h"

#include "core/base/error.h"
#include "inference/weights/packed_tensors.h"
#include "inference/weights/read_weights.h"
#include "inference/weights/safetensors.h"

#include <set>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

void copyInto(const fs::path& folder, fs::path& file)
{
    const fs::path target = folder / file.filename();
    std::error_code failed;
    fs::copy_file(file, target, failed);
    if (failed)
        throw Error(ErrorKind::Output, target.string() + ": cannot be written (" + failed.message() + ")");
    file = target;
}

} // namespace

ModelPackage packPackage(const ModelPackage& package, const fs::path& to)
{
    std::error_code failed;
    fs::create_directories(to, failed);
    if (failed || fs::exists(to / "model.json"))
        throw Error(ErrorKind::Output, to.string() + (failed ? ": cannot be made (" + failed.message() + ")"
                                                             : ": holds a package already; choose another folder"));
    ModelPackage packed = package;
    packed.folder = to;
    packed.base = {to / "base.safetensors"};
    writeSafetensors(packed.base.front(), withPackedMatrices(readBase(package)));
    for (auto& [name, files] : packed.families) {
        const fs::path file = to / (name + ".safetensors");
        writeSafetensors(file, withPackedMatrices(readWeights(files.lora)));
        files.lora = file;
    }
    for (fs::path* file : {&packed.vae, &packed.textEncoder, &packed.tokenizer})
        copyInto(to, *file);
    if (packed.predictor) {
        const fs::path file = to / "predictor.safetensors";
        writeSafetensors(file, withPackedMatrices(readWeights(package.predictor->file)));
        packed.predictor->file = file;
    }
    if (packed.people)
        copyInto(to, packed.people->file);
    if (fs::path card = package.folder / package.card; !package.card.empty() && fs::is_regular_file(card))
        copyInto(to, card);
    packed.hash = packageHash(packed);
    writeModelPackage(packed);
    return packed;
}

} // namespace unividx
