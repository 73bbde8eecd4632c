#include "tests/e2e/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace unividx::e2e {

namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environmentWith(const std::map<std::string, std::string>& changes)
{
    std::vector<std::string> environment;
    for (char** entry = environ; *entry; ++entry) {
        const std::string text = *entry;
        if (!changes.count(text.substr(0, text.find('='))))
            environment.push_back(text);
    }
    for (const auto& [key, value] : changes)
        environment.push_back(key + "=" + value);
    return environment;
}

} // namespace

std::vector<nlohmann::json> Outcome::events() const
{
    std::vector<nlohmann::json> events;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);)
        events.push_back(nlohmann::json::parse(line));
    return events;
}

nlohmann::json Outcome::event(const std::string& name) const
{
    nlohmann::json found;
    for (nlohmann::json& event : events()) {
        if (event.at("event") == name)
            found = std::move(event);
    }
    return found;
}

Outcome runProgram(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
                   const std::function<void(int, const std::string&)>& watch, std::chrono::seconds limit)
{
    std::array<int, 2> outPipe{};
    std::array<int, 2> errPipe{};
    if (::pipe2(outPipe.data(), O_CLOEXEC) != 0 || ::pipe2(errPipe.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, outPipe[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errPipe[1], STDERR_FILENO);
    std::vector<std::string> argumentTexts = arguments;
    std::vector<std::string> environmentTexts = environmentWith(environment);
    pid_t process = 0;
    const int failed = ::posix_spawnp(&process, arguments.front().c_str(), &actions, nullptr,
                                      pointersTo(argumentTexts).data(), pointersTo(environmentTexts).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(outPipe[1]);
    ::close(errPipe[1]);
    if (failed != 0)
        throw std::runtime_error(arguments.front() + " cannot be started");

    Outcome outcome;
    std::array<pollfd, 2> streams{pollfd{outPipe[0], POLLIN, 0}, pollfd{errPipe[0], POLLIN, 0}};
    std::array<std::string*, 2> texts{&outcome.out, &outcome.err};
    int open = 2;
    const auto end = std::chrono::steady_clock::now() + limit;
    while (open > 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            ::kill(process, SIGKILL);
            outcome.err += "\n" + arguments.front() + " was killed after " + std::to_string(limit.count()) + " s";
            break;
        }
        ::poll(streams.data(), streams.size(), static_cast<int>(left.count()));
        for (std::size_t i = 0; i < 2; ++i) {
            if (streams[i].fd < 0 || streams[i].revents == 0)
                continue;
            std::array<char, 4096> buffer{};
            const ssize_t count = ::read(streams[i].fd, buffer.data(), buffer.size());
            if (count <= 0) {
                ::close(streams[i].fd);
                streams[i].fd = -1;
                --open;
                continue;
            }
            texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
            if (watch && i == 0)
                watch(process, outcome.out);
        }
    }
    for (const pollfd& stream : streams) {
        if (stream.fd >= 0)
            ::close(stream.fd);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

void ProgramTest::SetUp()
{
    const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / "unividx José 映像" / test.test_suite_name() / test.name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
}

void ProgramTest::TearDown()
{
    std::filesystem::remove_all(folder_);
}

Outcome ProgramTest::unividx(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(), UNIVIDX_BINARY_DIR "/unividx");
    return runProgram(arguments, environment_, {}, limit_);
}

std::filesystem::path ProgramTest::makeClip(const std::string& name, int frames, const std::string& size) const
{
    const std::filesystem::path path = folder_ / name;
    const Outcome made =
        runProgram({"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=rate=24:size=" + size,
                    "-frames:v", std::to_string(frames), "-c:v", "libx264", "-pix_fmt", "yuv420p", path.string()});
    if (made.code != 0)
        throw std::runtime_error("ffmpeg: " + made.err);
    return path;
}

std::vector<std::filesystem::path> ProgramTest::filesIn(const std::filesystem::path& folder,
                                                        const std::string& ending) const
{
    std::vector<std::filesystem::path> files;
    if (std::filesystem::exists(folder)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file() && entry.path().filename().string().ends_with(ending))
                files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace unividx::e2e
