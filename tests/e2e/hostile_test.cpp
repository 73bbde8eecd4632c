#include "tests/e2e/program.h"

#include <gmock/gmock.h>

#include <fstream>

namespace unividx::e2e {
namespace {

namespace fs = std::filesystem;

using testing::AllOf;
using testing::HasSubstr;

/// Exit codes as README.md documents them.
constexpr int input = 3;
constexpr int model = 4;

std::string hostile(const std::string& name)
{
    return std::string(UNIVIDX_TEST_DATA) + "/hostile/" + name;
}

class HostileTest : public ProgramTest {
protected:
    void writePackage(const std::string& name, const std::string& text)
    {
        fs::create_directories(folder_ / "models" / name);
        std::ofstream(folder_ / "models" / name / "model.json") << text;
        environment_["UNIVIDX_MODELS"] = (folder_ / "models").string();
    }
};

TEST_F(HostileTest, ConfigurationsAreRefusedByTheirLine)
{
    for (const char* name : {"pub_exit1_112.yaml", "pub_key.yaml"}) {
        const auto run = unividx({"run", "--config", hostile(name), "--out", (folder_ / "out").string()});
        EXPECT_EQ(run.code, input) << run.err;
        EXPECT_THAT(run.err, AllOf(HasSubstr(name), HasSubstr("line"))) << name;
        EXPECT_FALSE(fs::exists(folder_ / "out"));
    }
    fs::copy_file(hostile("train_exit1_296.yaml"), folder_ / "train.yaml");
    const auto train = unividx({"train", "--config", (folder_ / "train.yaml").string()});
    EXPECT_EQ(train.code, model) << train.err;
    EXPECT_THAT(train.err, HasSubstr("runs/vae"));
}

TEST_F(HostileTest, OnePackageDoesNotHideTheOthers)
{
    const std::string deep = "{\"format\": 1, \"base\": " + std::string(200'000, '[') + std::string(200'000, ']') + "}";
    writePackage("deep", deep);
    writePackage("empty", "");
    writePackage("long", "{\"format\": 1, \"name\": \"x\", \"base\": [\"" + std::string(5000, '1') + "\"]}");
    std::ifstream file(hostile("model_exit1_171.json"));
    writePackage("names", {std::istreambuf_iterator<char>(file), {}});
    fs::create_directories(folder_ / "models" / "folder" / "model.json");
    const auto list = unividx({"model", "list"});
    EXPECT_EQ(list.code, 0) << list.err;
    EXPECT_THAT(list.out, HasSubstr("mini: "));
    for (const char* name : {"deep", "empty", "long", "names"}) {
        EXPECT_THAT(list.err, HasSubstr("models/" + std::string(name) + "/")) << name;
        EXPECT_EQ(unividx({"model", "check", name}).code, model) << name;
    }
}

TEST_F(HostileTest, AWorkersCommandThatCannotBeKeptIsAnError)
{
    const auto worker = [&](const std::string& line) {
        std::ofstream(folder_ / "command") << line << '\n';
        return runProgram(
            {"/bin/sh", "-c",
             "'" + std::string(UNIVIDX_BINARY_DIR) + "/unividx' worker < '" + (folder_ / "command").string() + "'"},
            environment_);
    };
    std::ifstream file(hostile("worker_exit1_156.json"));
    std::string line{std::istreambuf_iterator<char>(file), {}};
    const std::string clip = makeClip("a.mp4", 3).string();
    for (std::size_t at = 0; (at = line.find("/xxxxxxx/seeds/a.mp4")) != std::string::npos;)
        line.replace(at, 20, clip);
    std::ofstream(folder_ / "file") << "no folder";
    for (std::size_t at = 0; (at = line.find("/xxxxxxx/xxxx/worker")) != std::string::npos;)
        line.replace(at, 20, (folder_ / "file").string());
    EXPECT_THAT(worker(line).code, testing::AnyOf(2, input, 6));
    EXPECT_EQ(worker("{\"command\":\"run\",\"protocol\":1,\"options\":" + std::string(200'000, '[')).code, 2);
}

TEST_F(HostileTest, ARunOfAHundredMillionFramesIsRefused)
{
    const auto run = unividx({"run", "--task", "decompose", "--in", "rgb=" + makeClip("a.png", 1).string(), "--frames",
                              "1-90000000", "--out", (folder_ / "out").string()});
    EXPECT_NE(run.code, 0);
    EXPECT_NE(run.code, 1) << run.err;
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

} // namespace
} // namespace unividx::e2e
