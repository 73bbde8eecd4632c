#include "core/media/media_reader.h"
#include "core/project/project_file.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace unividx {
namespace {

const std::filesystem::path sample = std::filesystem::path(UNIVIDX_SOURCE_DIR) / "resources" / "sample" / "sample.uvx";

TEST(SampleProject, OpensWholeAndSaysOfItsFilesWhatTheyAre)
{
    const OpenedProject opened = openProject(sample);
    EXPECT_TRUE(opened.notes.empty()) << opened.notes.front();
    EXPECT_FALSE(opened.readOnly);
    EXPECT_TRUE(findFaults(opened.project).empty());
    EXPECT_EQ(opened.project.media.size(), 8U);
    for (const MediaItem& item : opened.project.media) {
        const auto reader = openMedia(item.path);
        EXPECT_EQ(reader->info().frames, item.frames) << item.path;
        EXPECT_EQ(reader->info().resolution, item.resolution) << item.path;
        EXPECT_EQ(reader->info().rate, item.rate) << item.path;
    }
    EXPECT_EQ(endOf(opened.project), 86) << "both clips, one behind the other";
}

} // namespace
} // namespace unividx
