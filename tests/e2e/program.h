#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace unividx::e2e {

/// What a program did.
struct Outcome {
    int code = -1; ///< exit code; 128 + signal if a signal ended it
    std::string out;
    std::string err;

    /// Standard output as the JSON objects that `--json` writes.
    std::vector<nlohmann::json> events() const;
    /// The last event of this name; null if there was none.
    nlohmann::json event(const std::string& name) const;
};

/// How long a program of a test may take: less than ctest gives the test, so that it can say which one it was.
inline constexpr std::chrono::seconds programLimit{540};

/// Runs a program to its end. `watch` sees standard output grow and may act on the process (its id). One that takes
/// longer than `limit` is killed.
Outcome runProgram(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& environment = {},
                   const std::function<void(int process, const std::string& out)>& watch = {},
                   std::chrono::seconds limit = programLimit);

/// A folder of its own for each test, with a name that is not ASCII, gone afterwards.
class ProgramTest : public testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    /// The built `unividx` with the engine that needs no model.
    Outcome unividx(std::vector<std::string> arguments) const;

    /// An H.264 clip of moving test patterns, made with the ffmpeg program.
    std::filesystem::path makeClip(const std::string& name, int frames, const std::string& size = "96x64") const;

    /// Files below `folder`, with a name that ends so.
    std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder,
                                               const std::string& ending = "") const;

    std::filesystem::path folder_;
    std::chrono::seconds limit_ = programLimit; ///< of each call of `unividx`
    std::map<std::string, std::string> environment_{{"UNIVIDX_ENGINE", "fake"}};
};

} // namespace unividx::e2e
