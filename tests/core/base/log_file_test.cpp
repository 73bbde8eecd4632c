#include "core/base/log_file.h"

#include "core/base/crash_report.h"
#include "tests/child_process.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string contents(const fs::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

using LogFileTest = FolderTest;

TEST_F(LogFileTest, HoldsALineForEachSentenceOfItsLevels)
{
    const fs::path file = folder_ / "logs" / "studio.log";
    {
        LogFile log(file, LogFile::Level::Warning);
        log.write(LogFile::Level::Note, "not said");
        log.write(LogFile::Level::Warning, "two\nlines \x1b[31m");
        log.write(LogFile::Level::Error, "it failed");
    }
    EXPECT_THAT(contents(file), AllOf(HasSubstr(" warning: two lines \\x1b"), HasSubstr(" error: it failed\n"),
                                      Not(HasSubstr("not said"))));
    LogFile again(file, LogFile::Level::Note);
    again.write(LogFile::Level::Note, "verbose");
    EXPECT_THAT(contents(file), AllOf(HasSubstr("it failed"), HasSubstr(" note: verbose")));
}

TEST_F(LogFileTest, StaysSmallHoweverLongItIsWritten)
{
    const fs::path file = folder_ / "worker.log";
    const std::string sentence(1000, 'x');
    LogFile log(file, LogFile::Level::Note);
    for (int i = 0; i < 6000; ++i)
        log.write(LogFile::Level::Note, sentence);
    int files = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
        ++files;
        EXPECT_LT(entry.file_size(), LogFile::mostBytes + 2000) << entry.path();
    }
    EXPECT_EQ(files, LogFile::kept + 1);
}

TEST_F(LogFileTest, AFolderThatCannotBeMadeIsNoFailure)
{
    std::ofstream(folder_ / "file") << "x";
    LogFile log(folder_ / "file" / "studio.log", LogFile::Level::Note);
    log.write(LogFile::Level::Error, "nowhere");
    EXPECT_EQ(contents(folder_ / "file"), "x");
}

TEST_F(LogFileTest, ACrashLeavesAReportWithABacktrace)
{
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the address sanitizer reports crashes itself";
#endif
    const int status = statusOf(inProcess([&] {
        keepCrashReports(folder_, "studio", "1.2.3");
        std::abort();
    }));
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << "it ends as it would have";
    const auto reports = crashReports(folder_);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_THAT(contents(reports.front()), AllOf(HasSubstr("studio 1.2.3 ended by SIGABRT"), HasSubstr("abort")));
}

} // namespace
} // namespace unividx
