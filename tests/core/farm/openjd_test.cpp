#include "core/farm/openjd.h"

#include "core/base/error.h"
#include "core/task/task.h"
#include "tests/core/farm/openjd_schema.h"
#include "tests/core/queue/temporary_folder.h"

#include <gmock/gmock.h>

#include <functional>

namespace unividx {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

OpenJdJob jobOf(std::size_t windows)
{
    OpenJdJob job;
    setTask(job.run, "decompose");
    setFile(job.run, "rgb", "/shots/sh010/plate.####.exr");
    setFile(job.run, "albedo", "/shots/José/albedo.mp4");
    job.run.out = "/shots/sh010/layers";
    job.run.device = "cuda:0";
    job.run.prompt = "a room";
    job.run.guidance = 1.5f;
    job.run.frames = FrameRange{1001, 200};
    job.windows = windows;
    return job;
}

TEST(OpenJd, TemplatesOfAnyTaskAndLengthAreValid)
{
    for (const Task& task : allTasks()) {
        for (const std::size_t windows : {1U, 8U, 9U, 100'000U}) {
            OpenJdJob job = jobOf(windows);
            job.run.locks = {};
            setTask(job.run, task.name());
            for (std::size_t row = 0; row < 4; ++row) {
                if (task.conditions[row])
                    setFile(job.run, task.family->modalities[row].name, "/clips/a.mp4");
            }
            EXPECT_THAT(problemsOfTemplate(Json::parse(openJdTemplate(job))), IsEmpty()) << task.name();
        }
    }
}

TEST(OpenJd, LongAndStrangeNamesAreValidToo)
{
    OpenJdJob job = jobOf(3);
    job.run.locks[0]->path =
        "/shots/" + std::string(90, 'a') + "映像映像映像映像映像映像映像映像映像映像映像映像映像映像映像\n.mp4";
    EXPECT_THAT(problemsOfTemplate(Json::parse(openJdTemplate(job))), IsEmpty());
}

TEST(OpenJd, ExpressionsOfTheUserAreRefused)
{
    for (const char* prompt : {"a {{Param.Program}} room", "{{{x}}}", "{{"}) {
        OpenJdJob job = jobOf(3);
        job.run.prompt = prompt;
        EXPECT_THROW(openJdTemplate(job), Error) << prompt;
    }
    OpenJdJob job = jobOf(3);
    job.run.locks[0]->path = "/shots/{a}/plate.mp4";
    const Json made = Json::parse(openJdTemplate(job));
    EXPECT_THAT(problemsOfTemplate(made), IsEmpty());
    EXPECT_THAT(made["name"].get<std::string>(), testing::Not(HasSubstr("{")));
}

TEST(OpenJd, TheStepsMakeTheShardsAndJoinThem)
{
    const Json job = Json::parse(openJdTemplate(jobOf(20)));
    const Json& parts = job["steps"][0];
    EXPECT_EQ(parts["parameterSpace"]["taskParameterDefinitions"][0]["range"], "1-3");
    EXPECT_THAT(parts["script"]["actions"]["onRun"]["args"].dump(), HasSubstr(R"("--shard","{{Task.Param.Shard}}/3")"));
    EXPECT_THAT(parts["script"]["actions"]["onRun"]["args"].dump(),
                HasSubstr(R"("--in","rgb={{Param.InputRgb}}/plate.####.exr")"));
    EXPECT_THAT(job["steps"][1]["script"]["actions"]["onRun"]["args"].dump(), HasSubstr(R"("--join","3")"));
    EXPECT_EQ(job["steps"][1]["dependencies"][0]["dependsOn"], "Layers");
    EXPECT_THAT(parts["hostRequirements"].dump(), HasSubstr("amount.worker.gpu"));
}

TEST(OpenJd, TheCheckFindsWhatBreaksTheSpecification)
{
    const std::vector<std::function<void(Json&)>> breaks{
        [](Json& job) { job.erase("specificationVersion"); },
        [](Json& job) { job["specificationVersion"] = "jobtemplate-2024"; },
        [](Json& job) { job["name"] = ""; },
        [](Json& job) { job["name"] = std::string(129, 'x'); },
        [](Json& job) { job["name"] = "a\nb"; },
        [](Json& job) { job["colour"] = "mauve"; },
        [](Json& job) { job["extensions"] = Json::array(); },
        [](Json& job) { job.erase("extensions"); },
        [](Json& job) { job["steps"] = Json::array(); },
        [](Json& job) { job["steps"][1]["name"] = "Layers"; },
        [](Json& job) { job["steps"][1]["dependencies"][0]["dependsOn"] = "Nothing"; },
        [](Json& job) { job["steps"][0].erase("script"); },
        [](Json& job) { job["steps"][0]["script"]["actions"]["onRun"]["args"].push_back("{{Param.Absent}}"); },
        [](Json& job) { job["steps"][1]["script"]["actions"]["onRun"]["args"].push_back("{{Task.Param.Shard}}"); },
        [](Json& job) { job["steps"][0]["script"]["actions"]["onRun"]["args"].push_back(5); },
        [](Json& job) { job["steps"][0]["script"]["actions"]["onRun"]["cancelation"]["mode"] = "LATER"; },
        [](Json& job) { job["steps"][0]["script"]["actions"]["onRun"]["cancelation"]["notifyPeriodInSeconds"] = 0; },
        [](Json& job) { job["parameterDefinitions"][0]["name"] = "0rgb"; },
        [](Json& job) { job["parameterDefinitions"][0]["name"] = "OutputFolder"; },
        [](Json& job) { job["parameterDefinitions"][0]["dataFlow"] = "SIDEWAYS"; },
        [](Json& job) { job["parameterDefinitions"][0]["objectType"] = "SOCKET"; },
        [](Json& job) { job["steps"][0]["parameterSpace"]["taskParameterDefinitions"][0]["range"] = "1..3"; },
        [](Json& job) { job["steps"][0]["parameterSpace"]["taskParameterDefinitions"][0].erase("chunks"); },
        [](Json& job) { job["steps"][0]["hostRequirements"]["amounts"][0]["name"] = "worker.vcpu"; },
        [](Json& job) { job["steps"][0]["hostRequirements"]["amounts"][0]["min"] = -1; },
        [](Json& job) { job["steps"][0]["hostRequirements"] = Json::object(); },
    };
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        Json job = Json::parse(openJdTemplate(jobOf(20)));
        breaks[i](job);
        EXPECT_FALSE(problemsOfTemplate(job).empty()) << "break " << i << " was not found";
    }
}

class OpenJdBundleTest : public FolderTest {};

TEST_F(OpenJdBundleTest, ABundleHoldsTheTemplateItsValuesAndItsFiles)
{
    writeJobBundle(jobOf(20), folder_ / "bundle");
    for (const char* file : {"template.json", "parameter_values.json", "asset_references.json"})
        EXPECT_TRUE(std::filesystem::exists(folder_ / "bundle" / file)) << file;
    const Json values = Json::parse(deadlineParameterValues(jobOf(20)));
    const Json job = Json::parse(openJdTemplate(jobOf(20)));
    for (const Json& value : values["parameterValues"]) {
        bool defined = false;
        for (const Json& parameter : job["parameterDefinitions"])
            defined = defined || parameter["name"] == value["name"];
        EXPECT_TRUE(defined) << value;
        EXPECT_TRUE(value["value"].is_string());
    }
    const Json assets = Json::parse(deadlineAssetReferences(jobOf(20)));
    EXPECT_EQ(assets["assetReferences"]["inputs"]["directories"][0], "/shots/sh010");
    EXPECT_EQ(assets["assetReferences"]["inputs"]["filenames"][0], "/shots/José/albedo.mp4");
}

} // namespace
} // namespace unividx
