// The built Studio under a display of its own, driven by the keys a person would press.

#include "core/project/project_file.h"
#include "tests/e2e/program.h"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <thread>

extern char** environ;

namespace unividx::e2e {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience(240); // until something that has to happen counts as not happening

template <typename Condition>
bool waitFor(Condition condition)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

/// A program that runs beside the test, ended with it.
class Running {
public:
    /// `inherited`: a file descriptor it keeps; `folder`: where it starts.
    Running(std::vector<std::string> arguments, const std::map<std::string, std::string>& environment,
            int inherited = -1, const fs::path& folder = "/")
    {
        std::vector<std::string> variables;
        for (char** entry = environ; *entry; ++entry) {
            const std::string text = *entry;
            if (!environment.count(text.substr(0, text.find('='))))
                variables.push_back(text);
        }
        for (const auto& [key, value] : environment)
            variables.push_back(key + "=" + value);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        if (inherited >= 0)
            posix_spawn_file_actions_adddup2(&actions, inherited, inherited);
        posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
        const auto pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> all;
            for (std::string& text : texts)
                all.push_back(text.data());
            all.push_back(nullptr);
            return all;
        };
        const int failed = ::posix_spawnp(&process_, arguments[0].c_str(), &actions, nullptr,
                                          pointers(arguments).data(), pointers(variables).data());
        posix_spawn_file_actions_destroy(&actions);
        if (failed != 0)
            throw std::runtime_error(arguments[0] + " cannot be started");
    }
    ~Running() { end(SIGTERM); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    /// Sends a signal and waits for the end; gives the exit code, or 128 + the signal.
    int end(int signal)
    {
        if (process_ == 0)
            return ended_;
        ::kill(process_, signal);
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return ended_;
    }

private:
    pid_t process_ = 0;
    int ended_ = 0;
};

class StudioProgram : public ProgramTest {
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        startDisplay();
        const std::map<std::string, std::string> folders{
            {"HOME", "home"},          {"XDG_CONFIG_HOME", "config"}, {"XDG_STATE_HOME", "state"},
            {"XDG_DATA_HOME", "data"}, {"XDG_CACHE_HOME", "cache"},   {"XDG_RUNTIME_DIR", "runtime"}};
        for (const auto& [variable, name] : folders) {
            fs::create_directories(folder_ / name);
            fs::permissions(folder_ / name, fs::perms::owner_all);
            environment_[variable] = (folder_ / name).string();
        }
        environment_["QT_QPA_PLATFORM"] = "xcb";
        environment_["LC_ALL"] = "C.UTF-8";
    }

    void TearDown() override
    {
        studio_.reset();
        display_.reset();
        ProgramTest::TearDown();
    }

    /// Xvfb picks a free number and writes it down. It must not begin anew whenever its last client has gone, as it
    /// does otherwise: a program that is started in that moment finds no display.
    void startDisplay()
    {
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        display_.emplace(std::vector<std::string>{"Xvfb", "-displayfd", std::to_string(pipe[1]), "-screen", "0",
                                                  "1920x1080x24", "-nolisten", "tcp", "-noreset"},
                         std::map<std::string, std::string>{}, pipe[1]);
        ::close(pipe[1]);
        std::string number;
        for (char digit = 0; ::read(pipe[0], &digit, 1) == 1 && digit != '\n';)
            number += digit;
        ::close(pipe[0]);
        ASSERT_FALSE(number.empty()) << "Xvfb did not start";
        environment_["DISPLAY"] = ":" + number;
    }

    void startStudio(const std::vector<fs::path>& files = {})
    {
        std::vector<std::string> arguments{UNIVIDX_BINARY_DIR "/unividx-studio"};
        for (const fs::path& file : files)
            arguments.push_back(file.string());
        studio_.emplace(arguments, environment_, -1, folder_);
        ASSERT_TRUE(waitFor([&] { return !title().empty(); })) << "the window did not come up";
    }

    std::string xdotool(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "xdotool");
        return runProgram(arguments, environment_).out;
    }
    /// Without a window manager nobody gives windows the focus: the one that is meant gets it first.
    void press(const std::string& key, const std::string& window = "UniVidX Studio") const
    {
        xdotool({"search", "--onlyvisible", "--name", window, "windowfocus", "--sync"});
        xdotool({"key", "--clearmodifiers", key});
    }

    /// The titles of all windows that match, one a line; the system adds the program's name to dialogs'.
    std::string title(const std::string& name = "UniVidX Studio") const
    {
        return xdotool({"search", "--onlyvisible", "--name", name, "getwindowname", "%@"});
    }
    bool hasTitle(const std::string& words) const { return title().find(words) != std::string::npos; }

    /// A picture of the display, where UNIVIDX_SCREENSHOTS says; for people to look at.
    void screenshot(const std::string& name) const
    {
        if (const char* target = std::getenv("UNIVIDX_SCREENSHOTS"))
            runProgram({"ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "x11grab", "-video_size", "1920x1080", "-i",
                        environment_.at("DISPLAY"), "-frames:v", "1", std::string(target) + "/e2e-" + name + ".png"});
    }

    /// Whether the autosave is complete on disk (temporary files begin with a dot) and an item of the queue runs.
    bool isAutosavedWithRun() const
    {
        const fs::path folder = folder_ / "state" / "unividx" / "autosave";
        bool autosaved = false;
        std::error_code absent;
        for (fs::directory_iterator entry(folder, absent), end; !absent && entry != end; entry.increment(absent))
            autosaved = autosaved ||
                        (entry->path().extension() == ".uvx" && !entry->path().filename().string().starts_with("."));
        return autosaved && unividx({"--json", "queue", "list"}).out.find("\"running\"") != std::string::npos;
    }

    static std::size_t takesIn(const Project& project)
    {
        std::size_t takes = 0;
        for (const Track& track : project.tracks) {
            for (const Clip& clip : track.clips)
                takes += clip.takes.size();
        }
        return takes;
    }

    /// From a clip to its layers, a saved project, an end by force, and back. `steps`: milliseconds the fake engine
    /// takes a step; nothing for the model that comes with the program.
    void fromClipToRecovery();

    std::optional<Running> display_;
    std::optional<Running> studio_;
};

void StudioProgram::fromClipToRecovery()
{
    const fs::path shot = makeClip("clip.mp4", 5);
    const fs::path project = folder_ / "shot.uvx";
    startStudio({shot});
    ASSERT_TRUE(waitFor([&] { return hasTitle("Untitled*"); })) << "the clip was not placed: " << title();
    press("ctrl+r"); // what a clip is set to at first is Decompose
    const fs::path layers = folder_ / "data" / "unividx" / "layers";
    ASSERT_TRUE(waitFor([&] { return filesIn(layers, "clip_normal.1005.exr").size() == 1; })) << "no layers were made";
    for (const char* key : {"Right", "Right", "braceright", "braceright", "braceleft", "shift+w", "shift+w"})
        press(key);
    screenshot("layers");
    press("ctrl+s");
    ASSERT_TRUE(waitFor([&] { return !title("Save project").empty(); }));
    press("ctrl+a", "Save project");
    xdotool({"type", "--delay", "20", "shot.uvx"}); // the program was started in the folder
    press("Return", "Save project");
    ASSERT_TRUE(waitFor([&] { return fs::exists(project) && hasTitle("shot.uvx - "); })) << title();
    ASSERT_EQ(takesIn(openProject(project).project), 1u);

    // A split, undone and done again; then a run, before which the program saves by itself.
    press("ctrl+b");
    ASSERT_TRUE(waitFor([&] { return hasTitle("shot.uvx*"); }));
    press("ctrl+z");
    ASSERT_TRUE(waitFor([&] { return hasTitle("shot.uvx - "); }));
    press("ctrl+shift+z");
    ASSERT_TRUE(waitFor([&] { return hasTitle("shot.uvx*"); }));
    press("ctrl+r");
    ASSERT_TRUE(waitFor([&] { return isAutosavedWithRun(); })) << "the autosave and the record of the run";
    EXPECT_EQ(studio_->end(SIGKILL), 128 + SIGKILL);

    startStudio();
    ASSERT_TRUE(waitFor([&] { return !title("Recover").empty(); })) << "nothing was offered";
    screenshot("recover");
    press("Return", "Recover");
    ASSERT_TRUE(waitFor([&] { return hasTitle("shot.uvx*"); })) << title();
    if (waitFor([&] { return !title("^Resume").empty() || filesIn(layers, "normal.1005.exr").size() > 1; }) &&
        !title("^Resume").empty())
        press("Return", "^Resume");
    ASSERT_TRUE(waitFor([&] {
        press("ctrl+s");
        return takesIn(openProject(project).project) >= 2;
    })) << "the run that was cut off did not go on";
    const Project saved = openProject(project).project;
    EXPECT_TRUE(findFaults(saved).empty());
    std::size_t clips = 0;
    for (const Track& track : saved.tracks)
        clips += track.kind == TrackKind::Video ? track.clips.size() : 0;
    EXPECT_EQ(clips, 2u) << "the split was recovered";
}

TEST_F(StudioProgram, GoesFromAClipToLayersAndComesBackAfterKill)
{
    environment_["UNIVIDX_FAKE_STEP_MS"] = "150";
    fromClipToRecovery();
}

TEST_F(StudioProgram, DoesTheSameWithTheModelThatComesWithIt)
{
    environment_.erase("UNIVIDX_ENGINE");
    environment_["OMP_NUM_THREADS"] = "1";
    fromClipToRecovery();
}

} // namespace
} // namespace unividx::e2e
