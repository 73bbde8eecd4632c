// The command line reads every run that can be written as its arguments.

#include "app/cli/typed_run.h"
#include "core/base/error.h"
#include "core/run/run_fields.h"
#include "tests/core/run/random_run.h"
#include "tests/seed.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace unividx::cli {
namespace {

RunSpec parsed(std::vector<std::string> arguments)
{
    CLI::App app;
    TypedRun typed;
    typed.addTo(app, RunOptionSet::Run);
    std::reverse(arguments.begin(), arguments.end()); // CLI11 takes them from the back
    app.parse(arguments);
    return typed.read();
}

TEST(TypedRunTest, AnyRunSurvivesTheCommandLine)
{
    const std::uint64_t first = testSeed(1);
    for (std::uint64_t seed = first; seed < first + 100; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        const RunSpec spec = testing_run::randomRun(random);
        EXPECT_EQ(formatRunSpec(parsed(argumentsOf(spec))), formatRunSpec(spec));
        EXPECT_EQ(parsed(argumentsOf(spec)), spec);
    }
}

TEST(TypedRunTest, TextsThatMeanSomethingToTheParserStayTexts)
{
    for (const char* prompt : {"{}", "[a,b]", "-x", "--steps", "a=b", "", "#", "\"quoted\"", "line\nline"}) {
        RunSpec spec;
        spec.negativePrompt = prompt;
        EXPECT_EQ(parsed(argumentsOf(spec)).negativePrompt, spec.negativePrompt) << prompt;
    }
}

TEST(TypedRunTest, AValueThatIsWrongIsNamed)
{
    EXPECT_THROW(parsed({"--steps", "many"}), Error);
    EXPECT_THROW(parsed({"--steps", "1", "--steps", "2"}), CLI::ParseError);
    EXPECT_THROW(parsed({"--in", "rgb=a.mp4", "--in", "rgb=b.mp4"}), Error);
}

} // namespace
} // namespace unividx::cli
