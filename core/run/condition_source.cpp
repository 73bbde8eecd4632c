#include "core/run/condition_source.h"

#include "core/image/crop.h"
#include "core/image/upsample.h"
#include "core/layers/condition_picture.h"

#include <utility>
#include <vector>

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

std::function<HintPicture(std::int64_t frame)> hintPictures(std::shared_ptr<MediaReader> reader, Decoding decoding)
{
    const ClipTransforms transforms = transformsFor(reader->info());
    return [reader = std::move(reader), decoding, transforms](std::int64_t frame) {
        Image picture = reader->read(frame);
        const auto pixels = static_cast<std::size_t>(picture.width()) * static_cast<std::size_t>(picture.height());
        Image known(picture.resolution(), 1, std::vector<float>(pixels, 1.0F));
        if (picture.channels() == 4) {
            known = clampValues(selectChannels(picture, 3, 1), 0.0F, 1.0F);
            picture = selectChannels(picture, 0, 3);
        }
        const bool linear = reader->info().sceneLinear;
        return HintPicture{conditionPicture(picture, decoding, linear, transforms.toModel, transforms.toLinear),
                           std::move(known)};
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
