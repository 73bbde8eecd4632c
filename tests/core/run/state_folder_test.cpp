#include "core/run/state_folder.h"

#include "core/base/error.h"
#include "core/base/process_identity.h"
#include "core/run/checkpoint.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

namespace unividx {
namespace {

namespace fs = std::filesystem;

class StateFolder : public testing::Test {
protected:
    StateFolder() { fs::create_directories(folder_); }
    ~StateFolder() override { fs::remove_all(folder_); }

    static void write(const fs::path& file)
    {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << "precious";
    }
    static bool isKept(const fs::path& file)
    {
        std::ifstream stream(file);
        return std::string(std::istreambuf_iterator<char>(stream), {}) == "precious";
    }

    const fs::path folder_ = fs::path(testing::TempDir()) / ("unividx-state-" + std::to_string(::getpid()));
    const fs::path state_ = folder_ / "state";
};

TEST_F(StateFolder, OneWithFilesOfOthersIsRefused)
{
    for (const char* name : {"thesis.txt", "run.json", "published", "sub/thesis.txt"}) {
        SCOPED_TRACE(name);
        write(state_ / name);
        EXPECT_THROW(checkStateFolder(state_, folder_ / "out"), Error);
        EXPECT_THROW(makeStateFolder(state_), Error);
        EXPECT_THROW(Checkpoint(state_, "run", OtherRun::BeginAnew), Error);
        clearStateFolder(state_);
        removeStateFolder(state_);
        EXPECT_TRUE(isKept(state_ / name));
        fs::remove_all(state_);
    }
}

TEST_F(StateFolder, TheOutputIsRefusedUnderAnyName)
{
    EXPECT_THROW(checkStateFolder(folder_ / "out", folder_ / "x" / ".." / "out" / ""), Error);
    fs::create_directories(folder_ / "out");
    fs::create_directory_symlink("out", folder_ / "link");
    EXPECT_THROW(checkStateFolder(folder_ / "link", folder_ / "out"), Error);
    EXPECT_NO_THROW(checkStateFolder(folder_ / "out" / "state", folder_ / "out"));
}

TEST_F(StateFolder, IsRemovedThoughARunWasKilledWhileItMadeIt)
{
    const std::string& self = processTag();
    const std::string dead = self.substr(0, self.rfind('-')) + "-1"; // its number, another start
    write(state_ / ("..unividx-state.part-" + dead + "-0"));
    makeStateFolder(state_);
    removeStateFolder(state_);
    EXPECT_FALSE(fs::exists(state_));
}

TEST_F(StateFolder, OurWorkIsRemovedAndWhatIsPutBesideItStays)
{
    Checkpoint(state_, "run", OtherRun::BeginAnew).begin();
    write(state_ / "tail-1017.layers");
    write(state_ / "notes.txt");
    write(state_ / "tail-mine.layers");
    write(state_ / "sub" / "frame-1.layers");
    EXPECT_FALSE(Checkpoint(state_, "another run", OtherRun::BeginAnew).begun());
    EXPECT_FALSE(fs::exists(state_ / "tail-1017.layers"));
    write(state_ / "frame-1001.layers");
    removeStateFolder(state_);
    EXPECT_FALSE(fs::exists(state_ / "frame-1001.layers"));
    for (const char* name : {"notes.txt", "tail-mine.layers", "sub/frame-1.layers"})
        EXPECT_TRUE(isKept(state_ / name)) << name;
    EXPECT_NO_THROW(makeStateFolder(state_)) << "it is still ours";
    for (const char* name : {"notes.txt", "tail-mine.layers", "sub"})
        fs::remove_all(state_ / name);
    removeStateFolder(state_);
    EXPECT_FALSE(fs::exists(state_));
}

} // namespace
} // namespace unividx
