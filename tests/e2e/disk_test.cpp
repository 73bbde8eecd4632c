// Disks that are full, read only, without locks, or taken away.

#include "tests/child_process.h"
#include "tests/e2e/program.h"
#include "tests/skip.h"
#include "tests/without_locks.h"

#include <gmock/gmock.h>
#include <sys/mount.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

namespace unividx::e2e {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

/// Exit codes as README.md documents them.
constexpr int input = 3;
constexpr int output = 6;

class DiskTest : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        fs::create_directories(disk_);
        if (!mounted("256k", 0))
            UNIVIDX_SKIP(std::string("no file system can be mounted here: ") + std::strerror(errno));
    }
    void TearDown() override
    {
        ::umount2(disk_.c_str(), MNT_DETACH);
        ProgramTest::TearDown();
    }
    bool mounted(const std::string& size, unsigned long flags) const
    {
        return ::mount("none", disk_.c_str(), "tmpfs", flags, ("size=" + size).c_str()) == 0;
    }
    void remount(const std::string& size, unsigned long flags = 0) const
    {
        ASSERT_TRUE(mounted(size, flags | MS_REMOUNT)) << std::strerror(errno);
    }
    /// A file that leaves no byte.
    void fill() const
    {
        std::ofstream file(disk_ / "filler", std::ios::binary);
        const std::string block(4096, 'x');
        while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush())
            ;
    }
    void expectNothingTemporary(const fs::path& folder) const
    {
        for (const fs::path& file : filesIn(folder))
            EXPECT_FALSE(file.filename().string().starts_with(".")) << file;
    }
    std::vector<std::string> decompose(const fs::path& clip, const fs::path& out) const
    {
        return {"run", "--task", "decompose", "--in", "rgb=" + clip.string(), "--out", out.string()};
    }
    static std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more)
    {
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    const fs::path disk_ = fs::path(testing::TempDir()) / ("unividx-disk-" + std::to_string(::getpid()));
};

TEST_F(DiskTest, AFullOneEndsARunAndWhatWasFinishedIsWhole)
{
    const auto clip = makeClip("a.mp4", 12);
    for (const char* format : {"exr", "mp4"}) {
        const auto run = unividx(with(decompose(clip, disk_ / "o"), {"--format", format}));
        if (std::string(format) == "mp4" && run.code == 0)
            continue; // three small movies have room
        EXPECT_EQ(run.code, output) << run.err;
        EXPECT_THAT(run.err, HasSubstr("space left"));
        for (const fs::path& file : filesIn(disk_ / "o", ".exr"))
            EXPECT_EQ(unividx({"info", file.string()}).code, 0) << file;
        expectNothingTemporary(disk_);
    }
    remount("64m");
    EXPECT_EQ(unividx(with(decompose(clip, disk_ / "o"), {"--overwrite"})).code, 0);
    EXPECT_EQ(filesIn(disk_ / "o", ".exr").size(), 3 * 12U);
    expectNothingTemporary(disk_);
}

TEST_F(DiskTest, AFullOneEndsAnExportThatGoesOnLater)
{
    const auto clip = makeClip("a.mp4", 40);
    const std::vector<std::string> arguments{"export",  "--source", clip.string(),          "--look",
                                             "cut-out", "--out",    (disk_ / "o").string(), "--existing",
                                             "resume"};
    const auto full = unividx(arguments);
    EXPECT_EQ(full.code, output) << full.err;
    EXPECT_THAT(full.err, HasSubstr("space left"));
    const std::size_t before = filesIn(disk_ / "o", ".exr").size();
    EXPECT_GT(before, 0U);
    remount("64m");
    const auto whole = unividx(arguments);
    EXPECT_EQ(whole.code, 0) << whole.err;
    EXPECT_EQ(filesIn(disk_ / "o", ".exr").size(), 40U);
    expectNothingTemporary(disk_);
}

TEST_F(DiskTest, AQueueOnAFullOneIsListedAndKeepsWhatItHas)
{
    remount("1m");
    environment_["UNIVIDX_QUEUE"] = (disk_ / "queue").string();
    const auto clip = makeClip("a.mp4", 2);
    ASSERT_EQ(unividx(with(decompose(clip, folder_ / "o"), {"--queue"})).code, 0);
    fill();
    const auto refused =
        unividx(with(decompose(clip, folder_ / "p"), {"--queue", "--prompt", std::string(100'000, 'x')}));
    EXPECT_EQ(refused.code, output) << refused.err;
    const auto list = unividx({"--json", "queue", "list"});
    EXPECT_EQ(list.code, 0) << list.err;
    EXPECT_EQ(list.event("queue").at("items").size(), 1U);
}

TEST_F(DiskTest, AHomeThatIsReadOnlyIsNoReasonNotToWork)
{
    const auto clip = makeClip("a.mp4", 2);
    environment_["HOME"] = disk_.string();
    for (const char* variable : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        environment_[variable] = "";
    remount("256k", MS_RDONLY);
    EXPECT_EQ(unividx(decompose(clip, folder_ / "o")).code, 0);
    const auto queued = unividx(with(decompose(clip, folder_ / "p"), {"--queue"}));
    EXPECT_EQ(queued.code, output) << queued.err;
    EXPECT_THAT(queued.err, HasSubstr(disk_.string()));
}

TEST_F(DiskTest, OneThatIsTakenAwayEndsTheRunThatReadsIt)
{
    remount("8m");
    ASSERT_EQ(runProgram({"ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=rate=24:size=96x64",
                          "-frames:v", "60", (disk_ / "s.%04d.png").string()})
                  .code,
              0);
    environment_["UNIVIDX_FAKE_STEP_MS"] = "50";
    bool taken = false;
    const std::vector<std::string> program{std::string(UNIVIDX_BINARY_DIR) + "/unividx", "--json"};
    const auto run = runProgram(
        with(program, with(decompose(disk_ / "s.####.png", folder_ / "o"), {"--window", "9", "--overlap", "4"})),
        environment_, [&](int /*process*/, const std::string& out) {
            if (taken || out.find("\"frames_done\":5") == std::string::npos)
                return;
            taken = true;
            ::umount2(disk_.c_str(), MNT_DETACH);
        });
    EXPECT_TRUE(taken);
    EXPECT_EQ(run.code, input) << run.err;
    EXPECT_THAT(run.event("error").dump(), HasSubstr(".png"));
    EXPECT_GE(filesIn(folder_ / "o", ".exr").size(), 3 * 5U);
    expectNothingTemporary(folder_ / "o");
}

TEST_F(DiskTest, OneWithoutLocksIsWorkedOnAndNothingStays)
{
    remount("64m");
    const auto clip = makeClip("a.mp4", 2).string();
    const std::string out = (disk_ / "o").string();
    const std::string state = (disk_ / "s").string();
    const int status = statusOf(inProcess([&] {
        withoutLocks();
        ::setenv("UNIVIDX_ENGINE", "fake", 1);
        ::execl((std::string(UNIVIDX_BINARY_DIR) + "/unividx").c_str(), "unividx", "run", "--task", "decompose", "--in",
                ("rgb=" + clip).c_str(), "--out", out.c_str(), "--state", state.c_str(), nullptr);
    }));
    EXPECT_EQ(status, 0);
    EXPECT_EQ(filesIn(disk_ / "o", ".exr").size(), 3 * 2U);
    EXPECT_FALSE(fs::exists(state));
    expectNothingTemporary(disk_);
}

} // namespace
} // namespace unividx::e2e
