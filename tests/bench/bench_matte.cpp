// bench_matte [WIDTH HEIGHT]: what a frame's refined matte, its foreground colours and its clean plate cost. A person
// of two ellipses walks before a patterned wall, with grain, and the coarse matte is a blurred one of 256x192. Not a
// test: see RESULTS.md.

#include "core/base/error.h"
#include "core/image/blur.h"
#include "core/image/clean_plate.h"
#include "core/image/foreground_colors.h"
#include "core/image/matte_refinement.h"
#include "core/image/resize.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <utility>
#include <vector>

namespace {

using namespace unividx;

constexpr int shotFrames = 48;

struct Shot {
    Resolution size;

    float cover(int x, int y, int frame) const
    {
        const float u =
            static_cast<float>(x) / static_cast<float>(size.height) - 0.5F - 0.01F * static_cast<float>(frame);
        const float v = static_cast<float>(y) / static_cast<float>(size.height);
        const float head = std::hypot(u / 0.11F, (v - 0.3F) / 0.15F);
        const float body = std::hypot(u / 0.25F, (v - 0.9F) / 0.45F);
        return std::clamp(0.5F + (1 - std::min(head, body)) * 80, 0.0F, 1.0F);
    }

    PlateSample sample(int frame) const
    {
        std::mt19937 random(static_cast<unsigned>(frame));
        std::normal_distribution<float> grain(0.0F, 0.01F);
        std::vector<float> pixels;
        std::vector<float> alpha;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                alpha.push_back(cover(x, y, frame));
                const auto u = 400 * static_cast<float>(x) / static_cast<float>(size.height);
                const auto v = 400 * static_cast<float>(y) / static_cast<float>(size.height);
                const float wall = 0.4F + 0.15F * std::sin(u / 9) + 0.15F * std::sin(v / 7 + u / 31);
                for (const float front : {0.7F, 0.5F, 0.4F})
                    pixels.push_back(std::clamp(wall + alpha.back() * (front - wall) + grain(random), 0.0F, 1.0F));
            }
        }
        const Image matte(size, 1, std::move(alpha));
        return {frame, Image(size, 3, std::move(pixels)), gaussianBlur(resizeArea(matte, {256, 192}), 1.5F)};
    }
};

/// Seconds by the clock and of all processors' time since the last call.
std::pair<double, double> lap()
{
    static auto clock = std::chrono::steady_clock::now();
    static std::clock_t processor = std::clock();
    const auto now = std::chrono::steady_clock::now();
    const std::clock_t used = std::clock();
    const std::pair<double, double> times{std::chrono::duration<double>(now - clock).count(),
                                          static_cast<double>(used - processor) / CLOCKS_PER_SEC};
    clock = now;
    processor = used;
    return times;
}

void tell(const char* what, int repeats)
{
    const auto [seconds, processors] = lap();
    std::printf("%-44s %6.3f s, %6.3f processor seconds\n", what, seconds / repeats, processors / repeats);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const Shot shot{argc > 2 ? Resolution{std::atoi(argv[1]), std::atoi(argv[2])} : Resolution{1920, 1080}};
        constexpr int repeats = 5;
        const PlateSample frame = shot.sample(20);
        std::vector<PlateSample> samples;
        for (int i = 0; i < 24; ++i)
            samples.push_back(shot.sample(i * (shotFrames - 1) / 23));
        lap();
        Image alpha;
        for (int i = 0; i < repeats; ++i)
            alpha = refinedMatte(frame.subject, frame.picture);
        tell("refined matte", repeats);
        for (int i = 0; i < repeats; ++i)
            foregroundColors(frame.picture, alpha);
        tell("foreground colours", repeats);
        const CleanPlate plate(12, [&](std::size_t index) { return samples[2 * index]; });
        tell("clean plate of 12 samples, once a shot", 1);
        CleanPlateOptions quick;
        quick.height = 432;
        quick.fill.searchHeight = 120;
        const CleanPlate preview(
            5, [&](std::size_t index) { return samples[5 * index]; }, quick);
        tell("clean plate of 5 samples, once a preview", 1);
        for (int i = 0; i < repeats; ++i)
            plate.behind({frame.frame, frame.picture, alpha});
        tell("background from the plate", repeats);
        double error = 0;
        for (int y = 0; y < shot.size.height; ++y) {
            for (int x = 0; x < shot.size.width; ++x)
                error += std::abs(alpha.at(x, y, 0) - shot.cover(x, y, 20));
        }
        std::printf("alpha error %.5f\n", error / shot.size.width / shot.size.height);
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "bench_matte: %s\n", error.what());
        return 1;
    }
}
