#include "core/base/atomic_file.h"

#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/base/process_identity.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

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
    const std::string& self = processTag();
    const std::string dead = self.substr(0, self.rfind('-')) + "-1"; // its number, another start
    const std::string elsewhere = "00000000" + self.substr(8);
    const std::vector<std::string> kept{".shot.1001.part-" + self + "-0.exr", ".shot.1001.part-" + elsewhere + "-0.exr",
                                        ".shot.1001.part-77-0.exr",           ".shot.1002.part-" + dead + "-1.exr",
                                        ".shot.1001.part-" + dead + "-2.png", "shot.1001.exr",
                                        ".other.part-" + dead + "-0.exr",     "shot.part-" + dead + "-0.exr"};
    const std::vector<std::string> gone{".shot.1001.part-" + dead + "-0.exr", ".shot.1001.part-" + dead + "-12.exr",
                                        ".probe.part-" + dead + "-3"};
    for (const auto* names : {&kept, &gone})
        for (const std::string& name : *names)
            touch(name);
    removeLeftovers(
        {folder_ / "shot.1001.exr", folder_ / "shot.1003.exr", folder_ / "probe", folder_ / "absent" / "a.exr"});
    for (const std::string& name : gone)
        EXPECT_FALSE(std::filesystem::exists(folder_ / name)) << name;
    EXPECT_EQ(fileCount(), kept.size());
}

TEST_F(AtomicFileTest, AFolderIsTriedWithoutATrace)
{
    requireWritableFolder(folder_);
    EXPECT_EQ(fileCount(), 0u);
    std::ofstream(folder_ / "file") << "x";
    for (const auto* wrong : {"absent", "file"}) {
        try {
            requireWritableFolder(folder_ / wrong);
            ADD_FAILURE() << wrong;
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find(wrong), std::string::npos) << error.what();
        }
    }
}

TEST_F(AtomicFileTest, LongNamesAreWrittenToo)
{
    const std::string name = std::string(251, 'n') + ".exr"; // 255 bytes, the most a file system takes
    writeFileAtomically(folder_ / name, "text");
    EXPECT_EQ(contents(folder_ / name), "text");
    EXPECT_THROW(writeFileAtomically(folder_ / ("n" + name), "text"), Error);
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(AtomicFileTest, ALinkIsWrittenThroughAndRightsAreKept)
{
    std::filesystem::create_directories(folder_ / "real");
    writeFileAtomically(folder_ / "real" / "a.uvx", "old");
    std::filesystem::permissions(folder_ / "real" / "a.uvx", std::filesystem::perms(0640));
    std::filesystem::create_symlink("real/a.uvx", folder_ / "link.uvx");
    std::filesystem::create_symlink("link.uvx", folder_ / "twice.uvx");
    writeFileAtomically(folder_ / "twice.uvx", "new");
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "twice.uvx"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link.uvx"));
    EXPECT_EQ(contents(folder_ / "real" / "a.uvx"), "new");
    EXPECT_EQ(std::filesystem::status(folder_ / "real" / "a.uvx").permissions(), std::filesystem::perms(0640));
    std::filesystem::create_symlink("real/new.uvx", folder_ / "dangling.uvx");
    writeFileAtomically(folder_ / "dangling.uvx", "made");
    EXPECT_EQ(contents(folder_ / "real" / "new.uvx"), "made");
}

TEST_F(AtomicFileTest, WhatIsNoPlainFileIsNotReplaced)
{
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_THROW(writeFileAtomically(folder_ / "pipe", "text"), Error);
    EXPECT_TRUE(std::filesystem::is_fifo(folder_ / "pipe"));
    EXPECT_THROW(writeFileAtomically("/dev/null", "text"), Error);
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(AtomicFileTest, RefusedWorkLeavesNoEmptyFolder)
{
    const auto refuse = [&](const std::filesystem::path& folder, const std::function<void()>& work) {
        const NewFolder unlessRefused(folder);
        makeFolder(folder);
        work();
        throw Error(ErrorKind::Model, "refused");
    };
    EXPECT_THROW(refuse(folder_ / "a" / "b", [] {}), Error);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "a"));
    const auto there = folder_ / "there";
    std::filesystem::create_directories(there);
    EXPECT_THROW(refuse(there, [] {}), Error);
    EXPECT_THROW(refuse(there / "b", [&] { std::ofstream(there / "b" / "file") << "x"; }), Error);
    EXPECT_TRUE(std::filesystem::exists(there / "b" / "file"));
    {
        const NewFolder unlessRefused(there / "c");
        makeFolder(there / "c");
    }
    EXPECT_TRUE(std::filesystem::exists(there / "c")) << "nothing was refused";
}

} // namespace
} // namespace unividx
