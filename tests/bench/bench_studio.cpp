// Figures for the window: how long the timeline takes to paint, and how long a frame takes from the playhead's move to
// the screen. Run by hand, see RESULTS.md.

#include "core/media/media_reader.h"
#include "core/project/edits.h"
#include "ui/common/theme.h"
#include "ui/timeline/timeline.h"
#include "ui/viewer/viewer.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cstdio>
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

void print(const std::string& what, const std::vector<double>& milliseconds)
{
    const Percentiles found = percentiles(milliseconds);
    std::printf("%-52s p50 %8.2f ms   p95 %8.2f ms   (%zu)\n", what.c_str(), found.p50, found.p95, milliseconds.size());
    std::fflush(stdout);
}

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

std::vector<double> paintTimes(Timeline& timeline, int repeats)
{
    QImage target(timeline.viewport()->size(), QImage::Format_RGB32);
    std::vector<double> times;
    QElapsedTimer clock;
    for (int i = 0; i < repeats; ++i) {
        timeline.horizontalScrollBar()->setValue(i * 37 % std::max(1, timeline.horizontalScrollBar()->maximum()));
        clock.start();
        timeline.viewport()->render(&target);
        times.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
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
        print(std::string("timeline, ") + name + ", all of it", paintTimes(timeline, 200));
        timeline.setScale(4, 100);
        paintTimes(timeline, 5);
        QTest::qWait(3000);
        print(std::string("timeline, ") + name + ", 4 pixels a frame", paintTimes(timeline, 200));
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
        QElapsedTimer clock;
        clock.start();
        model.setPlayhead(frame);
        finished.wait(patience);
        return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
    };
    goTo(1);
    std::mt19937 random(5);
    std::vector<qint64> places;
    for (int i = 0; i < 40; ++i)
        places.push_back(static_cast<qint64>(random() % static_cast<unsigned>(item.frames.count)));
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    std::shuffle(places.begin(), places.end(), random);
    std::vector<double> alone;
    std::vector<double> cold;
    std::vector<double> warm;
    const auto reader = openMedia(item.path);
    for (const qint64 place : places) { // in turns, so that what else the machine does falls on both
        QElapsedTimer clock;
        clock.start();
        reader->read(item.frames.first + place);
        alone.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
        cold.push_back(goTo(place));
    }
    for (const qint64 place : places)
        warm.push_back(goTo(place));
    print("scrub, decoding alone", alone);
    print("scrub, cold cache, to the finished picture", cold);
    print("scrub, warm cache, to the finished picture", warm);
    std::printf("cold : decoding alone, p50 %.2f, p95 %.2f\n", percentiles(cold).p50 / percentiles(alone).p50,
                percentiles(cold).p95 / percentiles(alone).p95);
    std::printf("resident after it: %.0f MB\n", residentMegabytes());
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_studio MOVIE\n");
        return 2;
    }
    applyTheme(application);
    const auto reader = openMedia(argv[1]);
    MediaItem item;
    item.path = std::filesystem::absolute(argv[1]);
    item.rate = reader->info().rate;
    item.frames = reader->info().frames;
    item.resolution = reader->info().resolution;
    benchTimeline(item);
    benchScrub(item);
}
