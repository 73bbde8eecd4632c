#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace unividx {
namespace {

class AtomicFileTest : public testing::Test {
protected:
    void SetUp() override
    {
        folder_ = std::filesystem::path(testing::TempDir()) / "José 映像" /
                  testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::size_t fileCount() const
    {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()));
    }

    static std::string contents(const std::filesystem::path& path)
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::filesystem::path folder_;
};

TEST_F(AtomicFileTest, WhatIsWrittenStandsUnderTheFinalNameAlone)
{
    writeFileAtomically(folder_ / "a.json", "first");
    writeFileAtomically(folder_ / "a.json", "second");
    EXPECT_EQ(contents(folder_ / "a.json"), "second");
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(AtomicFileTest, WithoutACommitTheOldFileStandsAndNothingIsLeftBeside)
{
    writeFileAtomically(folder_ / "a.json", "old");
    {
        AtomicFile file(folder_ / "a.json");
        std::ofstream(file.temporaryPath()) << "half";
    }
    EXPECT_EQ(contents(folder_ / "a.json"), "old");
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(AtomicFileTest, TheTemporaryNameKeepsTheExtensionAndTheFolder)
{
    const AtomicFile file(folder_ / "shot.0001.exr");
    EXPECT_EQ(file.temporaryPath().extension(), ".exr");
    EXPECT_EQ(file.temporaryPath().parent_path(), folder_);
}

TEST_F(AtomicFileTest, AMissingFolderIsAnOutputErrorThatNamesTheFile)
{
    try {
        AtomicFile file(folder_ / "none" / "a.exr");
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
        EXPECT_NE(std::string(error.what()).find("a.exr"), std::string::npos);
    }
}

TEST_F(AtomicFileTest, ATargetThatCannotBeReplacedIsAnOutputErrorAndNothingIsLeftBeside)
{
    std::filesystem::create_directories(folder_ / "taken" / "inside");
    EXPECT_THROW(writeFileAtomically(folder_ / "taken", "text"), Error);
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(AtomicFileTest, LeftoversOfKilledProcessesAreRemovedAndNothingElse)
{
    const auto touch = [&](const std::string& name) { std::ofstream(folder_ / name) << "x"; };
    for (const char* name : {".shot.1001.part-77-0.exr", ".shot.1001.part-78-12.exr", ".shot.1002.part-77-1.exr",
                             ".shot.1001.part-77-2.png", "shot.1001.exr", ".other.part-1-0.exr", "shot.part-1-0.exr"})
        touch(name);
    removeLeftovers({folder_ / "shot.1001.exr", folder_ / "shot.1003.exr", folder_ / "absent" / "a.exr"});
    EXPECT_FALSE(std::filesystem::exists(folder_ / ".shot.1001.part-77-0.exr"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / ".shot.1001.part-78-12.exr"));
    EXPECT_EQ(fileCount(), 5u);
}

} // namespace
} // namespace unividx
