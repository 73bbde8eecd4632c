#include "core/run/condition_source.h"

#include "core/layers/condition_picture.h"

namespace unividx {

namespace {

/// The transforms that a clip's pixels need on their way.
struct ClipTransforms {
    ColorTransform toModel;
    ColorTransform toLinear;
};

ClipTransforms transformsFor(const MediaInfo& info)
{
    ClipTransforms transforms;
    transforms.toLinear = makeTransform(modelColorSpace, sceneLinearRole);
    if (info.sceneLinear)
        transforms.toModel = makeTransform(sceneLinearRole, modelColorSpace);
    return transforms;
}

std::int64_t numberInClip(const ConditionClip& clip, std::int64_t frame)
{
    return clip.still ? clip.reader->info().frames.first : frame + clip.offset;
}

} // namespace

FrameSource conditionSource(const ConditionClip& clip, Decoding decoding)
{
    return [clip, decoding, transforms = transformsFor(clip.reader->info())](std::int64_t frame) {
        return conditionPicture(clip.reader->read(numberInClip(clip, frame)), decoding, clip.reader->info().sceneLinear,
                                transforms.toModel, transforms.toLinear);
    };
}

SplitSource splitSource(const ConditionClip& clip)
{
    return [clip, transforms = transformsFor(clip.reader->info())](std::int64_t frame) {
        return splitForModel(withThreeChannels(clip.reader->read(numberInClip(clip, frame))), transforms.toModel,
                             transforms.toLinear);
    };
}

} // namespace unividx
