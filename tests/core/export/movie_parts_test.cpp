#include "core/media/movie_parts.h"

#include "core/base/error.h"
#include "core/export/export_job.h"
#include "core/export/export_names.h"
#include "core/export/export_spec.h"
#include "core/media/ffmpeg_movie_join.h"
#include "core/media/media_reader.h"
#include "tests/core/layers/temporary_folder.h"
#include "tests/core/media/program_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <string>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using unividx::testing::TemporaryFolder;

constexpr std::int64_t length = PartedMovie::partLength;
constexpr Resolution size{64, 48};

std::string bytesOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Image> picturesOf(std::int64_t frame)
{
    std::vector<float> picture;
    std::vector<float> matte;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const float wave = 0.5f + 0.4f * std::sin(0.2f * static_cast<float>(x + frame));
            picture.insert(picture.end(), {wave, 0.01f * static_cast<float>(y), 0.3f, 1.0f});
            matte.push_back(wave);
        }
    }
    return {Image(size, 4, picture), Image(size, 1, matte)};
}

ExportRequest requestFor(const std::string& preset, const fs::path& folder, std::int64_t frames)
{
    ExportRequest request;
    request.settings = findExportPreset(preset)->settings;
    request.settings.layers = {"picture", "matte"};
    request.settings.existing = ExportExisting::Resume;
    request.preset = preset;
    request.folder = folder;
    request.shot = "映像";
    request.layers = {{"picture", PictureKind::Color}, {"matte", PictureKind::Matte}};
    request.resolution = size;
    request.frames = {1001, frames};
    request.rate = {24000, 1001};
    request.recipe = R"({"nodes": []})";
    return request;
}

ExportResult run(const ExportRequest& request, const PictureSource& pictures = picturesOf)
{
    const CancelToken token;
    JobContext job(token);
    return runExport(request, pictures, job);
}

/// As if the power went at that frame.
PictureSource until(std::int64_t frame)
{
    return [frame](std::int64_t asked) {
        if (asked == frame)
            throw Error(ErrorKind::Input, "the power is gone");
        return picturesOf(asked);
    };
}

std::string packetsOf(const fs::path& movie)
{
    return outputOf("ffprobe -v error -select_streams v:0 -show_entries packet=pts,duration:frame=pts -of csv=p=0 '" +
                    movie.string() + "'");
}

TEST(PartedMovie, HowOftenItWasCutOffIsNotSeenInIt)
{
    for (const char* preset : {"h264", "hevc", "prores4444"}) {
        SCOPED_TRACE(preset);
        const TemporaryFolder folder;
        const std::int64_t frames = 2 * length + 5;
        ExportRequest whole = requestFor(preset, folder / "whole", frames);
        run(whole);
        ExportRequest cut = requestFor(preset, folder / "cut", frames);
        EXPECT_THROW(run(cut, until(1001 + length + 3)), Error);
        EXPECT_THROW(run(cut, until(1001 + 2 * length + 1)), Error);
        const fs::path movie = cut.folder / exportPath(cut, "picture", {});
        EXPECT_FALSE(fs::exists(movie));
        ASSERT_EQ(findMovieParts(movie).size(), 2u);
        const ExportResult result = run(cut);
        EXPECT_EQ(result.kept, 2 * length);
        EXPECT_EQ(result.written, 5);
        EXPECT_FALSE(fs::exists(partsFolder(movie)));
        for (const char* layer : {"picture", "matte"}) {
            const fs::path name = exportPath(cut, layer, {});
            // x264 164 reads what it has not written and makes another choice now and then, of very small pictures at
            // least: its bits differ as well if the process's memory is filled with another byte (MALLOC_PERTURB_).
            const bool same = bytesOf(whole.folder / name) == bytesOf(cut.folder / name);
            EXPECT_TRUE(same || cut.settings.codec == MovieCodec::H264) << layer;
            EXPECT_EQ(openMedia(cut.folder / name)->info().frames, (FrameRange{1001, frames})) << layer;
            EXPECT_EQ(packetsOf(whole.folder / name), packetsOf(cut.folder / name)) << layer;
        }
        const auto before = fs::last_write_time(movie);
        EXPECT_EQ(run(cut).kept, frames) << "a movie that is whole stays";
        EXPECT_EQ(fs::last_write_time(movie), before);
    }
}

TEST(PartedMovie, EveryLengthGivesItsFramesAtTheirTimes)
{
    for (const std::int64_t frames : {std::int64_t{1}, length - 1, length, length + 1, length + 2, 2 * length}) {
        SCOPED_TRACE(frames);
        const TemporaryFolder folder;
        ExportRequest request = requestFor("h264", folder.path(), frames);
        request.settings.layers = {"picture"};
        EXPECT_EQ(run(request).written, frames);
        const fs::path movie = folder.path() / exportPath(request, "picture", {});
        const auto facts = readMovieFacts(movie, CountFrames::Yes);
        ASSERT_TRUE(facts);
        EXPECT_EQ(facts->frames, frames);
        EXPECT_EQ(facts->size, size);
        EXPECT_EQ(
            outputOf("ffprobe -v error -select_streams v:0 -show_entries stream=duration_ts,start_pts,r_frame_rate"
                     " -of csv=p=0 '" +
                     movie.string() + "'"),
            "24000/1001,0," + std::to_string(frames * 1001) + "\n");
    }
}

TEST(PartedMovie, OfAMovieThatIsWholeAndOneThatIsNotOnlyTheOtherIsMade)
{
    const TemporaryFolder folder;
    const ExportRequest request = requestFor("prores4444", folder.path(), length + 1);
    run(request);
    const fs::path picture = folder.path() / exportPath(request, "picture", {});
    const fs::path matte = folder.path() / exportPath(request, "matte", {});
    const std::string before = bytesOf(matte);
    const auto time = fs::last_write_time(picture);
    fs::remove(matte);
    EXPECT_EQ(run(request).written, length + 1);
    EXPECT_EQ(fs::last_write_time(picture), time);
    EXPECT_TRUE(bytesOf(matte) == before);
}

TEST(PartedMovie, PartsOfAnotherExportAreNeitherUsedNorLostUnasked)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("h264", folder.path(), length + 4);
    EXPECT_THROW(run(request, until(1001 + length + 1)), Error);
    const fs::path movie = folder.path() / exportPath(request, "picture", {});
    const auto failsWith = [&](const ExportRequest& asked, const std::string& words) {
        try {
            run(asked);
            ADD_FAILURE() << "it went on";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Output);
            EXPECT_THAT(error.what(), HasSubstr(partsFolder(movie).string()));
            EXPECT_THAT(error.what(), HasSubstr(words));
        }
        EXPECT_EQ(findMovieParts(movie).size(), 1u);
    };
    ExportRequest other = request;
    other.settings.quality = 30;
    failsWith(other, "another export");
    other = request;
    other.frames.first = 1002;
    failsWith(other, "another export");
    other = request;
    other.settings.existing = ExportExisting::Refuse;
    failsWith(other, "let the export resume");
    other.settings.existing = ExportExisting::Replace;
    EXPECT_EQ(run(other).kept, 0);
    EXPECT_TRUE(fs::exists(movie));
}

TEST(PartedMovie, APartThatIsDamagedOrCutShortIsMadeAgain)
{
    const TemporaryFolder folder;
    const ExportRequest request = requestFor("prores4444", folder.path(), 2 * length + 1);
    EXPECT_THROW(run(request, until(1001 + 2 * length)), Error);
    const fs::path movie = folder.path() / exportPath(request, "picture", {});
    const auto parts = findMovieParts(movie);
    ASSERT_EQ(parts.size(), 2u);
    fs::resize_file(parts[0].file, fs::file_size(parts[0].file) / 2);
    const fs::path torn = partsFolder(movie) / ".00000096.part-1-0.mov";
    std::ofstream(torn) << "half";
    const ExportResult result = run(request);
    EXPECT_EQ(result.kept, length);
    EXPECT_EQ(openMedia(movie)->info().frames.count, 2 * length + 1);
    EXPECT_FALSE(fs::exists(partsFolder(movie)));
}

TEST(PartedMovie, OnlyOneAtATimeWritesAMovie)
{
    const TemporaryFolder folder;
    const auto keepNone = [](const MoviePart&) { return false; };
    MovieOptions options;
    options.rate = {24, 1};
    {
        const PartedMovie first(folder / "a.mp4", options, 3, keepNone);
        EXPECT_THROW(PartedMovie(folder / "a.mp4", options, 3, keepNone), Error);
        const PartedMovie other(folder / "b.mp4", options, 3, keepNone);
    }
    EXPECT_EQ(folder.entries(), 0) << "an empty folder of parts stays behind";
    const PartedMovie again(folder / "a.mp4", options, 3, keepNone);
}

TEST(PartedMovie, ACancelWhileItIsJoinedKeepsItsParts)
{
    const TemporaryFolder folder;
    MovieOptions options;
    options.rate = {24, 1};
    {
        PartedMovie movie(folder / "a.mp4", options, 2, [](const MoviePart&) { return true; });
        movie.write(0, Image({32, 16}, 3, std::vector<float>(3 * 32 * 16, 0.5f)));
        movie.write(1, Image({32, 16}, 3, std::vector<float>(3 * 32 * 16, 0.6f)));
        EXPECT_THROW(movie.finish([] { throw Cancelled(); }), Cancelled);
    }
    EXPECT_FALSE(fs::exists(folder / "a.mp4"));
    PartedMovie movie(folder / "a.mp4", options, 2, [](const MoviePart&) { return true; });
    EXPECT_TRUE(movie.has(1));
    movie.finish([] {});
    EXPECT_EQ(openMedia(folder / "a.mp4")->info().frames.count, 2);
}

TEST(ExportSpec, OfAMovieThatWasCutOffTheFramesInCompletePartsAreCounted)
{
    const TemporaryFolder folder;
    ExportRequest request = requestFor("h264", folder.path(), length + 2);
    request.settings.existing = ExportExisting::Refuse;
    request.order = freshOrder();
    EXPECT_EQ(framesWritten(request), 0);
    EXPECT_THROW(run(request, until(1001 + length + 1)), Error);
    EXPECT_EQ(framesWritten(request), length);
    EXPECT_EQ(run(request).kept, length)
        << "under its own name an export goes on whatever is to become of others' files";
    EXPECT_EQ(framesWritten(request), length + 2);
}

} // namespace
} // namespace unividx
