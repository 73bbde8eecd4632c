// Figures for the window: how long the timeline takes to paint, how long a frame takes from the playhead's move to the
// screen, whether cached frames play at their rate, what memory scrubbing takes, and how long it takes from Run to the
// first layer in the viewer. Run by hand, see RESULTS.md.

#include "core/base/allocator.h"
#include "core/media/media_reader.h"
#include "core/project/comp_edits.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "ui/common/theme.h"
#include "ui/frames/layer_choice.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"
#include "ui/window/file_tasks.h"
#include "ui/window/main_window.h"
#include "ui/window/project_controller.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace unividx;
using namespace unividx::ui;

constexpr int patience = 60'000;

struct Percentiles {
    double p50 = 0;
    double p95 = 0;
};

Percentiles percentiles(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return {values[values.size() / 2], values[values.size() * 95 / 100]};
}

/// How long one thing took after the other: by the clock, and of the processor, on which other work does not count.
class Times {
public:
    /// `clock`: CLOCK_THREAD_CPUTIME_ID or CLOCK_PROCESS_CPUTIME_ID.
    explicit Times(clockid_t clock) : processor_(clock) {}

    template <typename Work>
    void measure(Work work)
    {
        const double wall = now(CLOCK_MONOTONIC);
        const double used = now(processor_);
        work();
        used_.push_back(now(processor_) - used);
        wall_.push_back(now(CLOCK_MONOTONIC) - wall);
    }
    void print(const std::string& what) const
    {
        const Percentiles wall = percentiles(wall_);
        const Percentiles used = percentiles(used_);
        std::printf("%-46s by the clock p50 %7.2f p95 %7.2f ms, processor p50 %7.2f p95 %7.2f ms (%zu)\n", what.c_str(),
                    wall.p50, wall.p95, used.p50, used.p95, wall_.size());
        std::fflush(stdout);
    }
    const std::vector<double>& wall() const { return wall_; }

private:
    static double now(clockid_t clock)
    {
        timespec time{};
        ::clock_gettime(clock, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
    }

    clockid_t processor_;
    std::vector<double> wall_;
    std::vector<double> used_;
};

/// Megabytes of the process that are in memory. Source: proc(5), /proc/[pid]/statm.
double residentMegabytes()
{
    std::ifstream statm("/proc/self/statm");
    long pages = 0;
    long resident = 0;
    statm >> pages >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}

Project clipsInARow(const MediaItem& item, int count, std::int64_t frames)
{
    auto added = addMedia(newProject(), item);
    Project project = std::move(added.project);
    TrackId video;
    for (const Track& track : project.tracks) {
        if (track.kind == TrackKind::Video)
            video = track.id;
    }
    for (int i = 0; i < count; ++i)
        project =
            addClip(std::move(project), video, added.id, i * frames, FrameRange{item.frames.first, frames}).project;
    return project;
}

Times paintTimes(Timeline& timeline, int repeats)
{
    QImage target(timeline.viewport()->size(), QImage::Format_RGB32);
    Times times(CLOCK_THREAD_CPUTIME_ID);
    for (int i = 0; i < repeats; ++i) {
        timeline.horizontalScrollBar()->setValue(i * 37 % std::max(1, timeline.horizontalScrollBar()->maximum()));
        times.measure([&] { timeline.viewport()->render(&target); });
    }
    return times;
}

void benchTimeline(const MediaItem& item)
{
    struct Case {
        const char* name;
        int clips;
        std::int64_t frames;
    };
    for (const auto& [name, clips, frames] :
         {Case{"500 clips of 40 frames", 500, 40}, Case{"1 clip of 100,000 frames", 1, 100000}}) {
        MediaItem longer = item;
        longer.frames.count = std::max(item.frames.count, frames);
        ProjectModel model;
        model.apply("bench", clipsInARow(longer, clips, frames));
        FrameStore thumbnails(std::size_t{128} << 20);
        Timeline timeline(model, thumbnails);
        timeline.resize(1900, 260);
        timeline.show();
        timeline.zoomToFit();
        paintTimes(timeline, 5);
        QTest::qWait(3000); // thumbnails come in
        paintTimes(timeline, 200).print(std::string("timeline, ") + name + ", all of it");
        timeline.setScale(4, 100);
        paintTimes(timeline, 5);
        QTest::qWait(3000);
        paintTimes(timeline, 200).print(std::string("timeline, ") + name + ", 4 pixels a frame");
    }
}

void benchScrub(const MediaItem& item)
{
    ProjectModel model;
    FrameStore frames(std::size_t{2} << 30);
    Actions actions;
    Viewer viewer(model, frames, actions);
    viewer.resize(960, 600);
    viewer.show();
    model.apply("bench", clipsInARow(item, 1, item.frames.count));
    const auto goTo = [&](qint64 frame) {
        QSignalSpy finished(&viewer.canvas(), &ViewerCanvas::finished);
        model.setPlayhead(frame);
        finished.wait(patience);
    };
    goTo(1);
    std::mt19937 random(5);
    std::vector<qint64> places;
    for (int i = 0; i < 40; ++i)
        places.push_back(static_cast<qint64>(random() % static_cast<unsigned>(item.frames.count)));
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::shuffle(places.begin(), places.end(), random);
    Times alone(CLOCK_PROCESS_CPUTIME_ID);
    Times cold(CLOCK_PROCESS_CPUTIME_ID);
    Times warm(CLOCK_PROCESS_CPUTIME_ID);
    const auto reader = openMedia(item.path);
    for (const qint64 place : places) { // in turns, so that what else the machine does falls on both
        alone.measure([&] { reader->read(item.frames.first + place); });
        cold.measure([&] { goTo(place); });
    }
    for (const qint64 place : places)
        warm.measure([&] { goTo(place); });
    alone.print("scrub, decoding alone");
    cold.print("scrub, cold cache, to the finished picture");
    warm.print("scrub, warm cache, to the finished picture");
    const Percentiles one = percentiles(cold.wall());
    const Percentiles other = percentiles(alone.wall());
    std::printf("cold : decoding alone, p50 %.2f, p95 %.2f\n", one.p50 / other.p50, one.p95 / other.p95);
    std::printf("resident after it: %.0f MB\n", residentMegabytes());
}

/// Plays what the viewer shows, again and again, at the clip's own rate.
void play(Viewer& viewer, Actions& actions, const MediaItem& item, const char* what)
{
    constexpr int seconds = 10;
    int shown = 0;
    const auto counting = QObject::connect(&viewer.canvas(), &ViewerCanvas::finished, &viewer, [&shown] { ++shown; });
    actions.get("play.toggle")->trigger();
    const std::clock_t before = std::clock();
    QTest::qWait(seconds * 1000);
    const double used = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    const int skipped = viewer.skipped();
    actions.get("play.toggle")->trigger();
    QObject::disconnect(counting);
    std::printf("playback of %s, %d s at %.3f fps: %d pictures, %d skipped, %.0f %% of a core, %.1f ms a picture\n",
                what, seconds, item.rate.perSecond(), shown, skipped, 100 * used / seconds,
                1e3 * used / std::max(1, shown));
    std::fflush(stdout);
}

/// Every frame of a short clip on the screen once; then playing it, from the cache.
void benchPlayback(const MediaItem& item, const char* layers)
{
    constexpr qint64 frames = 48; // what fits the cache at full HD
    ProjectModel model;
    FrameStore store(std::size_t{2} << 30);
    Actions actions;
    Viewer viewer(model, store, actions);
    viewer.resize(960, 600);
    viewer.show();
    Project project = clipsInARow(item, 1, std::min<std::int64_t>(frames, item.frames.count));
    const auto showEach = [&](const char* what) {
        Times times(CLOCK_PROCESS_CPUTIME_ID);
        for (qint64 frame = 0; frame < frames; ++frame) {
            times.measure([&] {
                QSignalSpy finished(&viewer.canvas(), &ViewerCanvas::finished);
                model.setPlayhead(frame);
                finished.wait(patience);
            });
        }
        times.print(what);
    };
    model.apply("bench", project);
    showEach("frame after frame, the shot");
    play(viewer, actions, item, "the shot, cached");
    if (!layers)
        return;
    Take take;
    take.folder = std::filesystem::absolute(layers);
    take.layerPrefix = item.path.stem().string();
    take.frames = {item.frames.first, frames};
    take.layers = {"albedo", "irradiance", "normal"};
    const ClipId clip = model.clipAtPlayhead()->id;
    model.apply("take", addTake(model.project(), clip, take).project);
    model.setPlayhead(0);
    viewer.setLayer("albedo");
    showEach("frame after frame, a layer (EXR)");
    play(viewer, actions, item, "a layer, cached");
    model.setPlayhead(0);
    model.apply("look", setStack(model.project(), clip, findStackPreset("three-point")->stack));
    viewer.setLayer(compositeLayer);
    play(viewer, actions, item, "a composite with three lights, the first time");
    showEach("frame after frame, a composite (proxy, layers read)");
    play(viewer, actions, item, "a composite with three lights, cached");
    CompStack changed = model.clipAtPlayhead()->comp;
    std::get<RelightNode>(changed.nodes.front().settings).lights.front().intensity = 1.0f;
    model.apply("brighter", setStack(model.project(), clip, changed));
    play(viewer, actions, item, "the same with another number, the first time");
    std::get<RelightNode>(changed.nodes.front().settings).lights.front().intensity = 2.0f;
    model.apply("brighter", setStack(model.project(), clip, changed));
    showEach("frame after frame, with another number");
}

/// Memory while the playhead goes through a long clip: after the cache is full it stays where it is.
void benchMemory(const MediaItem& item)
{
    constexpr std::size_t budget = std::size_t{512} << 20;
    ProjectModel model;
    FrameStore store(budget);
    Actions actions;
    Viewer viewer(model, store, actions);
    viewer.resize(960, 600);
    viewer.show();
    model.apply("bench", clipsInARow(item, 1, item.frames.count));
    constexpr int steps = 120;
    for (int step = 1; step <= steps; ++step) {
        QSignalSpy finished(&viewer.canvas(), &ViewerCanvas::finished);
        model.setPlayhead(item.frames.count * step / (steps + 1));
        finished.wait(patience);
        if (step % (steps / 6) == 0)
            std::printf("scrubbing %lld frames, after %3d pictures: %.0f MB resident (cache of %.0f MB)\n",
                        static_cast<long long>(item.frames.count), step, residentMegabytes(),
                        static_cast<double>(budget) * 1e-6);
    }
}

/// Whether the frame at the playhead of the layers that are being made is decoded: what is on the screen is it then.
bool isGrowingFrameReady(MainWindow& window, ClipId id)
{
    const Project& project = window.project().project();
    const Clip& clip = *findClip(project, id);
    const Take* growing = window.project().shownLayers(clip);
    if (!growing || growing->id || growing->layers.empty())
        return false;
    const auto key = frameOf(project, clip, growing, growing->layers.front(),
                             sourceFrameAt(project, clip, window.project().playhead()));
    const auto stores = window.findChildren<FrameStore*>();
    return key &&
           std::any_of(stores.begin(), stores.end(), [&](const FrameStore* store) { return store->contains(*key); });
}

/// Presses Run and waits until the first frame of a layer that is being made is on the screen.
double secondsToFirstLayer(MainWindow& window)
{
    const ClipId id = window.project().clipAtPlayhead()->id;
    double shown = 0;
    QElapsedTimer clock;
    const auto finished = QObject::connect(&window.viewer().canvas(), &ViewerCanvas::finished, &window, [&] {
        if (shown == 0 && isGrowingFrameReady(window, id))
            shown = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
    });
    clock.start();
    window.actions().get("run.start")->trigger();
    const bool ended = QTest::qWaitFor([&] { return shown > 0 && !window.queue().isWorking(); }, 10 * patience);
    QObject::disconnect(finished);
    if (!ended) {
        std::fprintf(stderr, "no layer has been shown: %s\n", qPrintable(window.messages().last()));
        std::exit(1);
    }
    return shown;
}

/// In a window of its own each turn: the first run, whose worker loads the model, and the next, whose worker has it.
void benchRun(const std::string& program, const char* clip, int turns)
{
    std::vector<double> cold;
    std::vector<double> warm;
    for (int turn = 0; turn < turns; ++turn) {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        MainWindow window(
            {folder / "settings.json", folder / "autosave",
             QueueSetup{folder / "queue",
                        {program, "worker", "--supervisor", std::to_string(QCoreApplication::applicationPid())},
                        {}}});
        window.resize(1440, 860);
        window.show();
        window.projects().open(std::filesystem::absolute(clip));
        QTest::qWaitFor([&] { return !window.viewer().canvas().shown().isNull(); }, patience);
        const Clip before = *window.project().clipAtPlayhead();
        RunSpec settings = before.task;
        settings.quality = Quality::Preview;
        settings.ownNumbers = false;
        window.project().apply("preview", setRunSettings(window.project().project(), before.id, settings));
        window.projects().saveTo(folder / "bench.uvx"); // its layers are beside it
        QTest::qWaitFor([&] { return !window.files().isBusy(); }, patience);
        cold.push_back(secondsToFirstLayer(window));
        warm.push_back(secondsToFirstLayer(window));
        std::printf("turn %d: cold %.2f s, warm %.2f s\n", turn + 1, cold.back(), warm.back());
        std::fflush(stdout);
    }
    for (auto* times : {&cold, &warm})
        std::sort(times->begin(), times->end());
    std::printf("from Run to the first layer: cold %.2f s (least %.2f), warm %.2f s (least %.2f)\n",
                cold[cold.size() / 2], cold.front(), warm[warm.size() / 2], warm.front());
}

MediaItem itemOf(const char* path)
{
    const auto reader = openMedia(path);
    MediaItem item;
    item.path = std::filesystem::absolute(path);
    item.rate = reader->info().rate;
    item.frames = reader->info().frames;
    item.resolution = reader->info().resolution;
    return item;
}

} // namespace

int main(int argc, char** argv)
{
    unividx::giveLargeBlocksBack(); // as the program does
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments().mid(1);
    const auto layers = arguments.indexOf("--layers");
    const auto run = arguments.indexOf("--run");
    if (argc < 2 || (layers >= 0 && layers + 1 >= arguments.size()) || (run >= 0 && run + 2 >= arguments.size())) {
        std::fprintf(
            stderr, "usage: bench_studio MOVIE [LONG_MOVIE]\n"
                    "       bench_studio MOVIE --layers FOLDER   (playback alone; the layers of 48 frames or more)\n"
                    "       bench_studio MOVIE --run PROGRAM TURNS   (from Run to the first layer, by that unividx)\n");
        return 2;
    }
    applyTheme(application);
    if (run >= 0) {
        benchRun(argv[run + 2], argv[1], std::max(1, std::atoi(argv[run + 3])));
        return 0;
    }
    const MediaItem item = itemOf(argv[1]);
    if (layers >= 0) {
        benchPlayback(item, argv[layers + 2]);
        return 0;
    }
    benchTimeline(item);
    benchScrub(item);
    benchPlayback(item, nullptr);
    if (argc == 3)
        benchMemory(itemOf(argv[2]));
}
