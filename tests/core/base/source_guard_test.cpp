#include "core/base/source_guard.h"

#include "core/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace unividx {
namespace {

namespace fs = std::filesystem;

class SourceGuard : public testing::Test {
protected:
    SourceGuard()
    {
        fs::create_directories(folder_ / "plates");
        std::ofstream(plate_) << "plate";
    }
    ~SourceGuard() override { fs::remove_all(folder_); }

    std::string refusal(const fs::path& output) const
    {
        try {
            refuseOverwritingSources({folder_ / "new.exr", output}, {folder_ / "gone.exr", plate_});
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Output);
            return error.what();
        }
        return "";
    }

    const fs::path folder_ = fs::path(testing::TempDir()) / ("unividx-guard-" + std::to_string(::getpid()));
    const fs::path plate_ = folder_ / "plates" / "a.1001.exr";
};

TEST_F(SourceGuard, FindsASourceUnderAnyName)
{
    fs::create_symlink(plate_, folder_ / "link.exr");
    fs::create_hard_link(plate_, folder_ / "hard.exr");
    fs::create_directory_symlink(folder_ / "plates", folder_ / "shots");
    for (const fs::path& path : {plate_, folder_ / "link.exr", folder_ / "hard.exr", folder_ / "shots" / "a.1001.exr",
                                 folder_ / "plates" / ".." / "plates" / "a.1001.exr"})
        EXPECT_THAT(refusal(path), testing::HasSubstr("a.1001.exr")) << path;
}

TEST_F(SourceGuard, OtherFilesMayBeReplaced)
{
    std::ofstream(folder_ / "old.exr") << "plate";
    EXPECT_EQ(refusal(folder_ / "old.exr"), "");
    EXPECT_EQ(refusal(folder_ / "gone.exr"), "") << "what is not there is no source";
}

} // namespace
} // namespace unividx
