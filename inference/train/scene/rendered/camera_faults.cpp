#include "inference/train/scene/rendered/camera_faults.h"

namespace unividx::scene {

CameraFaults randomFaults(Random& random)
{
    CameraFaults f;
    f.degradation = randomDegradation(random);
    if (random.chance(0.3F))
        f.vignette = random.between(0.05F, 0.5F);
    if (random.chance(0.35F))
        f.contrast = random.between(0.75F, 1.4F);
    if (random.chance(0.3F))
        f.saturation = random.between(0.3F, 1.35F);
    if (random.chance(0.05F))
        f.saturation = 0;
    if (random.chance(0.25F))
        f.sharpening = random.between(0.2F, 1.2F);
    if (random.chance(0.15F))
        f.fade = random.between(0.01F, 0.1F);
    return f;
}

void applyFaults(std::vector<float>& pixels, Resolution size, const CameraFaults& f, int frame)
{
    const float halfX = 0.5F * static_cast<float>(size.width);
    const float halfY = 0.5F * static_cast<float>(size.height);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            float* p = pixels.data() + 3 * static_cast<std::size_t>(y * size.width + x);
            const float dx = (static_cast<float>(x) + 0.5F - halfX) / halfX;
            const float dy = (static_cast<float>(y) + 0.5F - halfY) / halfY;
            const float dim = std::pow(1 - f.vignette * 0.5F * (dx * dx + dy * dy), 0.45F);
            const float grey = 0.2126F * p[0] + 0.7152F * p[1] + 0.0722F * p[2];
            for (int c = 0; c < 3; ++c) {
                const float v = grey + (p[c] - grey) * f.saturation;
                p[c] = f.fade + (1 - f.fade) * saturate(0.45F + (v * dim - 0.45F) * f.contrast);
            }
        }
    }
    if (f.sharpening > 0) {
        std::vector<float> soft = pixels;
        blurPixels(soft, size, 3, 0.9F);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = saturate(pixels[i] + f.sharpening * (pixels[i] - soft[i]));
    }
    degradePixels(pixels, size, f.degradation, frame);
}

} // namespace unividx::scene
