// Every write, sync, rename, open and allocation of the things that change a user's files fails once, or is the last
// before the process is killed or the power is cut.

#include "tests/child_process.h"
#include "tests/core/queue/temporary_folder.h"
#include "tests/fault/disk.h"
#include "tests/fault/scenarios.h"
#include "tests/fault/system_calls.h"
#include "tests/skip.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <tuple>
#include <vector>

namespace unividx::fault {
namespace {

namespace fs = std::filesystem;
using What = Fault::What;

/// Of each kind of call this many are tried, spread over all; $UNIVIDX_TEST_FAULTS: another number, 0 for all.
std::size_t mostTried()
{
    const char* text = std::getenv("UNIVIDX_TEST_FAULTS");
    return text ? static_cast<std::size_t>(std::atoll(text)) : 3;
}

/// Numbers from `first` to `last`, both among them.
std::vector<std::int64_t> spread(std::int64_t first, std::int64_t last)
{
    std::vector<std::int64_t> numbers;
    const std::int64_t count = last - first + 1;
    const auto most = static_cast<std::int64_t>(mostTried());
    const std::int64_t tried = most == 0 ? count : std::min(count, std::max<std::int64_t>(most, 2));
    for (std::int64_t i = 0; i < tried; ++i)
        numbers.push_back(first + (tried == 1 ? 0 : i * (count - 1) / (tried - 1)));
    return numbers;
}

class FaultTest : public FolderTest {
protected:
    void SetUp() override
    {
        if (!canWatch())
            UNIVIDX_SKIP("system calls can be watched on x86-64 with seccomp filters only");
    }

    /// What a process of its own makes of `work`, which gives a text; how it ended otherwise.
    template <typename Work>
    std::string in(const Work& work) const
    {
        const fs::path answer = folder_ / "answer";
        fs::remove(answer);
        const int status = statusOf(inProcess([&] { std::ofstream(answer) << work(); }));
        if (WIFSIGNALED(status))
            return std::string("killed by ") + ::strsignal(WTERMSIG(status));
        std::ifstream file(answer);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        return text.empty() ? "failed" : text;
    }
    std::string looked(const Scenario& scenario) const
    {
        return in([&] { return scenario.look(work_); });
    }
    void prepare(const Scenario& scenario) const
    {
        ASSERT_EQ(in([&] {
                      fs::create_directories(old_);
                      scenario.prepare(old_);
                      return "prepared";
                  }),
                  "prepared");
    }
    void begin() const
    {
        fs::remove_all(work_);
        fs::copy(old_, work_, fs::copy_options::recursive);
    }
    /// The act under a fault: "done", "failed", or how it was killed.
    std::string act(const Scenario& scenario, const Fault& fault)
    {
        begin();
        record_.clear();
        return in([&] {
            watch(work_, fault, record_);
            const char* end = "done";
            try {
                scenario.act(work_);
            } catch (const std::exception&) {
                end = "failed";
            }
            endFaults();
            return end;
        });
    }
    /// After whatever happened: the work is done again, and nothing temporary is left.
    void expectRecovers(const Scenario& scenario) const
    {
        EXPECT_EQ(in([&] {
                      scenario.again(work_);
                      return scenario.look(work_);
                  }),
                  "new");
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(work_)) {
            const std::string name = entry.path().filename().string();
            EXPECT_TRUE(name.find(".part-") == std::string::npos && name != ".unividx-writing" &&
                        !name.ends_with(".uvx.0"))
                << name << " is left";
        }
    }

    const fs::path old_ = folder_ / "old";
    const fs::path work_ = folder_ / "work";
    Record record_;
};

class EveryCallTest : public FaultTest, public testing::WithParamInterface<std::tuple<std::size_t, std::size_t>> {
protected:
    const Scenario& scenario_ = scenarios().at(std::get<0>(GetParam()));
    const Call call_ = static_cast<Call>(std::get<1>(GetParam()));

    std::int64_t countCalls()
    {
        EXPECT_EQ(act(scenario_, {}), "done");
        EXPECT_EQ(looked(scenario_), "new");
        return record_.count(call_);
    }
};

TEST_P(EveryCallTest, ThatFailsLeavesTheOldStateOrTheNewOne)
{
    prepare(scenario_);
    const std::int64_t calls = countCalls();
    for (const What what : {What::Fails, What::FailsFromThenOn}) {
        for (const std::int64_t at : calls == 0 ? std::vector<std::int64_t>() : spread(1, calls)) {
            SCOPED_TRACE(std::string(nameOf(call_)) + " " + std::to_string(at) + " of " + std::to_string(calls) +
                         (what == What::Fails ? "" : " and all after it"));
            const std::string end = act(scenario_, {what, call_, at});
            // Without memory libstdc++ ends a process that opens a folder: its directory_iterator throws in a noexcept.
            const bool ended = call_ == Call::Memory && end == "killed by Aborted";
            EXPECT_TRUE(end == "done" || end == "failed" || ended) << end;
            const std::string state = looked(scenario_);
            EXPECT_TRUE(state == "new" || (state == "old" && end != "done")) << state << " after it was " << end;
            expectRecovers(scenario_);
        }
    }
}

TEST_P(EveryCallTest, ThatIsTheLastLeavesTheOldStateOrTheNewOne)
{
    if (call_ == Call::Memory)
        GTEST_SKIP() << "memory changes nothing on the disk";
    prepare(scenario_);
    const std::int64_t calls = countCalls();
    for (const std::int64_t at : calls == 0 ? std::vector<std::int64_t>() : spread(1, calls)) {
        SCOPED_TRACE("killed at " + std::string(nameOf(call_)) + " " + std::to_string(at) + " of " +
                     std::to_string(calls));
        EXPECT_EQ(act(scenario_, {What::Kills, call_, at}), "killed by Killed");
        const std::string state = looked(scenario_);
        EXPECT_TRUE(state == "new" || state == "old") << state;
        expectRecovers(scenario_);
    }
}

std::string nameOf(const testing::TestParamInfo<std::tuple<std::size_t, std::size_t>>& info)
{
    std::string call(nameOf(static_cast<Call>(std::get<1>(info.param))));
    call[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(call[0])));
    return scenarios().at(std::get<0>(info.param)).name + call;
}

INSTANTIATE_TEST_SUITE_P(All, EveryCallTest,
                         testing::Combine(testing::Range<std::size_t>(0, scenarios().size()),
                                          testing::Range<std::size_t>(0, callCount)),
                         [](const auto& parameters) { return nameOf(parameters); });

class PowerLossTest : public FaultTest, public testing::WithParamInterface<std::size_t> {};

TEST_P(PowerLossTest, LeavesTheOldStateOrTheNewOneAndWhatIsDoneLasts)
{
    const Scenario& scenario = scenarios().at(GetParam());
    prepare(scenario);
    begin();
    const Disk before(work_);
    // The files stay where they are: a disk knows them by their inodes.
    record_.clear();
    ASSERT_EQ(in([&] {
                  watch(work_, {}, record_);
                  scenario.act(work_);
                  return "done";
              }),
              "done");
    const std::vector<Change> changes = record_.changes();
    const auto last = static_cast<std::int64_t>(changes.size());
    for (const std::int64_t cut : spread(0, last)) {
        Disk disk = before;
        for (std::int64_t i = 0; i < cut; ++i)
            disk.apply(changes[static_cast<std::size_t>(i)]);
        for (const Disk::Left left : {Disk::Left::Nothing, Disk::Left::Names, Disk::Left::Everything}) {
            SCOPED_TRACE("cut after change " + std::to_string(cut) + " of " + std::to_string(last) + ", variant " +
                         std::to_string(static_cast<int>(left)));
            disk.restoreTo(work_, left);
            const std::string state = looked(scenario);
            EXPECT_TRUE(state == "new" || (state == "old" && cut < last)) << state;
            expectRecovers(scenario);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, PowerLossTest, testing::Range<std::size_t>(0, scenarios().size()),
                         [](const auto& parameters) { return scenarios().at(parameters.param).name; });

} // namespace
} // namespace unividx::fault
