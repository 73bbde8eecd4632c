// An hour at the Studio in a loop: import, edit, run, mattes, relight, export, undo. Whether memory, threads, open
// files or the time a frame takes grow. $UNIVIDX_SOAK_MINUTES says how long; packaging/long-test soak runs it.

#include "core/export/export_preset.h"
#include "core/queue/item_kind.h"
#include "core/settings/settings.h"
#include "tests/ui/compositing.h"
#include "ui/comp/comp_panel.h"
#include "ui/window/clip_items.h"
#include "ui/window/run_controller.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <numeric>

namespace unividx::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double mebi = 1 << 20;

double minutesWanted()
{
    const char* minutes = std::getenv("UNIVIDX_SOAK_MINUTES");
    return minutes ? std::atof(minutes) : 1;
}

/// What the process holds at one time.
struct Sample {
    double minutes = 0;
    double memory = 0; ///< MiB resident
    std::size_t threads = 0;
    std::size_t files = 0; ///< open
    double frame = 0;      ///< milliseconds from a step of the playhead to its picture, the mean of a scrub
};

std::size_t countIn(const char* folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

double residentMemory()
{
    std::ifstream file("/proc/self/statm");
    double whole = 0;
    double resident = 0;
    file >> whole >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / mebi;
}

class Soak : public Compositing {
protected:
    Soak() { window.projects().saveTo(folder / "soak.uvx"); }

    double scrub()
    {
        const auto begin = Clock::now();
        constexpr int steps = 12;
        for (int i = 0; i < steps; ++i) {
            window.project().setPlayhead(i % 4);
            QCoreApplication::processEvents();
            EXPECT_TRUE(waitForPicture());
        }
        return std::chrono::duration<double, std::milli>(Clock::now() - begin).count() / steps;
    }
    void edit()
    {
        const Project before = window.project().project();
        window.project().apply("split", splitClip(before, id, 2).project);
        QTest::qWait(20);
        window.project().undo();
        window.project().redo();
        window.project().undo();
        EXPECT_EQ(window.project().project(), before);
    }
    void startAndWait(NewItem item)
    {
        window.queue().startNow(std::move(item));
        EXPECT_TRUE(waitForJobs());
    }
    /// One round of everything; the newest take alone is kept, as a person would.
    Sample round(Clock::time_point begin)
    {
        window.mediaPool().import({sample});
        edit();
        action("run.start")->trigger();
        EXPECT_TRUE(waitForJobs());
        EXPECT_TRUE(QTest::qWaitFor([&] { return !clip(id).takes.empty(); }, patience));
        for (const char* node : {"matte", "grade", "relight"})
            window.compPanel().addNode(node);
        Sample sample;
        sample.frame = scrub();
        ClipExport made = clipExport(window.project(), clip(id));
        made.spec.asked.settings = findExportPreset("png16")->settings;
        made.spec.asked.settings.existing = ExportExisting::Replace;
        made.spec.asked.preset = "png16";
        made.spec.asked.shot = "soak";
        made.spec.asked.folder = folder / "export";
        made.spec.asked.frames = made.subject.frames;
        made.spec.asked.layers = {{"picture", PictureKind::Color}};
        made.spec.asked.resolution = made.subject.resolution;
        startAndWait(newItem(made.spec));
        while (window.project().history().canUndo() && !clip(id).comp.nodes.empty())
            window.project().undo();
        window.projects().saveTo(folder / "soak.uvx");
        EXPECT_TRUE(waitForFiles());
        sample.minutes = std::chrono::duration<double>(Clock::now() - begin).count() / 60;
        sample.memory = residentMemory();
        sample.threads = countIn("/proc/self/task");
        sample.files = countIn("/proc/self/fd");
        std::printf("%6.1f min  %7.1f MiB  %3zu threads  %3zu files  %6.1f ms a frame\n", sample.minutes, sample.memory,
                    sample.threads, sample.files, sample.frame);
        std::fflush(stdout);
        return sample;
    }
};

/// MiB an hour, by least squares.
double growth(const std::vector<Sample>& samples)
{
    const auto n = static_cast<double>(samples.size());
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (const Sample& sample : samples) {
        x += sample.minutes / 60;
        y += sample.memory;
        xx += sample.minutes * sample.minutes / 3600;
        xy += sample.minutes / 60 * sample.memory;
    }
    const double spread = n * xx - x * x;
    return spread > 0 ? (n * xy - x * y) / spread : 0;
}

TEST_F(Soak, NothingGrows)
{
    shorten(4);
    const auto begin = Clock::now();
    std::vector<Sample> samples;
    do
        samples.push_back(round(begin));
    while (samples.back().minutes < minutesWanted() || samples.size() < 6);

    // What caches fill at first is no growth.
    const std::vector<Sample> later(samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2), samples.end());
    const Sample& first = later.front();
    const Sample& last = later.back();
    std::printf("memory grows by %.1f MiB an hour in the second half\n", growth(later));
    const CacheSettings budget;
    constexpr double beside = 400; // MiB
    EXPECT_LT(last.memory, static_cast<double>(budget.frameBytes + budget.thumbnailBytes) / mebi + beside);
    EXPECT_LE(last.threads, first.threads + 2);
    EXPECT_LE(last.files, first.files + 2);
    const auto meanFrame = [](auto from, auto to) {
        return std::accumulate(from, to, 0.0, [](double sum, const Sample& s) { return sum + s.frame; }) /
               static_cast<double>(std::distance(from, to));
    };
    const auto half = later.begin() + static_cast<std::ptrdiff_t>(later.size() / 2);
    std::printf("a frame takes %.1f ms, then %.1f ms\n", meanFrame(later.begin(), half), meanFrame(half, later.end()));
}

} // namespace
} // namespace unividx::ui
