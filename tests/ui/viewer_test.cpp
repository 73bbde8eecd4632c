#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "tests/ui/studio.h"
#include "ui/audio/audio_mix.h"
#include "ui/layers/layers_panel.h"
#include "ui/media_pool/media_pool.h"
#include "ui/task/task_panel.h"
#include "ui/viewer/cache_bar.h"

#include <QComboBox>
#include <QProcess>
#include <QSignalSpy>
#include <QToolButton>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace unividx::ui {
namespace {

Image pixel(std::vector<float> values)
{
    const auto channels = static_cast<int>(values.size());
    return Image({1, 1}, channels, std::move(values));
}

TEST(DisplayViews, ComeFromTheColourConfigAndChangeThePicture)
{
    const auto views = displayViews();
    ASSERT_FALSE(views.empty());
    EXPECT_EQ(views.front(), (DisplayView{"sRGB", "Standard"}));
    DisplaySettings settings;
    settings.view = {"Rec.709", "Standard"};
    // Light 0.18 is code 0.4614 in sRGB; with the 2.4 power of BT.1886 0.18^(1/2.4) = 0.4895.
    EXPECT_EQ(qRed(toDisplay(pixel({0.18f, 0.18f, 0.18f}), PixelMeaning::SceneLinear).pixel(0, 0)), 118);
    EXPECT_NEAR(qRed(toDisplay(pixel({0.18f, 0.18f, 0.18f}), PixelMeaning::SceneLinear, settings).pixel(0, 0)), 125, 1);
    settings.view = {"sRGB", "no such view"};
    EXPECT_THROW(toDisplay(pixel({0.18f, 0.18f, 0.18f}), PixelMeaning::SceneLinear, settings), Error);
}

TEST(DisplayBypass, ShowsNumbersAsTheyStand)
{
    DisplaySettings settings;
    settings.exposure = 3;
    settings.gamma = 2;
    settings.bypass = true;
    EXPECT_EQ(qRed(toDisplay(pixel({0.2f, 0.2f, 0.2f}), PixelMeaning::SceneLinear, settings).pixel(0, 0)), 51);
    EXPECT_EQ(qRed(toDisplay(pixel({-1.0f, 0.2f, 0.2f}), PixelMeaning::Normal, settings).pixel(0, 0)), 0);
}

TEST(DisplayTable, MeetsEveryHalfExactlyAsTheFormulaDoes)
{
    // All positive halves below 2, as an EXR layer holds them.
    std::vector<float> values;
    for (int exponent = -14; exponent < 1; ++exponent) {
        for (int mantissa = 0; mantissa < 1024; mantissa += 7)
            values.push_back(std::ldexp(1.0f + static_cast<float>(mantissa) / 1024.0f, exponent));
    }
    const auto count = static_cast<int>(values.size());
    const QImage shown = toDisplay(Image({count, 1}, 1, values), PixelMeaning::SceneLinear);
    for (int i = 0; i < count; ++i) {
        const double light = values[static_cast<std::size_t>(i)];
        const double code = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
        const double exact = std::min(code, 1.0) * 255;
        EXPECT_NEAR(qRed(shown.pixel(i, 0)), exact, 0.501) << light; // rounding, and float against double
    }
}

TEST(Products, OfTwoLayersAreOfLight)
{
    // Codes 0.5 are 0.2140 of light each (IEC 61966-2-1); their product 0.0458.
    const Image made =
        multiplied(pixel({0.5f, 0.5f, 0.5f}), PixelMeaning::Display, pixel({0.5f, 0.5f, 0.5f}), PixelMeaning::Display);
    EXPECT_NEAR(made.at(0, 0, 0), 0.0458, 1e-4);
    EXPECT_THROW(multiplied(pixel({1, 1, 1}), PixelMeaning::Display, Image({2, 1}, 1, {1, 1}), PixelMeaning::Matte),
                 Error);
}

TEST(Differences, AreAbsoluteAndLiftedByExposure)
{
    QImage a(2, 1, QImage::Format_RGB32);
    QImage b = a;
    a.setPixel(0, 0, qRgb(10, 200, 5));
    b.setPixel(0, 0, qRgb(15, 100, 5));
    EXPECT_EQ(differenceOf(a, b, 0).pixel(0, 0), qRgb(5, 100, 0));
    EXPECT_EQ(differenceOf(a, b, 2).pixel(0, 0), qRgb(20, 255, 0));
}

/// A clip with a take whose layers are the shot itself, so that comparisons have a known outcome.
class Comparing : public Studio {
protected:
    Comparing()
    {
        id = dropSample();
        // A few frames are enough for what is to be seen, and make the run short.
        window.project().apply("trim", trimClip(window.project().project(), id, ClipEdge::End, 12));
        action("run.start")->trigger();
        if (!waitForJobs() || clip(id).takes.size() != 1)
            throw std::runtime_error("the run has made no take");
    }
    bool waitForDifference()
    {
        return QTest::qWaitFor([&] { return !window.viewer().canvas().difference().isNull(); }, patience);
    }
    ClipId id;
};

TEST_F(Comparing, KeysWipeAndDifferAgainstTheShotAndAgainstAnotherLayer)
{
    Viewer& viewer = window.viewer();
    ASSERT_TRUE(waitForPicture());
    EXPECT_EQ(viewer.layer(), "albedo");
    QTest::keyClick(&window, Qt::Key_W, Qt::ShiftModifier);
    EXPECT_EQ(viewer.canvas().compare(), Compare::Difference);
    EXPECT_TRUE(action("view.difference")->isChecked());
    ASSERT_TRUE(waitForDifference());
    const auto differs = [&] {
        const QImage shown = viewer.canvas().difference();
        return !shown.isNull() && (shown.pixel(320, 240) & 0xffffffu) != 0;
    };
    EXPECT_TRUE(QTest::qWaitFor(differs, patience)) << "the layer is not the shot";
    const QImage fromShot = viewer.canvas().difference();
    screenshot("difference");
    // Against itself nothing is left.
    viewer.setOther("irradiance");
    EXPECT_TRUE(QTest::qWaitFor([&] { return viewer.canvas().difference() != fromShot; }, patience));
    QTest::keyClick(&window, Qt::Key_W);
    EXPECT_EQ(viewer.canvas().compare(), Compare::Wipe);
    EXPECT_FALSE(action("view.difference")->isChecked());
    EXPECT_TRUE(viewer.canvas().difference().isNull());
    viewer.canvas().setFocus();
    const double line = viewer.canvas().wipe();
    QTest::keyClick(&viewer.canvas(), Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_LT(viewer.canvas().wipe(), line);
    for (int press = 0; press < 60; ++press)
        QTest::keyClick(&viewer.canvas(), Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_EQ(viewer.canvas().wipe(), 1.0);
    QTest::keyClick(&window, Qt::Key_W);
    EXPECT_EQ(viewer.canvas().compare(), Compare::None);
}

TEST_F(Comparing, KeysLookElsewhereInThePicture)
{
    ViewerCanvas& canvas = window.viewer().canvas();
    canvas.setFocus();
    const QRectF fitted = canvas.pictureRect();
    QTest::keyClick(&canvas, Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(&canvas, Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_FALSE(canvas.isFitting());
    EXPECT_NEAR(canvas.pictureRect().x(), fitted.x() - canvas.width() / 8.0, 1);
    EXPECT_NEAR(canvas.pictureRect().y(), fitted.y() - canvas.height() / 8.0, 1);
    QTest::keyClick(&canvas, Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(&canvas, Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_NEAR(canvas.pictureRect().x(), fitted.x(), 1);
    EXPECT_NEAR(canvas.pictureRect().y(), fitted.y(), 1);
}

TEST_F(Comparing, TheProductOfAlbedoAndIrradianceIsALayerToLookAt)
{
    action("view.composition")->trigger();
    EXPECT_EQ(window.viewer().layer(), productLayer);
    EXPECT_EQ(window.viewer().canvas().compare(), Compare::Difference);
    EXPECT_TRUE(waitForDifference());
    screenshot("composition");
}

TEST_F(Comparing, ATakeIsComparedWithWhatIsShown)
{
    for (QToolButton* button : window.findChild<LayersPanel*>()->findChildren<QToolButton*>()) {
        if (button->accessibleName().startsWith("Compare"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    EXPECT_EQ(window.viewer().canvas().compare(), Compare::Wipe);
}

TEST_F(Comparing, TheShotIsNotTakenForALayerThatWasNotMadeThere)
{
    EXPECT_EQ(window.viewer().canvas().notice(), "");
    Project project = window.project().project();
    for (Track& track : project.tracks) {
        for (Clip& each : track.clips)
            each.takes[0].frames.count = 10; // as while it is being made
    }
    window.project().apply("shorter", project);
    EXPECT_EQ(window.viewer().canvas().notice(), "");
    window.project().setPlayhead(10);
    EXPECT_TRUE(window.viewer().canvas().notice().contains("Albedo"));
    screenshot("stand_in");
    window.viewer().setLayer({});
    EXPECT_EQ(window.viewer().canvas().notice(), "");
}

TEST_F(Comparing, TheShotIsWipedAgainstALayerAndNotAgainstItself)
{
    window.viewer().setLayer({});
    QTest::keyClick(&window, Qt::Key_W, Qt::ShiftModifier);
    ASSERT_TRUE(waitForDifference());
    EXPECT_NE(window.viewer().canvas().difference().pixel(320, 240) & 0xffffffu, 0u);
}

TEST_F(Comparing, AComparisonDoesNotPushThePanelsOutOfASmallWindow)
{
    window.resize(1280, 720);
    QTest::qWait(50);
    ASSERT_EQ(window.width(), 1280);
    const int panel = window.taskPanel().width();
    const int pool = window.mediaPool().width();
    QTest::keyClick(&window, Qt::Key_W);
    QTest::qWait(50);
    EXPECT_EQ(window.width(), 1280);
    EXPECT_EQ(window.taskPanel().width(), panel);
    EXPECT_EQ(window.mediaPool().width(), pool);
}

TEST_F(Comparing, TheMatteOverlaySaysWhereThereIsNoMatte)
{
    window.viewer().canvas().setFocus();
    QTest::keyClick(&window.viewer().canvas(), Qt::Key_M);
    EXPECT_TRUE(action("view.matte")->isChecked());
    EXPECT_EQ(window.project().project().markers.size(), 0u) << "the timeline's key of the same name is not meant";
    window.viewer().refresh();
    EXPECT_TRUE(window.viewer().canvas().notice().contains("matte"));
}

TEST_F(Studio, SafeAreasLieOverThePictureAndNothingElseChanges)
{
    dropSample();
    ASSERT_TRUE(waitForPicture());
    ViewerCanvas& canvas = window.viewer().canvas();
    const QImage before = canvas.grabPixels();
    action("view.safeAreas")->trigger();
    const QImage after = canvas.grabPixels();
    EXPECT_NE(before, after);
    action("view.safeAreas")->trigger();
    EXPECT_EQ(canvas.grabPixels(), before);
}

TEST_F(Studio, OpenGlDrawsTheSamePixels)
{
    dropSample();
    ASSERT_TRUE(waitForPicture());
    ViewerCanvas& canvas = window.viewer().canvas();
    canvas.setZoom(2, canvas.pictureRect().center()); // every pixel as it is: nothing is averaged
    const QImage raster = canvas.grabPixels().convertToFormat(QImage::Format_RGB32);
    canvas.setOpenGl(true);
    if (!canvas.usesOpenGl())
        GTEST_SKIP() << "this platform has no OpenGL; run it under Xvfb with Mesa";
    const QImage drawn = canvas.grabPixels().convertToFormat(QImage::Format_RGB32);
    ASSERT_EQ(drawn.size(), raster.size());
    int different = 0;
    for (int y = 0; y < raster.height(); ++y) {
        for (int x = 0; x < raster.width(); ++x)
            different += raster.pixel(x, y) != drawn.pixel(x, y);
    }
    EXPECT_EQ(different, 0);
}

TEST_F(Studio, TheCacheBarScrubsAndFillsAsFramesAreDecoded)
{
    dropSample();
    ASSERT_TRUE(waitForPicture());
    auto* bar = window.findChild<CacheBar*>();
    ASSERT_NE(bar, nullptr);
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(bar->width() / 2, 4));
    EXPECT_EQ(window.project().playhead(), 21); // half of 43 frames
    EXPECT_EQ(bar->frameAt(0), 0);
    EXPECT_EQ(bar->frameAt(bar->width() - 1), 42);
}

/// A clock that says what a test tells it.
class TestClock final : public PlaybackClock {
public:
    explicit TestClock(double& now) : now_(now) {}
    bool start(const Project&, std::int64_t) override { return true; }
    void stop() override {}
    double seconds() const override { return now_; }

private:
    double& now_;
};

TEST(PlaybackTest, FollowsTheSoundAndCountsWhatItPasses)
{
    ProjectModel project;
    MediaItem media;
    media.path = "/shots/a.mov";
    media.frames = {1001, 100};
    media.resolution = {64, 48};
    auto withMedia = addMedia(newProject(), media);
    const auto video = std::find_if(withMedia.project.tracks.begin(), withMedia.project.tracks.end(),
                                    [](const Track& track) { return track.kind == TrackKind::Video; });
    const auto placed = addClip(withMedia.project, video->id, withMedia.id, 0);
    project.apply("place", placed.project);
    double heard = 0;
    Playback playback(project, [&] { return std::make_unique<TestClock>(heard); });
    playback.play(1);
    EXPECT_TRUE(playback.goesBySound());
    heard = 10.5 / 24;
    QTRY_COMPARE_WITH_TIMEOUT(project.playhead(), 10, patience);
    EXPECT_EQ(playback.skipped(), 9) << "frames 1 to 9 were never shown";
    heard = 11.5 / 24;
    QTRY_COMPARE_WITH_TIMEOUT(project.playhead(), 11, patience);
    EXPECT_EQ(playback.skipped(), 9);
    // Twice the speed has no sound; J, K, L.
    playback.shuttle(1);
    EXPECT_EQ(playback.speed(), 2);
    EXPECT_FALSE(playback.goesBySound());
    playback.shuttle(-1);
    EXPECT_EQ(playback.speed(), -1);
    playback.stop();
    EXPECT_FALSE(playback.isPlaying());
    // Without a loop it ends on the last frame.
    playback.setLooping(false);
    heard = 0;
    playback.play(1);
    heard = 100;
    QTRY_VERIFY_WITH_TIMEOUT(!playback.isPlaying(), patience);
    EXPECT_EQ(project.playhead(), 99);
}

TEST(AudioMixTest, ReadsFromWhereTheClipWasTrimmedAndAddsTracks)
{
    const QTemporaryDir temporary;
    const QString path = temporary.filePath("ramp.mov");
    QProcess::execute("ffmpeg", {"-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=24", "-f",
                                 "lavfi", "-i", "aevalsrc=0.25*mod(t\\,1)|0.25*mod(t\\,1):s=48000", "-t", "2", "-c:v",
                                 "mpeg4", "-c:a", "pcm_s16le", path});
    MediaItem media;
    media.path = path.toStdString();
    media.frames = {1001, 48};
    media.rate = {24, 1};
    media.resolution = {64, 48};
    media.hasAudio = true;
    auto withMedia = addMedia(newProject(), media);
    withMedia.project.rate = {24, 1};
    const auto audio = [](const Project& project) {
        return std::find_if(project.tracks.begin(), project.tracks.end(),
                            [](const Track& track) { return track.kind == TrackKind::Audio; })
            ->id;
    };
    EXPECT_FALSE(hasSound(withMedia.project));
    // Source frames 1007 to 1018 from timeline frame 24 on: a quarter of a second in, heard after a second.
    auto project = addClip(withMedia.project, audio(withMedia.project), withMedia.id, 24, FrameRange{1007, 12}).project;
    EXPECT_TRUE(hasSound(project));
    AudioMix mix(project);
    const auto samples = mix.read(47900, 400);
    for (std::size_t n = 0; n < 100; ++n)
        ASSERT_EQ(samples[2 * n], 0.0f);
    for (std::size_t n = 100; n < 400; n += 13)
        ASSERT_NEAR(samples[2 * n], 0.25 * (12000 + static_cast<double>(n) - 100) / 48000, 1e-4) << n;
    // The same once more on a track of its own is twice as loud; muted it is not heard.
    auto second = addTrack(project, TrackKind::Audio, "A2");
    project = addClip(second.project, second.id, withMedia.id, 24, FrameRange{1007, 12}).project;
    EXPECT_NEAR(AudioMix(project).read(48000, 1)[0], 0.125, 1e-4);
    EXPECT_NEAR(AudioMix(muteTrack(project, second.id, true)).read(48000, 1)[0], 0.0625, 1e-4);
}

} // namespace
} // namespace unividx::ui
