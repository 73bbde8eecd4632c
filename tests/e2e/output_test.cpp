// How commands speak to people, logs, programs and farms.

#include "app/cli/json_output.h"
#include "app/cli/text_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <sstream>

namespace unividx::cli {
namespace {

using testing::HasSubstr;

/// Hundreds of stages, steps and frames, as a run of one clip reports them.
void reportClip(Output& output)
{
    Progress progress;
    progress.total = 600;
    progress.framesTotal = 100;
    for (progress.done = 0; progress.done < 600; ++progress.done) {
        progress.stage = static_cast<Stage>(2 + progress.done % 4);
        progress.step = static_cast<int>(progress.done % 8);
        progress.steps = 8;
        progress.framesDone = progress.done / 6;
        output.progress(progress);
    }
}

std::int64_t linesIn(const std::string& text)
{
    return std::count(text.begin(), text.end(), '\n');
}

TEST(PlainOutputTest, WritesAtMostOneLineEveryFiveSeconds)
{
    std::ostringstream results;
    std::ostringstream messages;
    PlainOutput output(results, messages);
    const auto began = std::chrono::steady_clock::now();
    reportClip(output);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began).count();
    EXPECT_GE(linesIn(messages.str()), 1);
    EXPECT_LE(linesIn(messages.str()), 1 + seconds / 5) << messages.str();
    EXPECT_EQ(results.str(), "");
}

TEST(PlainOutputTest, KeepsResultsApartFromEverythingElse)
{
    std::ostringstream results;
    std::ostringstream messages;
    PlainOutput output(results, messages);
    output.note("a note");
    output.warning("a warning");
    output.waiting("the farm is busy");
    output.waiting("the farm is busy");
    output.event("done", {{"files", 3}});
    output.files("done", {"/out/a.exr", "/out/b.exr"}, {});
    output.error(ExitCode::Input, "no such file");
    EXPECT_EQ(results.str(), "/out/a.exr\n/out/b.exr\n");
    EXPECT_EQ(messages.str(), "note: a note\nwarning: a warning\nnote: the farm is busy\nunividx: no such file\n");
}

TEST(TerminalOutputTest, EndsTheLineOfProgressBeforeAnythingElse)
{
    std::ostringstream results;
    std::ostringstream messages;
    TerminalOutput output(results, messages);
    Progress progress;
    progress.stage = Stage::Denoising;
    output.progress(progress);
    output.note("a note");
    EXPECT_EQ(messages.str(), "\r\x1b[Kdenoising\nnote: a note\n");
}

TEST(OpenJdOutputTest, TellsTheAgentProgressAndFailure)
{
    std::ostringstream results;
    std::ostringstream messages;
    OpenJdOutput output(results, messages);
    Progress progress;
    progress.stage = Stage::Decoding;
    progress.done = 1;
    progress.total = 4;
    output.progress(progress);
    output.error(ExitCode::Input, "no such file");
    output.files("done", {"/out/a.exr"}, {});
    EXPECT_EQ(results.str(), "openjd_progress: 25\nopenjd_status:  25% decoding\nopenjd_fail: no such file\n"
                             "openjd_progress: 100\n/out/a.exr\n");
    EXPECT_EQ(messages.str(), "unividx: no such file\n");
}

TEST(JsonOutputTest, WritesOneObjectALine)
{
    std::ostringstream stream;
    JsonOutput output(stream);
    output.print("for people alone");
    output.note("a\nnote \xff");
    output.files("done", {"/out/a.exr"}, {{"frames", 2}});
    std::istringstream lines(stream.str());
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(nlohmann::json::parse(line)["event"], "note");
    std::getline(lines, line);
    const auto done = nlohmann::json::parse(line);
    EXPECT_EQ(done["files"][0], "/out/a.exr");
    EXPECT_EQ(done["frames"], 2);
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(JsonOutputTest, ReportsEveryChangeOfProgressOnce)
{
    std::ostringstream stream;
    JsonOutput output(stream);
    Progress progress;
    output.progress(progress);
    output.progress(progress);
    progress.step = 1;
    output.progress(progress);
    EXPECT_EQ(linesIn(stream.str()), 2);
    EXPECT_THAT(stream.str(), HasSubstr("\"stage\":\"preparing\""));
}

} // namespace
} // namespace unividx::cli
