#include "core/base/error.h"
#include "core/media/audio_reader.h"
#include "tests/core/media/clip_maker.h"

#include <cmath>
#include <random>

namespace unividx {
namespace {

using testing::ffmpeg;
using testing::quoted;
using testing::TemporaryFolder;

constexpr int rate = 48000;

/// A ramp of a second that begins anew each second, half as loud and upside down on the right, beside a short movie.
std::filesystem::path makeMovie(const TemporaryFolder& folder, const std::string& name, const std::string& codec,
                                int fileRate = rate)
{
    const std::filesystem::path path = folder / name;
    ffmpeg("-f lavfi -i testsrc2=s=64x48:r=24 -f lavfi -i 'aevalsrc=mod(t\\,1)|-0.5*mod(t\\,1):s=" +
           std::to_string(fileRate) + "' -t 3 -c:v mpeg4 -c:a " + codec + " " + quoted(path));
    return path;
}

double ramp(std::int64_t sample)
{
    return static_cast<double>(sample % rate) / rate;
}

TEST(Audio, IsReadExactlyInAnyOrder)
{
    const TemporaryFolder folder;
    const auto reader = openAudio(makeMovie(folder, "ramp.mov", "pcm_s16le"), rate);
    EXPECT_EQ(reader->info().fileRate, rate);
    EXPECT_EQ(reader->info().fileChannels, 2);
    EXPECT_NEAR(static_cast<double>(reader->info().samples), 3.0 * rate, 100);
    std::mt19937 random(7);
    for (int i = 0; i < 40; ++i) {
        const auto first = static_cast<std::int64_t>(random() % (3 * rate - 1000));
        SCOPED_TRACE(first);
        const auto samples = reader->read(first, 500);
        ASSERT_EQ(samples.size(), 1000u);
        for (std::int64_t n = 0; n < 500; n += 7) {
            const auto at = static_cast<std::size_t>(2 * n);
            ASSERT_NEAR(samples[at], ramp(first + n), 1e-4) << n; // 16 bits: 3e-5
            ASSERT_NEAR(samples[at + 1], -0.5 * ramp(first + n), 1e-4) << n;
        }
    }
}

TEST(Audio, ReadOnIsTheSameAsReadAtOnce)
{
    const TemporaryFolder folder;
    const auto path = makeMovie(folder, "ramp.mp4", "aac", 44100);
    const auto whole = openAudio(path, rate)->read(0, rate);
    const auto reader = openAudio(path, rate);
    std::vector<float> pieces;
    for (const std::int64_t count : {1000, 1, 20000, 26999}) {
        const auto piece = reader->read(static_cast<std::int64_t>(pieces.size() / 2), count);
        pieces.insert(pieces.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(pieces, whole);
}

TEST(Audio, IsSilentBeforeTheStartAndBehindTheEnd)
{
    const TemporaryFolder folder;
    const auto reader = openAudio(makeMovie(folder, "ramp.mov", "pcm_s16le"), rate);
    const auto before = reader->read(-600, 1000);
    for (std::size_t i = 0; i < 1200; ++i)
        ASSERT_EQ(before[i], 0.0f);
    EXPECT_NEAR(before[2 * 900], ramp(300), 1e-4);
    for (const float sample : reader->read(4 * rate, 1000))
        ASSERT_EQ(sample, 0.0f);
    EXPECT_NEAR(reader->read(rate / 2, 1)[0], 0.5, 1e-4) << "the end is no end for what comes after";
}

TEST(Audio, OfAMonoFileSoundsOnBothSidesAtTheRateAskedFor)
{
    const TemporaryFolder folder;
    const auto path = folder / "tone.wav";
    ffmpeg("-f lavfi -i 'sine=frequency=1000:sample_rate=22050:duration=1' " + quoted(path));
    const auto reader = openAudio(path, rate);
    EXPECT_NEAR(static_cast<double>(reader->info().samples), rate, 10);
    const auto samples = reader->read(1000, rate / 2);
    int crossings = 0;
    for (std::size_t i = 2; i < samples.size(); i += 2) {
        EXPECT_EQ(samples[i], samples[i + 1]);
        crossings += samples[i - 2] < 0 && samples[i] >= 0;
    }
    EXPECT_NEAR(crossings, 500, 1); // 1000 Hz for half a second
}

TEST(Audio, AFileWithoutSoundSaysSo)
{
    const TemporaryFolder folder;
    const auto path = testing::makeClip(folder / "silent.mp4", 5, "-c:v mpeg4");
    try {
        openAudio(path, rate);
        FAIL() << "there is no sound";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        EXPECT_NE(std::string(error.what()).find("silent.mp4"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("no sound"), std::string::npos);
    }
    EXPECT_THROW(openAudio(folder / "none.wav", rate), Error);
}

} // namespace
} // namespace unividx
