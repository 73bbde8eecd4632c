// Several jobs that write into one folder.

#include "core/base/output_lock.h"

#include "core/base/error.h"
#include "tests/child_process.h"
#include "tests/core/queue/temporary_folder.h"
#include "tests/seed.h"
#include "tests/without_locks.h"

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class OutputLockTest : public FolderTest {
protected:
    std::vector<fs::path> frames(const std::string& layer, int first, int count) const
    {
        std::vector<fs::path> files;
        for (int frame = first; frame < first + count; ++frame)
            files.push_back(folder_ / ("shot_" + layer + "." + std::to_string(frame) + ".exr"));
        return files;
    }
    std::string refusal(const std::vector<fs::path>& targets) const
    {
        try {
            const OutputLock lock(folder_, targets, std::chrono::milliseconds(0));
        } catch (const NameTaken& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Output);
            return error.what();
        }
        return "";
    }
    /// A child that holds frames 1001 to 1010 of albedo until it is killed.
    template <typename Before>
    pid_t holder(const Signpost& locked, const Before& before) const
    {
        return inProcess([&] {
            before();
            const OutputLock lock(folder_, frames("albedo", 1001, 10));
            locked.say();
            for (;;)
                ::pause();
        });
    }
    bool isClean() const { return fs::is_empty(folder_); }
};

TEST_F(OutputLockTest, TheSameNamesAreRefusedAndTheProcessIsNamed)
{
    const Signpost locked;
    const pid_t child = holder(locked, [] {});
    locked.hear();
    EXPECT_THAT(refusal(frames("albedo", 1008, 20)),
                AllOf(HasSubstr("shot_albedo.1008.exr: process " + std::to_string(child) + " on "),
                      HasSubstr("choose another folder or name")));
    EXPECT_EQ(refusal(frames("albedo", 1011, 20)), "");
    EXPECT_EQ(refusal(frames("normal", 1001, 10)), "");
    EXPECT_EQ(refusal({folder_ / "shot_albedo.mp4"}), "");
    ::kill(child, SIGKILL);
    statusOf(child);
    EXPECT_TRUE(fs::exists(folder_ / OutputLock::fileName));
    EXPECT_EQ(refusal(frames("albedo", 1001, 1)), "") << "a process that was killed holds nothing";
    EXPECT_TRUE(isClean());
}

TEST_F(OutputLockTest, JobsWithOtherNamesWorkSideBySide)
{
    auto first = std::make_unique<OutputLock>(folder_, frames("albedo", 1001, 10));
    const OutputLock second(folder_, {folder_ / "shot_albedo.mp4", folder_ / "shot_albedo.mp4"});
    const OutputLock nothing(folder_, {});
    EXPECT_NE(refusal(frames("albedo", 1010, 1)), "") << "also within one process";
    first.reset();
    EXPECT_TRUE(fs::exists(folder_ / OutputLock::fileName)) << "the second job is still at work";
    EXPECT_EQ(refusal(frames("albedo", 1010, 1)), "");
    EXPECT_NE(refusal({folder_ / "shot_albedo.mp4"}), "");
}

TEST_F(OutputLockTest, NoFileStaysBehind)
{
    {
        const OutputLock first(folder_, frames("albedo", 1001, 10));
        const OutputLock second(folder_, frames("albedo", 2001, 10));
    }
    EXPECT_TRUE(isClean());
}

TEST_F(OutputLockTest, WithoutLocksTheListDecides)
{
    const Signpost locked;
    const pid_t child = holder(locked, withoutLocks);
    locked.hear();
    const pid_t second = inProcess([&] {
        withoutLocks();
        const std::string sentence = refusal(frames("albedo", 1001, 1));
        if (sentence.find("process " + std::to_string(child)) == std::string::npos)
            throw std::runtime_error("refused by: " + sentence);
        if (!refusal(frames("normal", 1001, 10)).empty())
            throw std::runtime_error("other names are refused");
        ::kill(child, SIGKILL);
        while (::kill(child, 0) == 0 && refusal(frames("albedo", 1001, 1)).empty() == false)
            ;
        if (!refusal(frames("albedo", 1001, 1)).empty())
            throw std::runtime_error("a killed process holds its names");
    });
    EXPECT_EQ(statusOf(second), 0);
    statusOf(child);
    EXPECT_TRUE(isClean());
}

TEST_F(OutputLockTest, WithoutLocksAnotherMachineIsNotPassedBy)
{
    std::string line;
    {
        const OutputLock lock(folder_, frames("albedo", 1001, 10));
        std::getline(std::ifstream(folder_ / OutputLock::fileName), line);
    }
    // "OFFSET COUNT TAG ...": the tag begins with the machine.
    const std::size_t tag = line.find(' ', line.find(' ') + 1) + 1;
    line.replace(tag, 8, "00000000");
    std::ofstream(folder_ / OutputLock::fileName) << line << "\n";
    EXPECT_EQ(refusal(frames("albedo", 1005, 1)), "") << "with locks nobody holds it";
    std::ofstream(folder_ / OutputLock::fileName) << line << "\n";
    const pid_t child = inProcess([&] {
        withoutLocks();
        const std::string sentence = refusal(frames("albedo", 1005, 1));
        if (sentence.find("remove " + (folder_ / OutputLock::fileName).string()) == std::string::npos)
            throw std::runtime_error("refused by: " + sentence);
    });
    EXPECT_EQ(statusOf(child), 0);
}

TEST_F(OutputLockTest, NoTwoProcessesHoldOneName)
{
    std::array<pid_t, 4> children{};
    for (unsigned index = 0; index < children.size(); ++index) {
        children[index] = inProcess([&] {
            std::mt19937 random(testSeed(index));
            for (int turn = 0; turn < 100; ++turn) {
                const auto targets =
                    frames("albedo", static_cast<int>(random() % 6), 1 + static_cast<int>(random() % 3));
                std::unique_ptr<OutputLock> lock;
                while (!lock) {
                    try {
                        lock = std::make_unique<OutputLock>(folder_, targets);
                    } catch (const Error&) {
                        continue; // the others were quicker for two seconds
                    }
                }
                for (const fs::path& target : targets) {
                    const int flag = ::open(target.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
                    if (flag < 0)
                        throw std::runtime_error("two at " + target.string());
                    ::close(flag);
                }
                for (const fs::path& target : targets)
                    fs::remove(target);
            }
        });
    }
    for (const pid_t child : children)
        EXPECT_EQ(statusOf(child), 0);
    EXPECT_TRUE(isClean());
}

} // namespace
} // namespace unividx
