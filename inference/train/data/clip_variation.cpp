#include "inference/train/data/clip_variation.h"

#include "inference/train/data/picture_motion.h"

#include <torch/utils.h>

namespace unividx {

at::Tensor relit(const at::Tensor& foreground, scene::Random& random)
{
    const double gain = random.logBetween(0.7F, 1.8F);
    const double gamma = random.logBetween(0.75F, 1.33F);
    return (foreground.clamp(0, 1).pow(gamma) * gain).clamp_(0, 1);
}

TrainingClip varied(const Family& family, const TrainingClip& clip, const TrainingClip& other, std::uint64_t seed,
                    const TrainingShape& shape)
{
    scene::Random random(seed);
    const PictureMotion motion = PictureMotion::random(random);
    TrainingClip made{rowsThrough(family, clip.videos, motion, shape), clip.caption};
    const auto alphaRow = family.rowOf("alpha");
    if (!alphaRow)
        return made;
    const auto row = [&](std::string_view name) { return static_cast<std::int64_t>(*family.rowOf(name)); };
    at::Tensor values = (made.videos + 1) * 0.5;
    const at::Tensor behind =
        augmented((other.videos.select(0, row("background")) + 1) * 0.5, PictureMotion::random(random), shape);
    values.select(0, row("foreground")).copy_(relit(values.select(0, row("foreground")), random));
    values.select(0, row("background")).copy_(behind);
    const at::Tensor rgb = composited(values.select(0, row("alpha")), values.select(0, row("foreground")), behind);
    values.select(0, row("rgb")).copy_(withCameraFaults(rgb, random));
    made.videos = values * 2 - 1;
    return made;
}

} // namespace unividx
