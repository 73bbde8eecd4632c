#include "inference/train/data/layer_batch.h"

#include "core/base/error.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

namespace unividx {

namespace {

constexpr std::int64_t normalIndex = 3, alphaIndex = 4, foregroundIndex = 5, backgroundIndex = 6, depthIndex = 7;

/// Where a clip is looked at.
struct Part {
    std::int64_t firstFrame = 0, left = 0, top = 0, width = 0, height = 0;
    bool mirrored = false;
};

/// [F, H, W, 3] bytes -> [F, 3, h, w] in [0, 1]
at::Tensor coloursOf(const at::Tensor& bytes, const Part& part, std::int64_t frames)
{
    return bytes.narrow(0, part.firstFrame, frames)
        .narrow(1, part.top, part.height)
        .narrow(2, part.left, part.width)
        .permute({0, 3, 1, 2})
        .to(at::kFloat)
        .div_(255);
}

/// [F, H, W] -> [F, 1, h, w]
at::Tensor planeOf(const at::Tensor& values, const Part& part, std::int64_t frames)
{
    return values.narrow(0, part.firstFrame, frames)
        .narrow(1, part.top, part.height)
        .narrow(2, part.left, part.width)
        .to(at::kFloat)
        .unsqueeze(1);
}

/// Bilinear. [F, C, h, w] -> [F, C, height, width]
at::Tensor resized(const at::Tensor& planes, Resolution size)
{
    if (planes.size(2) == size.height && planes.size(3) == size.width)
        return planes;
    return at::upsample_bilinear2d(planes, {size.height, size.width}, false);
}

LayerBatch partOf(const LayerClip& clip, const Part& part, std::int64_t frames, Resolution size)
{
    constexpr double shortNormal = 0.5; // what is shorter is unknown, or lies across an edge of it
    const at::Tensor normals = coloursOf(clip.normal, part, frames) * 2 - 1;
    const at::Tensor known = (at::linalg_vector_norm(normals, 2, {1}, true) > shortNormal).to(at::kFloat);
    const at::Tensor metres = planeOf(clip.depth, part, frames);
    const at::Tensor measured = at::isfinite(metres).logical_and(metres > 0).to(at::kFloat);
    const at::Tensor depth = at::where(measured > 0, metres.clamp(1e-3, 1e4).log(), at::zeros({1}));
    const at::Tensor planes =
        resized(at::cat({coloursOf(clip.rgb, part, frames), coloursOf(clip.albedo, part, frames),
                         coloursOf(clip.irradiance, part, frames), normals * known,
                         planeOf(clip.alpha, part, frames) / 255, coloursOf(clip.foreground, part, frames),
                         coloursOf(clip.background, part, frames), depth, known, measured},
                        1),
                size);
    LayerBatch batch;
    batch.frames = frames;
    batch.values = planes.narrow(1, 0, layerPlanes).contiguous();
    batch.valid = at::ones({frames, layerCount, size.height, size.width});
    constexpr double whole = 0.99; // of a pixel's area
    const at::Tensor normalKnown = planes.narrow(1, layerPlanes, 1) > whole;
    batch.valid.narrow(1, normalIndex, 1).copy_(normalKnown);
    batch.valid.narrow(1, depthIndex, 1).copy_(planes.narrow(1, layerPlanes + 1, 1) > whole);
    batch.valid.narrow(1, foregroundIndex, 1).copy_(planesOf(batch.values, predictedLayers[alphaIndex]));
    at::Tensor unit = planesOf(batch.values, predictedLayers[normalIndex]);
    unit.div_(at::linalg_vector_norm(unit, 2, {1}, true).clamp_min(1e-3)).mul_(normalKnown);
    if (part.mirrored) {
        unit.select(1, 0).neg_(); // +X points the other way
        batch.values = batch.values.flip(-1);
        batch.valid = batch.valid.flip(-1);
    }
    batch.subject = at::full({frames}, clip.subject ? 1.0F : 0.0F);
    return batch;
}

at::Tensor linearOf(const at::Tensor& display)
{
    return at::where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055).pow(2.4));
}

at::Tensor displayOf(const at::Tensor& linear)
{
    const at::Tensor bounded = linear.clamp(0, 1);
    return at::where(bounded <= 0.0031308, bounded * 12.92, bounded.pow(1 / 2.4) * 1.055 - 0.055);
}

/// Coefficients of 8x8 blocks rounded to multiples of `step`, more coarsely the higher their frequency.
/// Source: ITU-T T.81 (JPEG), without its tables
at::Tensor compressed(const at::Tensor& pictures, double step)
{
    const at::Tensor index = at::arange(8, at::TensorOptions().dtype(at::kFloat));
    at::Tensor basis = at::cos((index.unsqueeze(0) + 0.5) * index.unsqueeze(1) * (3.14159265358979 / 8)) * 0.5;
    basis.select(0, 0).mul_(std::sqrt(0.5));
    const at::Tensor steps = step * (1 + 0.5 * (index.unsqueeze(0) + index.unsqueeze(1)));
    const std::int64_t height = pictures.size(2), width = pictures.size(3);
    const at::Tensor blocks = pictures.view({-1, height / 8, 8, width / 8, 8}).transpose(2, 3); // [.., 8, 8]
    const at::Tensor coefficients = (at::matmul(at::matmul(basis, blocks), basis.t()) / steps).round_() * steps;
    return at::matmul(at::matmul(basis.t(), coefficients), basis).transpose(2, 3).reshape(pictures.sizes());
}

/// A camera's faults on the rgb of one clip's frames, [F, 3, H, W].
at::Tensor withFaults(const at::Tensor& rgb, scene::Random& random)
{
    at::Tensor seen = rgb;
    if (random.chance(0.5F))
        seen = seen.clamp_min(1e-4).pow(random.logBetween(0.8F, 1.25F)); // contrast
    if (random.chance(0.25F)) {
        const at::Tensor soft = at::avg_pool2d(at::replication_pad2d(seen, {1, 1, 1, 1}), 3, 1);
        seen = at::lerp(seen, soft, static_cast<double>(random.unit()));
    }
    if (random.chance(0.4F))
        seen = seen + at::randn(seen.sizes(), at::detail::createCPUGenerator(random.bits()), seen.options()) *
                          static_cast<double>(random.logBetween(0.003F, 0.04F));
    if (random.chance(0.3F) && seen.size(2) % 8 == 0 && seen.size(3) % 8 == 0)
        seen = compressed(seen.contiguous(), random.logBetween(0.01F, 0.06F));
    return seen.clamp(0, 1);
}

/// One to four thick strokes, [1, 1, H, W], 0 or 1.
at::Tensor strokes(std::int64_t height, std::int64_t width, scene::Random& random)
{
    const at::Tensor x = at::arange(width, at::TensorOptions().dtype(at::kFloat)).view({1, -1});
    const at::Tensor y = at::arange(height, at::TensorOptions().dtype(at::kFloat)).view({-1, 1});
    at::Tensor covered = at::zeros({height, width});
    const int count = 1 + random.below(4);
    for (int stroke = 0; stroke < count; ++stroke) {
        const float left = random.between(0, static_cast<float>(width));
        const float top = random.between(0, static_cast<float>(height));
        const float length = random.logBetween(1, 0.5F * static_cast<float>(width));
        const scene::Vec3 direction = random.direction();
        const float across = direction.x * length, down = direction.z * length;
        const at::Tensor along =
            (((x - left) * across + (y - top) * down) / (across * across + down * down + 1e-3F)).clamp(0, 1);
        const at::Tensor distance = (x - left - along * across).square() + (y - top - along * down).square();
        const float radius = random.logBetween(1, 12);
        covered = at::maximum(covered, (distance < radius * radius).to(at::kFloat));
    }
    return covered.view({1, 1, height, width});
}

} // namespace

LayerBatch wholeClip(const LayerClip& clip, std::int64_t frames, Resolution size)
{
    return partOf(clip, {0, 0, 0, clip.rgb.size(2), clip.rgb.size(1), false}, frames, size);
}

LayerBatch randomPart(const LayerClip& clip, std::int64_t frames, Resolution size, scene::Random& random)
{
    const auto width = static_cast<float>(clip.rgb.size(2));
    const auto height = static_cast<float>(clip.rgb.size(1));
    const float largest = std::min(width / static_cast<float>(size.width),
                                   height / static_cast<float>(size.height)); // source pixels a pixel
    constexpr float smallest = 0.7F;
    if (largest < smallest || clip.frames() < frames)
        throw Error(ErrorKind::Input, "a training clip is smaller or shorter than the run's resolution and frames ask");
    const float scale = random.between(smallest, largest);
    Part part;
    part.width = std::min<std::int64_t>(clip.rgb.size(2), std::lround(scale * static_cast<float>(size.width)));
    part.height = std::min<std::int64_t>(clip.rgb.size(1), std::lround(scale * static_cast<float>(size.height)));
    part.left = random.below(static_cast<int>(clip.rgb.size(2) - part.width) + 1);
    part.top = random.below(static_cast<int>(clip.rgb.size(1) - part.height) + 1);
    part.firstFrame = random.below(static_cast<int>(clip.frames() - frames) + 1);
    part.mirrored = random.chance(0.5F);
    return partOf(clip, part, frames, size);
}

LayerBatch joined(const std::vector<LayerBatch>& parts)
{
    std::vector<at::Tensor> values, valid, subject;
    for (const LayerBatch& part : parts) {
        values.push_back(part.values);
        valid.push_back(part.valid);
        subject.push_back(part.subject);
    }
    return {at::cat(values), at::cat(valid), at::cat(subject), parts.front().frames};
}

void replaceBackgrounds(LayerBatch& batch, double share, scene::Random& random)
{
    const std::int64_t clips = batch.values.size(0) / batch.frames;
    const at::Tensor before = batch.values.clone();
    const at::Tensor validBefore = batch.valid.clone();
    for (std::int64_t clip = 0; clips > 1 && clip < clips; ++clip) {
        const std::int64_t first = clip * batch.frames;
        if (batch.subject[first].item<float>() == 0 || !random.chance(static_cast<float>(share)))
            continue;
        const std::int64_t other = (clip + 1) % clips * batch.frames;
        at::Tensor values = batch.values.narrow(0, first, batch.frames);
        at::Tensor valid = batch.valid.narrow(0, first, batch.frames);
        const at::Tensor behind = before.narrow(0, other, batch.frames);
        const at::Tensor alpha = planesOf(values, predictedLayers[alphaIndex]).clone();
        const at::Tensor plate = planesOf(behind, predictedLayers[backgroundIndex]);
        constexpr double little = 0.01; // of the other clip's subject, whose layers are not its background's
        const at::Tensor free = (planesOf(behind, predictedLayers[alphaIndex]) < little).to(at::kFloat);
        const at::Tensor ours = (alpha > 1 - little).to(at::kFloat);
        const at::Tensor theirs = (alpha < little).to(at::kFloat) * free;
        const at::Tensor validBehind = validBefore.narrow(0, other, batch.frames);
        for (const std::size_t index : {1, 2, 3, 7}) {
            at::Tensor planes = planesOf(values, predictedLayers[index]);
            planes.copy_(planes * ours + planesOf(behind, predictedLayers[index]) * theirs);
            at::Tensor mask = valid.narrow(1, static_cast<std::int64_t>(index), 1);
            const at::Tensor kept = index == depthIndex ? at::zeros_like(mask) : mask * ours;
            mask.copy_(kept + validBehind.narrow(1, static_cast<std::int64_t>(index), 1) * theirs);
        }
        planesOf(values, predictedLayers[backgroundIndex]).copy_(plate);
        planesOf(values, predictedLayers[0])
            .copy_(alpha * planesOf(values, predictedLayers[foregroundIndex]) + (1 - alpha) * plate);
    }
}

void varyLight(LayerBatch& batch, scene::Random& random)
{
    for (std::int64_t first = 0; first < batch.values.size(0); first += batch.frames) {
        at::Tensor values = batch.values.narrow(0, first, batch.frames);
        const float exposure = random.logBetween(0.45F, 1.5F);
        at::Tensor gains = at::empty({1, 3, 1, 1});
        for (int channel = 0; channel < 3; ++channel)
            gains[0][channel].fill_(exposure * std::exp(0.08F * random.normal()));
        if (random.chance(0.7F)) {
            for (const std::size_t index : {0, 2, 5, 6}) {
                at::Tensor planes = planesOf(values, predictedLayers[index]);
                planes.copy_(displayOf(linearOf(planes) * gains));
            }
        }
        at::Tensor rgb = planesOf(values, predictedLayers[0]);
        rgb.copy_(withFaults(rgb, random));
    }
}

KnownLayers rgbKnown(const LayerBatch& batch)
{
    KnownLayers known{batch.values, at::zeros_like(batch.valid)};
    known.masks.select(1, 0).fill_(1);
    return known;
}

KnownLayers randomlyKnown(const LayerBatch& batch, scene::Random& random)
{
    KnownLayers known{batch.values, at::zeros_like(batch.valid)};
    for (std::int64_t first = 0; first < batch.values.size(0); first += batch.frames) {
        at::Tensor masks = known.masks.narrow(0, first, batch.frames);
        const at::Tensor valid = batch.valid.narrow(0, first, batch.frames);
        const auto show = [&](std::int64_t index, const at::Tensor& where) {
            // normals and depth are unknown in the sky; a given colour or matte covers the picture
            const bool partial = index == normalIndex || index == depthIndex;
            masks.select(1, index).copy_(partial ? valid.select(1, index) * where.squeeze(1) : where.squeeze(1));
        };
        const at::Tensor all = at::ones({batch.frames, 1, masks.size(2), masks.size(3)});
        constexpr float rgbAlone = 0.55F, withoutRgb = 0.12F;
        const float draw = random.unit();
        if (draw >= withoutRgb)
            show(0, all);
        if (draw < 1 - rgbAlone) {
            const bool matting = random.chance(0.5F);
            const std::int64_t one = (matting ? alphaIndex : 1) + random.below(3);
            for (std::int64_t index = matting ? alphaIndex : 1; index < (matting ? 7 : 4); ++index) {
                if (random.chance(0.4F) || (draw < withoutRgb && index == one))
                    show(index, all);
            }
        }
        if (random.chance(0.15F)) {
            for (std::int64_t index = 1; index < layerCount; ++index) {
                if (masks.select(1, index).max().item<float>() == 0 && random.chance(0.3F))
                    show(index, strokes(masks.size(2), masks.size(3), random).expand_as(all));
            }
        }
    }
    return known;
}

} // namespace unividx
