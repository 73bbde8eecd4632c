#include "core/layers/output_names.h"

#include "core/base/error.h"
#include "core/layers/files_on_disk.h"
#include "tests/core/layers/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>
#include <mutex>
#include <set>
#include <thread>

namespace unividx {
namespace {

using unividx::testing::TemporaryFolder;

OutputNames namesIn(const std::filesystem::path& folder, const std::string& pattern)
{
    OutputNames names{folder, pattern, {}, {"albedo", "normal"}};
    names.values.tokens = {{"shot", "sh010"}, {"extension", "exr"}};
    return names;
}

void touch(const std::filesystem::path& file)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "x";
}

TEST(OutputNames, TheNextVersionIsAfterTheHighestOfAnyLayer)
{
    for (const char* pattern :
         {"{shot}_{layer}_{version}.{frame}.{extension}", "{shot}/{version}/{layer}.{frame}.{extension}",
          "{layer}/{version}/{shot}_{version}.{frame}.{extension}", "{version}_{shot}/{layer}.{frame}.{extension}"}) {
        SCOPED_TRACE(pattern);
        const TemporaryFolder folder;
        OutputNames names = namesIn(folder.path(), pattern);
        EXPECT_EQ(latestVersion(names), 0);
        names.values.version = 12;
        touch(names.file("normal", 1001));
        names.values.version = 3;
        touch(names.file("albedo", 1001));
        names.values.version.reset();
        EXPECT_EQ(latestVersion(names), 12);
        EXPECT_EQ(reserveVersion(names), 13);
    }
}

TEST(OutputNames, AnotherShotsVersionsDoNotCount)
{
    const TemporaryFolder folder;
    OutputNames other = namesIn(folder.path(), "{shot}_{layer}_{version}.{frame}.{extension}");
    other.values.tokens["shot"] = "sh010_b";
    other.values.version = 9;
    touch(other.file("albedo", 1001));
    EXPECT_EQ(latestVersion(namesIn(folder.path(), other.pattern)), 0);
}

TEST(OutputNames, AReservedVersionIsTakenUntilItIsReleased)
{
    const TemporaryFolder folder;
    OutputNames names = namesIn(folder.path(), "{shot}/{version}/{layer}.{frame}.{extension}");
    ASSERT_EQ(reserveVersion(names), 1);
    ASSERT_EQ(reserveVersion(names), 2);
    names.values.version = 2;
    releaseVersion(names);
    names.values.version.reset();
    EXPECT_EQ(reserveVersion(names), 2) << "nobody wrote its files";
    names.values.version = 1;
    releaseVersion(names);
    releaseVersion(names); // a second time it is nothing
    names.values.version.reset();
    EXPECT_EQ(reserveVersion(names), 3);
}

TEST(OutputNames, ThoseWhoReserveAtOnceGetDifferentNumbers)
{
    const TemporaryFolder folder;
    const OutputNames names = namesIn(folder.path(), "{shot}_{layer}_{version}.{frame}.{extension}");
    std::mutex mutex;
    std::multiset<std::int64_t> given;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 6; ++thread)
            threads.emplace_back([&] {
                for (int count = 0; count < 5; ++count) {
                    const std::int64_t version = reserveVersion(names);
                    const std::lock_guard lock(mutex);
                    given.insert(version);
                }
            });
    }
    EXPECT_EQ(std::set<std::int64_t>(given.begin(), given.end()).size(), 30u);
    EXPECT_EQ(*given.rbegin(), 30);
}

TEST(OutputNames, AHoldEndsWithItsWork)
{
    const TemporaryFolder folder;
    OutputNames names = namesIn(folder.path(), "{shot}_{layer}_{version}.{frame}.{extension}");
    {
        const VersionHold hold(names);
        EXPECT_EQ(names.values.version, 1);
        EXPECT_EQ(folder.entries(), 1u);
    }
    EXPECT_EQ(folder.entries(), 0u) << "its mark is gone";
    names.values.version.reset();
    names.values.version = reserveVersion(names); // as an item of the queue does
    EXPECT_THROW(
        {
            const VersionHold hold(names);
            throw Error(ErrorKind::Input, "the item failed");
        },
        Error);
    EXPECT_EQ(folder.entries(), 1u) << "the item will be tried again under its number";
    OutputNames plain = namesIn(folder.path(), "{shot}_{layer}.{frame}.{extension}");
    const VersionHold none(plain);
    EXPECT_FALSE(plain.values.version);
}

TEST(OutputNames, AHoldThatFailsLeavesNoFolders)
{
    const TemporaryFolder folder;
    OutputNames names = namesIn(folder.path() / "", "{extension}/{shot}/{version}/{layer}.{frame}.{extension}");
    EXPECT_THROW(
        {
            const VersionHold hold(names);
            EXPECT_TRUE(std::filesystem::exists(folder / "exr/sh010"));
            throw Error(ErrorKind::Model, "there is no such model");
        },
        Error);
    EXPECT_EQ(folder.entries(), 0u);
}

TEST(OutputNames, AVersionThatCannotBeReservedIsAnOutputError)
{
    const TemporaryFolder folder;
    touch(folder / "file");
    try {
        reserveVersion(namesIn(folder / "file", "{shot}_{layer}_{version}.{frame}.{extension}"));
        FAIL() << "a file is no folder";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Output);
    }
}

TEST(FilesOnDisk, CountsTheFramesOfItsRange)
{
    const TemporaryFolder folder;
    for (const char* name : {"a.1001.exr", "a.1002.exr", "a.1003.exr", "b.mp4"})
        std::ofstream(folder / name) << "12345";
    EXPECT_EQ(measureFiles({folder / "a.####.exr", folder / "b.mp4", folder / "gone.mov"}, {1002, 5}),
              (FilesOnDisk{3, 15}));
}

} // namespace
} // namespace unividx
