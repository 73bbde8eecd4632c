// `cmake --install` into a prefix, and the programs used from there.

#include "tests/e2e/program.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace unividx::e2e {
namespace {

namespace fs = std::filesystem;

class InstallTest : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        prefix_ = folder_ / "prefix";
        const Outcome installed =
            runProgram({"/usr/bin/cmake", "--install", UNIVIDX_BUILD_DIR, "--prefix", prefix_.string()});
        ASSERT_EQ(installed.code, 0) << installed.err;
    }

    /// Runs the installed program and lists what the loader and it take from the build or source tree.
    Outcome runInstalled(const std::string& program, std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), (prefix_ / "bin" / program).string());
        auto environment = environment_;
        environment["LD_DEBUG"] = "files";
        environment["LD_DEBUG_OUTPUT"] = (folder_ / "loader").string();
        return runProgram(arguments, environment);
    }

    void expectNothingOfTheTrees() const
    {
        for (const fs::path& log : filesIn(folder_)) {
            if (log.filename().string().rfind("loader", 0) != 0)
                continue;
            const std::string found = linesWith(log, std::string("file=") + UNIVIDX_BUILD_DIR);
            EXPECT_TRUE(found.empty()) << found;
        }
    }

    static std::string linesWith(const fs::path& file, const std::string& text)
    {
        std::ifstream in(file);
        std::string lines;
        for (std::string line; std::getline(in, line);) {
            if (line.find(text) != std::string::npos)
                lines += line + "\n";
        }
        return lines;
    }

    fs::path prefix_;
};

TEST_F(InstallTest, RunsAModelFromThePrefix)
{
    environment_.erase("UNIVIDX_ENGINE"); // the embedded model, found below the prefix
    const fs::path clip = makeClip("clip.mp4", 2);
    const fs::path out = folder_ / "layers";
    const Outcome run = runInstalled("unividx", {"run", "--task", "decompose", "--in", "rgb=" + clip.string(),
                                                 "--quality", "preview", "--out", out.string(), "--json"});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(filesIn(out, ".exr").size(), 6u);
    expectNothingOfTheTrees();

    const Outcome models = runInstalled("unividx", {"model", "list"});
    EXPECT_NE(models.out.find((prefix_ / "share" / "unividx" / "models" / "mini").string()), std::string::npos)
        << models.out;
}

TEST_F(InstallTest, HasTheFilesOfADesktop)
{
    for (const char* file : {"bin/unividx", "lib/unividx/libunividx-engine.so", "lib/unividx/libunividx-pictures.so",
                             "lib/unividx/libunividx_pieces.so", "share/unividx/models/mini/model.json",
                             "share/unividx/sample/sample.uvx", "share/doc/unividx/LICENSE"})
        EXPECT_TRUE(fs::is_regular_file(prefix_ / file)) << file;
    if (!fs::exists(prefix_ / "bin/unividx-studio"))
        return; // built without Qt
    EXPECT_TRUE(fs::is_regular_file(prefix_ / "share/applications/unividx-studio.desktop"));
    EXPECT_TRUE(fs::is_regular_file(prefix_ / "share/icons/hicolor/scalable/apps/unividx-studio.svg"));
    const Outcome version = runInstalled("unividx-studio", {"--version"});
    EXPECT_EQ(version.code, 0) << version.err;
    expectNothingOfTheTrees();
}

} // namespace
} // namespace unividx::e2e
