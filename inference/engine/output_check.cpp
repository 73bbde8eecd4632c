#include "inference/engine/output_check.h"

#include "core/base/error.h"

#include <string>

namespace unividx {

namespace {

std::string framesText(FrameRange window)
{
    return "frames " + std::to_string(window.first) + " to " + std::to_string(window.last());
}

void refuseNonFinite(const at::Tensor& values, const Modality& modality, FrameRange window)
{
    if (!at::isfinite(values).all().item<bool>())
        throw Error(ErrorKind::Model, framesText(window) + ": the model made values that are not numbers in " +
                                          std::string(modality.name) +
                                          "; try --dtype float32, or check the package with `unividx model check`");
}

[[noreturn]] void refuseConstant(const Modality& modality, FrameRange window)
{
    throw Error(ErrorKind::Model, framesText(window) + ": the model made the same value everywhere in " +
                                      std::string(modality.name) +
                                      "; its weights are damaged or do not belong together (`unividx model check`)");
}

} // namespace

void refuseBadLatents(const at::Tensor& latents, const Task& task, FrameRange window)
{
    for (std::size_t row = 0; row < 4; ++row) {
        if (!task.targets()[row])
            continue;
        const Modality& modality = task.family->modalities[row];
        const at::Tensor latent = latents[static_cast<std::int64_t>(row)];
        refuseNonFinite(latent, modality, window);
        if ((latent.max() - latent.min()).item<double>() == 0.0)
            refuseConstant(modality, window);
    }
}

void refuseBadPictures(const at::Tensor& video, const Modality& modality, FrameRange window)
{
    refuseNonFinite(video, modality, window);
    const at::Tensor low = video.flatten(-3).amin(-1); // [..., C]
    const at::Tensor high = video.flatten(-3).amax(-1);
    const bool saturated = low.eq(1).all().item<bool>() || high.eq(-1).all().item<bool>(); // an empty or a full matte
    if (at::equal(low, high) && !saturated)
        refuseConstant(modality, window);
}

void refuseBadCondition(const at::Tensor& video, const Modality& modality, FrameRange window)
{
    const at::Tensor good = at::isfinite(video).all(4).all(3).all(1).squeeze(0); // [F]
    for (std::int64_t frame = 0; frame < good.size(0); ++frame) {
        if (!good[frame].item<bool>())
            throw Error(ErrorKind::Input, "frame " + std::to_string(window.first + frame) + " of " +
                                              std::string(modality.name) +
                                              " holds values that are not numbers (NaN or infinity)");
    }
}

} // namespace unividx
