#include "core/base/error.h"
#include "inference/train/ranks.h"
#include "inference/train/trainer.h"
#include "inference/weights/safetensors.h"
#include "tests/inference/tiny_training.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <torch/types.h>
#include <unistd.h>

#include <cstdlib>

extern char** environ; // NOLINT: POSIX declares it so

namespace unividx {
namespace {

const char* const folderVariable = "UNIVIDX_RANKS_TEST_FOLDER";

TrainConfig twoSteps(const std::filesystem::path& folder, const std::string& out, TrainConfig::Stage stage)
{
    TrainConfig config = tinyTraining(folder / "vae.safetensors", folder / out);
    config.stage = stage;
    config.batch = 4;
    config.steps = 2; // in the first one the head is zero, so nothing before it has a gradient
    return config;
}

void trainHere(const TrainConfig& config)
{
    const CancelToken token;
    JobContext job(token);
    train(config, job);
}

/// Starts this program again as one of two processes.
pid_t startProcess(int rank, int port, const std::filesystem::path& folder)
{
    std::vector<std::string> variables{"RANK=" + std::to_string(rank), "WORLD_SIZE=2",
                                       "MASTER_PORT=" + std::to_string(port),
                                       std::string(folderVariable) + "=" + folder.string()};
    for (char** variable = environ; *variable != nullptr; ++variable)
        variables.emplace_back(*variable);
    std::vector<char*> environment;
    for (std::string& variable : variables)
        environment.push_back(variable.data());
    environment.push_back(nullptr);
    std::string program = "/proc/self/exe", filter = "--gtest_filter=Ranks.DISABLED_OneOfTwo",
                all = "--gtest_also_run_disabled_tests";
    char* const arguments[] = {program.data(), filter.data(), all.data(), nullptr};
    pid_t process = 0;
    EXPECT_EQ(posix_spawn(&process, program.c_str(), nullptr, nullptr, arguments, environment.data()), 0);
    return process;
}

/// What one of the processes does; the tests below start it.
TEST(Ranks, DISABLED_OneOfTwo)
{
    const char* folder = std::getenv(folderVariable);
    ASSERT_NE(folder, nullptr);
    trainHere(twoSteps(folder, "shared-dit", TrainConfig::Stage::Dit));
}

TEST(Ranks, TwoProcessesHaveTheGradientsOfOneWithTheWholeBatch)
{
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "unividx_ranks";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    writeSafetensors(folder / "vae.safetensors", initialVae({2, 16}, 1));
    trainHere(twoSteps(folder, "alone-dit", TrainConfig::Stage::Dit));

    const int port = 20000 + static_cast<int>(getpid() % 20000);
    const pid_t processes[] = {startProcess(0, port, folder), startProcess(1, port, folder)};
    for (const pid_t process : processes) {
        int status = -1;
        ASSERT_EQ(waitpid(process, &status, 0), process);
        EXPECT_EQ(status, 0);
    }

    const std::string checkpoint = "checkpoints/step-000000002.safetensors";
    const TensorMap alone = readSafetensors(folder / "alone-dit" / checkpoint);
    const TensorMap shared = readSafetensors(folder / "shared-dit" / checkpoint);
    ASSERT_EQ(alone.size(), shared.size());
    int compared = 0;
    for (const auto& [name, tensor] : alone) {
        if (!name.starts_with("optimizer.mean.")) // of the gradients
            continue;
        const double length = tensor.norm().item<double>();
        EXPECT_LE((tensor - shared.at(name)).norm().item<double>(), 1e-3 * length + 1e-8) << name;
        compared += length > 0;
    }
    EXPECT_GT(compared, 20);
}

TEST(Ranks, ProcessesOfOneHostAreNumberedThere)
{
    ASSERT_EQ(setenv("RANK", "0", 1), 0);
    ASSERT_EQ(setenv("WORLD_SIZE", "1", 1), 0);
    EXPECT_EQ(Ranks::fromEnvironment().local(), 0);
    ASSERT_EQ(setenv("LOCAL_RANK", "3", 1), 0);
    EXPECT_EQ(Ranks::fromEnvironment().local(), 3);
    EXPECT_EQ(trainingDevice("cpu", Ranks::fromEnvironment()), at::kCPU);
    EXPECT_THROW(trainingDevice("tpu", Ranks::fromEnvironment()), Error);
    for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK"})
        unsetenv(name);
}

TEST(Ranks, VariablesThatContradictEachOtherAreRefused)
{
    ASSERT_EQ(setenv("RANK", "0", 1), 0);
    ASSERT_EQ(unsetenv("WORLD_SIZE"), 0);
    EXPECT_THROW(Ranks::fromEnvironment(), Error);
    ASSERT_EQ(setenv("WORLD_SIZE", "two", 1), 0);
    EXPECT_THROW(Ranks::fromEnvironment(), Error);
    ASSERT_EQ(setenv("WORLD_SIZE", "1", 1), 0);
    EXPECT_EQ(Ranks::fromEnvironment().size(), 1);
    unsetenv("RANK");
    unsetenv("WORLD_SIZE");
}

} // namespace
} // namespace unividx
