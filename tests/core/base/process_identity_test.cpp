#include "core/base/process_identity.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unividx {
namespace {

TEST(ProcessIdentity, ThisProcessRuns)
{
    EXPECT_TRUE(isRunning(currentProcess()));
}

TEST(ProcessIdentity, AnotherOfTheSameNumberIsNotTheSame)
{
    ProcessIdentity later = currentProcess();
    later.startTicks += 100;
    EXPECT_FALSE(isRunning(later));
    ProcessIdentity beforeTheStart = currentProcess();
    beforeTheStart.bootId = "00000000-0000-0000-0000-000000000000";
    EXPECT_FALSE(isRunning(beforeTheStart));
}

TEST(ProcessTag, TellsItsOwnProcessFromOthers)
{
    const std::string& tag = processTag();
    EXPECT_EQ(tag.find('.'), std::string::npos);
    EXPECT_EQ(lifeOf(tag), ProcessLife::Running);
    const std::size_t start = tag.rfind('-');
    EXPECT_EQ(lifeOf(tag.substr(0, start) + "-1"), ProcessLife::Ended);
    std::string other = tag;
    other[0] = other[0] == '0' ? '1' : '0';
    EXPECT_EQ(lifeOf(other), ProcessLife::Unknown) << "of another machine";
    std::string before = tag;
    before[9] = before[9] == '0' ? '1' : '0';
    EXPECT_EQ(lifeOf(before), ProcessLife::Ended) << "before the machine was started anew";
    for (const char* text : {"", "77-0", "a-b-c-d-e", "----"})
        EXPECT_EQ(lifeOf(text), ProcessLife::Unknown) << text;
}

TEST(ProcessIdentity, AZombieDoesNotRun)
{
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const ProcessIdentity self = currentProcess();
        const bool told = ::write(ready[1], &self.startTicks, sizeof(self.startTicks)) == sizeof(self.startTicks);
        ::_exit(told ? 0 : 1);
    }
    ProcessIdentity identity = currentProcess();
    identity.pid = child;
    ASSERT_EQ(::read(ready[0], &identity.startTicks, sizeof(identity.startTicks)),
              static_cast<ssize_t>(sizeof(identity.startTicks)));
    siginfo_t info = {};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0) << "it is dead and not reaped";
    EXPECT_FALSE(isRunning(identity));
    ::waitpid(child, nullptr, 0);
    EXPECT_FALSE(isRunning(identity));
    ::close(ready[0]);
    ::close(ready[1]);
}

} // namespace
} // namespace unividx
