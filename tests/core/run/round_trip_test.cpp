// Whatever a person asks of a run survives every form in which a run is kept or handed on.

#include "core/base/error.h"
#include "core/base/existing_file.h"
#include "core/farm/openjd.h"
#include "core/farm/slurm.h"
#include "core/project/edits.h"
#include "core/project/project_file.h"
#include "core/project/task_edits.h"
#include "core/queue/job_store.h"
#include "core/queue/protocol.h"
#include "core/run/run_fields.h"
#include "core/run/run_names.h"
#include "tests/core/queue/temporary_folder.h"
#include "tests/core/run/random_run.h"
#include "tests/seed.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>

namespace unividx {
namespace {

using testing_run::randomRun;

/// A failure shows both runs as text.
testing::AssertionResult isSame(const RunSpec& back, const RunSpec& spec)
{
    if (back == spec)
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << formatRunSpec(back) << "\nis not\n" << formatRunSpec(spec);
}

RunSpec readArguments(const std::vector<std::string>& arguments)
{
    RunSpec spec;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::size_t mark = arguments[i].find('=');
        const RunField* field = findRunField(std::string_view(arguments[i]).substr(0, mark));
        if (!field)
            throw Error(ErrorKind::Usage, arguments[i] + " is no option");
        const bool joined = mark != std::string::npos;
        setText(*field, spec,
                joined           ? arguments[i].substr(mark + 1)
                : isFlag(*field) ? std::string()
                                 : arguments.at(++i));
    }
    return spec;
}

/// The arguments of a template's first step as a node gets them: the parameters filled in, and without the options of
/// a farm's task.
std::vector<std::string> argumentsOnANode(const OpenJdJob& job)
{
    std::map<std::string, std::string> values;
    const auto parameters = nlohmann::json::parse(deadlineParameterValues(job));
    for (const auto& value : parameters["parameterValues"])
        values["{{Param." + value["name"].get<std::string>() + "}}"] = value["value"];
    const auto templateJson = nlohmann::json::parse(openJdTemplate(job));
    std::vector<std::string> arguments;
    for (std::string argument : templateJson["steps"][0]["script"]["actions"]["onRun"]["args"]) {
        for (const auto& [reference, value] : values) {
            if (const std::size_t at = argument.find(reference); at != std::string::npos)
                argument.replace(at, reference.size(), value);
        }
        arguments.push_back(argument);
    }
    EXPECT_EQ(arguments.front(), "run");
    arguments.erase(arguments.begin());
    for (const char* option : {"--progress", "--state", "--shard"}) {
        const auto found = std::find(arguments.begin(), arguments.end(), option);
        if (found != arguments.end())
            arguments.erase(found, found + 2);
    }
    return arguments;
}

/// A project with a clip of these settings, media 3 and take 8.
Project projectWith(const RunSpec& spec)
{
    Project project = newProject();
    MediaItem item;
    item.path = "/shots/a.mov";
    item.frames = {1001, 40};
    auto media = addMedia(std::move(project), item);
    auto clip = addClip(std::move(media.project), TrackId{2}, media.id, 0);
    for (int count = 0; count < 4; ++count)
        clip.project = addTake(std::move(clip.project), clip.id, {}).project;
    return setRunSettings(std::move(clip.project), clip.id, spec);
}

RunSpec throughProject(const RunSpec& spec)
{
    const Project project = projectWith(spec);
    return parseProject(formatProject(project, "/shots"), "/shots", "test").project.tracks.at(1).clips.at(0).task;
}

class RunRoundTrip : public FolderTest {};

TEST_F(RunRoundTrip, EveryFormOfARunGivesItBackEqual)
{
    const std::uint64_t first = testSeed(1);
    JobStore store(folder_ / "queue.sqlite");
    for (std::uint64_t seed = first; seed < first + 300; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        const RunSpec spec = randomRun(random);
        EXPECT_TRUE(isSame(parseRunSpec(formatRunSpec(spec), "text"), spec));
        EXPECT_TRUE(isSame(readArguments(argumentsOf(spec)), spec));
        EXPECT_TRUE(isSame(throughProject(spec), spec));
        EXPECT_EQ(parseSlurmJob(formatSlurmJob({spec, 3}), "job"), (SlurmJob{spec, 3}));
        EXPECT_TRUE(isSame(readArguments(argumentsOnANode({spec, 20})), spec));
        const WorkerCommand command = parseWorkerCommand(
            runCommandLine({WorkerCommand::Kind::Run, "run", formatRunSpec(spec), "state", "log", true}));
        EXPECT_TRUE(isSame(parseRunSpec(command.options, "worker"), spec));
    }
    // The queue commits each row to the disk; a few show as much as many.
    std::mt19937_64 random(first);
    for (int count = 0; count < 20; ++count) {
        RunSpec spec = randomRun(random);
        spec.out = folder_ / "out";
        NewItem item;
        item.title = titleOf(spec);
        item.description = formatRunSpec(spec);
        const ItemId id = store.add({item}).front();
        const RunSpec back = parseRunSpec(store.find(id)->description, "row");
        if (namesOf(spec, spec.shot).needsVersion()) { // it has one from here on, and the name that it was chosen for
            EXPECT_GE(back.version, 1);
            spec.version = back.version;
            spec.shot = shotOf(spec);
        }
        EXPECT_TRUE(isSame(back, spec));
    }
}

TEST_F(RunRoundTrip, InputsOfAProjectStayInTheProject)
{
    const std::uint64_t first = testSeed(1);
    for (std::uint64_t seed = first; seed < first + 100; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        RunSpec spec = randomRun(random);
        spec = testing_run::withProjectInputs(std::move(spec), random);
        EXPECT_TRUE(isSame(throughProject(spec), spec));
        EXPECT_TRUE(isSame(parseRunSpec(formatRunSpec(spec), "text"), spec));
    }
}

TEST_F(RunRoundTrip, AFarmsSettingsReachItsArguments)
{
    RunSpec spec;
    spec.farm = {"slurm", 4, "16G", "4:00:00", "long"};
    SlurmShot shot;
    shot.farm = spec.farm;
    const std::vector<std::string> arguments = sbatchShards(shot, {0, 1});
    for (const char* wanted : {"--mem=16G", "--time=4:00:00", "--partition=long"})
        EXPECT_NE(std::find(arguments.begin(), arguments.end(), wanted), arguments.end()) << wanted;
}

TEST_F(RunRoundTrip, APromptThatAFarmWouldReplaceIsRefused)
{
    OpenJdJob job;
    setTask(job.run, "generate");
    job.run.prompt = "a {{Param.Room}}";
    EXPECT_THROW(openJdTemplate(job), Error);
}

} // namespace
} // namespace unividx
