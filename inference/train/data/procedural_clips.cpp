#include "inference/train/data/procedural_clips.h"

#include "inference/train/data/frames_tensor.h"
#include "inference/train/scene/scene_clip.h"

#include <torch/utils.h>

namespace unividx {

TrainingClip ProceduralClips::clip(const Family& family, std::int64_t index, const TrainingShape& shape)
{
    scene::SceneOptions options;
    options.seed = mixedSeed(seed_, static_cast<std::uint64_t>(index));
    options.resolution = shape.resolution;
    options.frames = static_cast<int>(shape.frames);
    options.degrade = degrade_;
    const scene::SceneClip scene = scene::renderScene(family, options);
    TrainingClip made;
    made.caption = scene.caption;
    std::vector<at::Tensor> rows;
    for (const std::vector<Image>& frames : scene.layers)
        rows.push_back(framesTensor(frames));
    made.videos = at::stack(rows).mul_(2).sub_(1);
    return made;
}

} // namespace unividx
