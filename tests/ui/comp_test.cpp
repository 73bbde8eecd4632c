#include "core/export/composite.h"
#include "core/project/comp_edits.h"
#include "core/project/task_edits.h"
#include "tests/ui/compositing.h"
#include "ui/comp/comp_panel.h"
#include "ui/comp/number_form.h"
#include "ui/frames/comp_files.h"
#include "ui/frames/layer_choice.h"
#include "ui/relight/relight_panel.h"

#include <QListView>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace unividx::ui {
namespace {

/// The largest difference of two pictures, in codes of 8 bits; 255 if they have different sizes.
int largestDifference(const QImage& a, const QImage& b)
{
    if (a.size() != b.size())
        return 255;
    int largest = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            largest = std::max(
                {largest, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return largest;
}

TEST_F(Compositing, ANodeIsAddedDraggedAndUndoneAndTheViewerShowsIt)
{
    raise("composite");
    ASSERT_TRUE(waitForPicture());
    const QImage shot = window.viewer().canvas().shown();
    chooseFrom("comp.add", "Grade");
    ASSERT_EQ(nodes().size(), 1u);
    EXPECT_EQ(window.viewer().layer(), compositeLayer);
    ASSERT_TRUE(waitForFull());
    // A neutral node gives the shot itself; through light and back a code may be rounded the other way.
    const auto showsShot = [&] { return largestDifference(window.viewer().canvas().shown(), shot) <= 1; };
    EXPECT_TRUE(QTest::qWaitFor(showsShot, patience));
    const std::size_t before = steps();
    dragName(window.compPanel(), "Gain red", 20);
    EXPECT_EQ(steps(), before + 1) << "one movement is one step";
    EXPECT_NEAR(std::get<GradeNode>(nodes()[0].settings).gainRed.constant, 21.0f, 1e-4);
    ASSERT_TRUE(waitForFull());
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return largestDifference(window.viewer().canvas().shown(), shot) > 40; }, patience));
    screenshot("comp_grade");
    action("edit.undo")->trigger();
    EXPECT_EQ(std::get<GradeNode>(nodes()[0].settings).gainRed.constant, 1.0f);
    EXPECT_EQ(field(window.compPanel(), "Gain red")->value(), 1.0);
    EXPECT_TRUE(QTest::qWaitFor(showsShot, patience));
}

TEST_F(Compositing, TheButtonsOfAnEmptyPanelStandAtItsTop)
{
    raise("composite");
    EXPECT_LT(window.findChild<QToolButton*>("comp.add")->mapTo(&window.compPanel(), QPoint()).y(), 10);
}

TEST_F(Compositing, WhatIsChangedIsShownWhateverWasLookedAt)
{
    raise("composite");
    CompPanel& panel = window.compPanel();
    panel.addNode("grade");
    window.viewer().setLayer({});
    QDoubleSpinBox* gain = field(panel, "Gain red");
    ASSERT_NE(gain, nullptr);
    gain->setValue(0.5);
    EXPECT_EQ(window.viewer().layer(), compositeLayer);
    window.viewer().setLayer({});
    window.project().undo();
    EXPECT_EQ(window.viewer().layer(), "") << "going back is no wish to see it";
}

TEST_F(Compositing, NodesAreMovedBypassedAndRemovedByKeysAndByDragging)
{
    raise("composite");
    CompPanel& panel = window.compPanel();
    QAbstractItemModelTester tester(&panel.model(), Fatal::Fatal);
    for (const char* kind : {"grade", "despill", "grain"})
        panel.addNode(kind);
    const auto order = [&] {
        std::string names;
        for (const CompNode& node : nodes())
            names += std::string(kindOf(node.settings).name) + " ";
        return names;
    };
    EXPECT_EQ(order(), "grade despill grain ");
    panel.choose(0);
    QTest::keyClick(&panel.list(), Qt::Key_Down, Qt::AltModifier);
    EXPECT_EQ(order(), "despill grade grain ");
    EXPECT_EQ(panel.chosen(), 1) << "the node stays chosen";
    QTest::keyClick(&panel.list(), Qt::Key_B);
    EXPECT_TRUE(nodes()[1].bypass);
    // A drag of the last row in front of the first.
    const std::unique_ptr<QMimeData> data(panel.model().mimeData({panel.model().index(2)}));
    panel.model().dropMimeData(data.get(), Qt::MoveAction, 0, 0, {});
    EXPECT_EQ(order(), "grain despill grade ");
    panel.choose(1);
    QTest::keyClick(&panel.list(), Qt::Key_Delete);
    EXPECT_EQ(order(), "grain grade ");
    EXPECT_FALSE(clip(id).place.empty()) << "the key of the timeline's clip was not meant";
    ASSERT_NE(window.project().selectedClip(), nullptr);
    // The check of a row is its bypass, clicked with the mouse.
    const QRect row = panel.list().visualRect(panel.model().index(0));
    QTest::mouseClick(panel.list().viewport(), Qt::LeftButton, {}, QPoint(row.left() + 10, row.center().y()));
    EXPECT_TRUE(nodes()[0].bypass);
}

TEST_F(Compositing, NumbersGetKeysThatGoSmoothOrLinear)
{
    raise("composite");
    CompPanel& panel = window.compPanel();
    panel.addNode("grade");
    const auto curve = [&]() -> const Curve& { return std::get<GradeNode>(nodes()[0].settings).saturation; };
    auto* form = panel.findChild<NumberForm*>();
    ASSERT_NE(form, nullptr);
    for (QToolButton* button : form->findChildren<QToolButton*>()) {
        if (button->accessibleName() == "Key of Saturation at this frame")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_EQ(curve().keys.size(), 1u);
    EXPECT_EQ(curve().keys[0].frame, 1001);
    window.project().setPlayhead(10);
    QDoubleSpinBox* box = field(panel, "Saturation");
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, "3");
    QTest::keyClick(box, Qt::Key_Return);
    ASSERT_EQ(curve().keys.size(), 2u);
    EXPECT_EQ(curve().keys[1].frame, 1011);
    EXPECT_FLOAT_EQ(curve().at(1006), 2.0f); // smooth is half way in the middle, too
    EXPECT_NE(curve().at(1003), 1.4f);
    window.project().setPlayhead(0);
    Q_EMIT form->keyed("saturation", true, Interpolation::Linear);
    EXPECT_FLOAT_EQ(curve().at(1003), 1.4f);
    window.project().setPlayhead(5);
    EXPECT_NEAR(field(panel, "Saturation")->value(), 2.0, 1e-6) << "the field shows the number of the frame";
}

TEST_F(Compositing, AProxyComesFirstAndTheFullPictureIsTheExports)
{
    decompose();
    raise("composite");
    window.compPanel().applyLook("three-point");
    CompositeView& view = window.viewer().composite();
    bool proxySeen = false;
    QObject::connect(&view, &CompositeView::changed, &view, [&] {
        const CompPicture* picture = view.show(clip(id), 1001, false);
        proxySeen = proxySeen || (picture && picture->picture.height() == 360);
    });
    ASSERT_TRUE(waitForFull());
    EXPECT_TRUE(proxySeen);
    const CompPicture* seen = view.show(clip(id), 1001, false);
    ASSERT_EQ(seen->picture.height(), 480);
    Composite exported(clip(id).comp, compFilesOf(window.project().project(), clip(id)),
                       CompositePictures::PictureAlone);
    const Image picture = exported.pictures(1001).front();
    ASSERT_EQ(picture.byteSize(), seen->picture.image().byteSize());
    EXPECT_TRUE(
        std::equal(picture.data(), picture.data() + picture.byteSize() / sizeof(float), seen->picture.image().data()));
    screenshot("comp_three_point");
}

TEST_F(Compositing, AheadOfThePlayheadFramesAreComposedAndThenPlayWithoutAWait)
{
    shorten(12);
    raise("composite");
    window.compPanel().addNode("grade");
    ASSERT_TRUE(waitForFull());
    CompositeView& view = window.viewer().composite();
    window.project().setPlayhead(0);
    window.viewer().playback().play(1);
    window.viewer().playback().stop(); // at once: what is ahead was asked for nevertheless
    ASSERT_EQ(window.project().playhead(), 0);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.contains(clip(id), 1012); }, patience));
    for (std::int64_t frame = 1001; frame <= 1012; ++frame)
        EXPECT_TRUE(view.contains(clip(id), frame)) << frame;
    // All of it is there now: no frame waits for its picture.
    window.project().setPlayhead(5);
    window.viewer().playback().play(1);
    EXPECT_NE(view.show(clip(id), 1006, true), nullptr);
    EXPECT_TRUE(view.isCurrent());
    window.viewer().playback().stop();
    // Another number is another composite.
    Project next = setNumber(window.project().project(), id, 0, "gainRed", 1001, 0.5f);
    window.project().apply("grade", std::move(next));
    EXPECT_FALSE(view.contains(clip(id), 1012));
    window.project().undo();
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.show(clip(id), 1006, false) && view.isCurrent(); }, patience));
}

TEST_F(Compositing, TheTimelinesThumbnailsShowWhatTheNodesMake)
{
    shorten(4);
    raise("composite");
    const auto redOverBlue = [&] { // of the first thumbnail, on average
        const QRect place = window.timeline().clipRect(id);
        const QImage all = window.timeline().viewport()->grab().toImage();
        const QImage one = all.copy(place.left() + 2, place.top() + 18, 40, 30)
                               .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        return one.pixelColor(0, 0).red() - one.pixelColor(0, 0).blue();
    };
    ASSERT_TRUE(QTest::qWaitFor([&] { return redOverBlue() > 10; }, patience)) << "the room's walls are red";
    window.compPanel().addNode("grade");
    Project next = setNumber(window.project().project(), id, 0, "gainRed", 1001, 0.0f);
    window.project().apply("grade", setNumber(std::move(next), id, 0, "gainBlue", 1001, 3.0f));
    EXPECT_TRUE(QTest::qWaitFor([&] { return redOverBlue() < -60; }, patience));
    screenshot("composite_thumbnails");
    window.project().apply("bypass", bypassNode(window.project().project(), id, 0, true));
    EXPECT_TRUE(QTest::qWaitFor([&] { return redOverBlue() > 10; }, patience));
}

TEST_F(Compositing, ANodeThatLacksALayerIsSaidUnderThePicture)
{
    raise("relight");
    window.relightPanel().addLight(LightKind::Point);
    EXPECT_TRUE(QTest::qWaitFor([&] { return !window.viewer().composite().problem().isEmpty(); }, patience));
    EXPECT_TRUE(window.viewer().composite().problem().contains("albedo"));
    EXPECT_TRUE(waitForPicture()) << "the shot stays to be seen";
    EXPECT_EQ(window.width(), 1440) << "a long sentence does not widen the window";
    EXPECT_TRUE(window.viewer().canvas().notice().contains("albedo"));
    screenshot("comp_lacks");
}

} // namespace
} // namespace unividx::ui
