#include "core/export/composite.h"
#include "core/project/comp_edits.h"
#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "tests/ui/studio.h"
#include "ui/comp/background_form.h"
#include "ui/comp/comp_files.h"
#include "ui/comp/comp_panel.h"
#include "ui/comp/matte_form.h"
#include "ui/comp/number_form.h"
#include "ui/export/export_dialog.h"
#include "ui/jobs/unfinished_exports.h"
#include "ui/media/layer_choice.h"
#include "ui/relight/relight_panel.h"
#include "ui/viewer/composite_view.h"

#include <QClipboard>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <cmath>

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

/// A shot, with its intrinsic layers where they are asked for, before the composite's panels.
class Compositing : public Studio {
protected:
    Compositing() { id = dropSample(); }

    /// A few frames are enough for what is to be seen, and make a run short.
    void shorten(std::int64_t frames)
    {
        window.project().apply("trim", trimClip(window.project().project(), id, ClipEdge::End, frames));
    }
    void decompose()
    {
        shorten(4);
        action("run.start")->trigger();
        if (!waitForJobs() || !QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience))
            throw std::runtime_error("the run has made no take");
    }
    const std::vector<CompNode>& nodes() { return clip(id).comp.nodes; }
    void raise(const char* dock)
    {
        window.findChild<QDockWidget*>(dock)->raise();
        QTest::qWait(50);
    }
    void chooseFrom(const char* button, const QString& words)
    {
        for (QAction* entry : window.findChild<QToolButton*>(button)->menu()->actions()) {
            if (entry->text() == words)
                return entry->trigger();
        }
        FAIL() << "the menu has no " << words.toStdString();
    }
    QDoubleSpinBox* field(QWidget& panel, const QString& name)
    {
        for (QDoubleSpinBox* box : panel.findChildren<QDoubleSpinBox*>()) {
            if (box->accessibleName() == name)
                return box;
        }
        return nullptr;
    }
    void dragName(QWidget& panel, const QString& name, int pixels)
    {
        for (QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->text() != name || label->cursor().shape() != Qt::SizeHorCursor)
                continue;
            QTest::mousePress(label, Qt::LeftButton, {}, {5, 5});
            for (int i = 1; i <= 4; ++i)
                moveTo(label, {5 + pixels * i / 4, 5});
            QTest::mouseRelease(label, Qt::LeftButton, {}, {5 + pixels, 5});
            return;
        }
        FAIL() << "no number is called " << name.toStdString();
    }
    static void moveTo(QWidget* widget, const QPoint& point, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    void dragOnCanvas(const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers = {})
    {
        ViewerCanvas& canvas = window.viewer().canvas();
        QTest::mousePress(&canvas, Qt::LeftButton, modifiers, from.toPoint());
        for (int i = 1; i <= 5; ++i)
            moveTo(&canvas, (from + (to - from) * i / 5).toPoint(), modifiers);
        QTest::mouseRelease(&canvas, Qt::LeftButton, modifiers, to.toPoint());
    }
    QPointF onCanvas(float x, float y) { return window.viewer().canvas().place().toWidget({x, y}); }
    std::size_t steps() { return window.project().history().steps().size(); }
    bool waitForFull()
    {
        CompositeView& view = window.viewer().composite();
        return QTest::qWaitFor(
            [&] {
                const CompPicture* picture = view.show(clip(id), 1001, false);
                return picture && view.isFinal() && picture->source->stack == clip(id).comp;
            },
            patience);
    }

    ClipId id;
};

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
    Composite exported(clip(id).comp, compFilesOf(window.project().project(), clip(id), shownTake(clip(id))),
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
    screenshot("comp_lacks");
}

TEST_F(Compositing, LightsAreAddedDraggedInThePictureSoloedAndMuted)
{
    decompose();
    raise("relight");
    RelightPanel& panel = window.relightPanel();
    QAbstractItemModelTester tester(&panel.model(), Fatal::Fatal);
    chooseFrom("relight.presets", "Key, fill, rim");
    ASSERT_EQ(panel.model().rowCount(), 3);
    ASSERT_TRUE(waitForFull());
    chooseFrom("relight.add", "Point");
    ASSERT_EQ(panel.model().rowCount(), 4);
    EXPECT_EQ(panel.chosen(), 3);
    const auto light = [&](std::size_t i) -> const Light& {
        return std::get<RelightNode>(nodes()[0].settings).lights.at(i);
    };
    ViewerCanvas& canvas = window.viewer().canvas();
    ASSERT_EQ(canvas.tool(), &panel.tool());
    const std::size_t before = steps();
    const QPointF handle = *panel.tool().handleOf(3, canvas.place());
    EXPECT_NEAR(handle.y(), canvas.pictureRect().top(), 1.5) << "y = 1 is the picture's upper edge";
    dragOnCanvas(handle, onCanvas(0.25f, 0.5f));
    EXPECT_EQ(steps(), before + 1);
    EXPECT_NEAR(light(3).y.constant, 0.0f, 0.02f);
    EXPECT_NEAR(light(3).x.constant, -0.25f * 2 * 640 / 480, 0.02f) << "in half heights";
    // With Shift it comes nearer or goes away.
    dragOnCanvas(*panel.tool().handleOf(3, canvas.place()), onCanvas(0.25f, 0.25f), Qt::ShiftModifier);
    EXPECT_NEAR(light(3).z.constant, 3.0f, 0.05f);
    // The key, from the left to the right of the camera.
    EXPECT_LT(light(0).azimuth.constant, 0.0f);
    const QPointF key = *panel.tool().handleOf(0, canvas.place());
    const QPointF middle = canvas.pictureRect().center();
    dragOnCanvas(key, QPointF(2 * middle.x() - key.x(), key.y()));
    EXPECT_NEAR(light(0).azimuth.constant, 40.0f, 1.0f);
    EXPECT_NEAR(light(0).elevation.constant, 35.0f, 1.0f);
    EXPECT_EQ(panel.chosen(), 0);
    // The rim is behind, and stays there.
    const QPointF rim = *panel.tool().handleOf(2, canvas.place());
    dragOnCanvas(rim, rim + QPointF(12, 0));
    EXPECT_GT(std::abs(light(2).azimuth.constant), 90.0f);
    auto* list = panel.findChild<QTreeView*>();
    const auto click = [&](int row, int column) {
        const QRect cell = list->visualRect(panel.model().index(row, column));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 10, cell.center().y()));
    };
    click(1, LightsModel::SoloColumn);
    EXPECT_TRUE(light(1).solo);
    click(2, LightsModel::MuteColumn);
    EXPECT_TRUE(light(2).muted);
    screenshot("relight");
    auto* keep = panel.findChild<QSlider*>();
    EXPECT_EQ(keep->value(), 15);
    QTest::keyClick(keep, Qt::Key_Home);
    EXPECT_EQ(std::get<RelightNode>(nodes()[0].settings).keepOriginal.constant, 0.0f);
    raise("task");
    EXPECT_TRUE(QTest::qWaitFor([&] { return canvas.tool() == nullptr; }, 2000))
        << "no lights over the picture without their panel";
}

TEST_F(Compositing, ALightOutsideOfTheViewIsDraggedByItsArrowAndNudgedByKeys)
{
    decompose();
    raise("relight");
    RelightPanel& panel = window.relightPanel();
    chooseFrom("relight.add", "Point");
    ASSERT_TRUE(waitForFull());
    const auto light = [&]() -> const Light& { return std::get<RelightNode>(nodes()[0].settings).lights.at(0); };
    ViewerCanvas& canvas = window.viewer().canvas();
    const auto put = [&](float x, float y) {
        Project next = setLightNumber(window.project().project(), id, 0, 0, "x", 1001, x);
        window.project().apply("put", setLightNumber(std::move(next), id, 0, 0, "y", 1001, y));
    };
    put(9.0f, 0.0f);
    ASSERT_FALSE(canvas.rect().contains(panel.tool().handleOf(0, canvas.place())->toPoint()));
    const QPointF arrow = *panel.tool().gripOf(0, canvas.place());
    EXPECT_TRUE(canvas.rect().contains(arrow.toPoint()));
    EXPECT_NEAR(arrow.y(), canvas.rect().center().y(), 2) << "it points to where the light is";
    EXPECT_GT(arrow.x(), canvas.rect().right() - 30);
    screenshot("light_outside");
    const std::size_t before = steps();
    const QPointF middle = QRectF(canvas.rect()).center();
    dragOnCanvas(arrow, (arrow + middle) / 2);
    EXPECT_EQ(steps(), before + 1) << "one step";
    EXPECT_NEAR(light().x.constant, 4.5f, 0.2f) << "half way to the middle";
    EXPECT_NEAR(light().y.constant, 0.0f, 0.05f);
    window.project().undo();
    EXPECT_EQ(light().x.constant, 9.0f);
    put(-3.0f, 7.0f); // above, to the left
    const QPointF above = *panel.tool().gripOf(0, canvas.place());
    EXPECT_TRUE(canvas.rect().contains(above.toPoint()));
    EXPECT_LT(above.y(), 30);
    EXPECT_LT(above.x(), middle.x());
    dragOnCanvas(above, middle);
    EXPECT_NEAR(light().x.constant, 0.0f, 0.05f);
    EXPECT_NEAR(light().y.constant, 0.0f, 0.05f);
    // By keys, from the picture and from the list; steps that follow each other are one.
    const std::size_t still = steps();
    canvas.setFocus();
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(&canvas, Qt::Key_Right, Qt::AltModifier);
    QTest::keyClick(panel.findChild<QTreeView*>(), Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(&canvas, Qt::Key_PageDown, Qt::AltModifier);
    EXPECT_NEAR(light().x.constant, 0.1f, 0.05f);
    EXPECT_NEAR(light().y.constant, 0.02f, 0.05f);
    EXPECT_NEAR(light().z.constant, 2.02f, 1e-4f);
    EXPECT_EQ(steps(), still + 1);
    window.project().undo();
    EXPECT_NEAR(light().z.constant, 2.0f, 1e-6f);
}

TEST_F(Compositing, TheModelRendersTheEditedLightAndItsLayersStandLocked)
{
    decompose();
    raise("relight");
    RelightPanel& panel = window.relightPanel();
    chooseFrom("relight.presets", "Window");
    auto* render = panel.findChild<QPushButton*>("relight.render");
    QTest::mouseClick(render, Qt::LeftButton);
    ASSERT_TRUE(waitForJobs());
    const std::string said = window.jobs().jobs().back().sentence.toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 2; }, patience)) << said;
    const Take& take = clip(id).takes.front();
    EXPECT_EQ(take.layers, (std::vector<std::string>{"rgb", "albedo", "irradiance"}));
    EXPECT_TRUE(take.edited);
    EXPECT_EQ(taskOf(clip(id).task)->name(), "AIN2R");
    EXPECT_EQ(clip(id).task.locks[2]->take, take.id);
    EXPECT_NE(clip(id).task.locks[3]->take, take.id) << "the normals are the first take's";
    EXPECT_EQ(window.viewer().layer(), "rgb");
    // What came out of the nodes does not go into them again.
    const CompFiles files = compFilesOf(window.project().project(), clip(id), shownTake(clip(id)));
    EXPECT_EQ(files.layers.at(CompLayer::Irradiance), layerPattern(clip(id).takes.back(), "irradiance"));
    screenshot("relight_rendered");
    action("edit.undo")->trigger();
    EXPECT_EQ(clip(id).takes.size(), 1u);
    EXPECT_EQ(taskOf(clip(id).task)->name(), "R2AIN");
}

TEST_F(Compositing, ANewBackgroundIsMatchedAndHarmonised)
{
    decompose();
    raise("relight");
    RelightPanel& panel = window.relightPanel();
    MatteNode everything;
    everything.from = MatteNode::From::Everything;
    const fs::path plate = folder / "plate.png";
    QImage sky(64, 48, QImage::Format_RGB32);
    sky.fill(QColor(40, 90, 160));
    ASSERT_TRUE(sky.save(QString::fromStdString(plate.string())));
    panel.swapBackground(QString::fromStdString(plate.string()));
    const auto background = std::find_if(nodes().begin(), nodes().end(), [](const CompNode& node) {
        return std::holds_alternative<BackgroundNode>(node.settings);
    });
    ASSERT_NE(background, nodes().end());
    EXPECT_EQ(std::get<BackgroundNode>(background->settings).file, plate.string());
    EXPECT_GT(std::get<BackgroundNode>(background->settings).match.constant, 0.0f);
    EXPECT_TRUE(relightNodeOf(clip(id)).has_value()) << "lit by what is behind it";
    // Without an alpha layer the matte is drawn by hand.
    for (std::size_t i = 0; i < nodes().size(); ++i) {
        if (std::holds_alternative<MatteNode>(nodes()[i].settings))
            window.project().apply("matte", setNode(window.project().project(), id, i, {{}, false, everything, {}}));
    }
    auto* harmonise = panel.findChild<QPushButton*>("relight.harmonise");
    ASSERT_TRUE(harmonise->isEnabled());
    QTest::mouseClick(harmonise, Qt::LeftButton);
    ASSERT_TRUE(waitForJobs());
    const std::string said = window.jobs().jobs().back().sentence.toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 2; }, patience)) << said;
    EXPECT_EQ(taskOf(clip(id).task)->name(), "PFB2R");
}

TEST_F(Compositing, AMatteIsDrawnPaintedKeyedAndPublishedAsALockedLayer)
{
    shorten(12);
    raise("composite");
    CompPanel& panel = window.compPanel();
    panel.addNode("matte");
    CompNode node = nodes()[0];
    std::get<MatteNode>(node.settings).from = MatteNode::From::Everything;
    window.project().apply("from", setNode(window.project().project(), id, 0, node));
    ASSERT_TRUE(waitForFull());
    const auto matte = [&]() -> const MatteNode& { return std::get<MatteNode>(nodes()[0].settings); };
    auto* form = panel.findChild<MatteForm*>();
    ASSERT_NE(form, nullptr);
    ViewerCanvas& canvas = window.viewer().canvas();
    ASSERT_EQ(canvas.tool(), &form->tool());
    form->take(MatteTool::Hand::Garbage);
    for (const auto& [x, y] : {std::pair{0.1f, 0.1f}, {0.4f, 0.1f}, {0.4f, 0.4f}})
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, onCanvas(x, y).toPoint());
    dragOnCanvas(onCanvas(0.1f, 0.4f), onCanvas(0.05f, 0.35f)); // the last one a curve
    EXPECT_TRUE(matte().shapes.empty()) << "it is not closed yet";
    QTest::keyClick(&canvas, Qt::Key_Return);
    ASSERT_EQ(matte().shapes.size(), 1u);
    ASSERT_EQ(matte().shapes[0].keys.at(0).points.size(), 4u);
    EXPECT_NEAR(matte().shapes[0].keys[0].points[1].at.x, 0.4f, 0.01f);
    EXPECT_NE(matte().shapes[0].keys[0].points[3].out, Point{});
    // Ten frames on a corner is somewhere else: a second key.
    window.project().setPlayhead(10);
    QTest::qWait(50);
    const std::size_t before = steps();
    dragOnCanvas(onCanvas(0.4f, 0.1f), onCanvas(0.5f, 0.1f));
    EXPECT_EQ(steps(), before + 1);
    ASSERT_EQ(matte().shapes[0].keys.size(), 2u);
    EXPECT_EQ(matte().shapes[0].keys[1].frame, 1011);
    EXPECT_NEAR(shapeAt(matte().shapes[0], 1006)[1].at.x, 0.45f, 0.01f);
    window.project().setPlayhead(0);
    // Esc puts a tool away, with what it has begun, and cancels nothing else.
    form->take(MatteTool::Hand::Holdout);
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, onCanvas(0.7f, 0.3f).toPoint());
    QTest::keyClick(&canvas, Qt::Key_Escape);
    EXPECT_EQ(form->tool().hand(), MatteTool::Hand::None);
    EXPECT_EQ(matte().shapes.size(), 1u);
    form->take(MatteTool::Hand::Keep);
    dragOnCanvas(onCanvas(0.15f, 0.2f), onCanvas(0.3f, 0.2f));
    form->take(MatteTool::Hand::Remove);
    dragOnCanvas(onCanvas(0.6f, 0.7f), onCanvas(0.9f, 0.7f));
    ASSERT_EQ(matte().strokes.size(), 2u);
    EXPECT_EQ(matte().strokes[0].use, StrokeUse::Keep);
    EXPECT_EQ(matte().strokes[1].frame, 1001);
    ASSERT_TRUE(waitForFull());
    const Image painted = window.viewer().composite().show(clip(id), 1001, false)->matte;
    EXPECT_EQ(painted.at(96, 150, 0), 0.0f) << "in the shape";
    EXPECT_GT(painted.at(144, 96, 0), 0.9f) << "painted back";
    EXPECT_LT(painted.at(480, 336, 0), 0.1f) << "painted away";
    EXPECT_EQ(painted.at(480, 100, 0), 1.0f);
    screenshot("matte_tools");
    QTest::mouseClick(panel.findChild<QPushButton*>("matte.publish"), Qt::LeftButton);
    ASSERT_TRUE(waitForJobs());
    const std::string said = window.jobs().jobs().back().sentence.toStdString();
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience)) << said;
    EXPECT_EQ(taskOf(clip(id).task)->name(), "RP2FB");
    EXPECT_EQ(clip(id).takes[0].layers, std::vector<std::string>{"alpha"});
    action("run.start")->trigger(); // and foreground and background are painted from it
    ASSERT_TRUE(waitForJobs());
    EXPECT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 2; }, patience));
}

TEST_F(Compositing, AnExportIsChosenFromPresetsRunsAsAJobAndGoesOnAgain)
{
    decompose();
    raise("composite");
    window.compPanel().addNode("grade");
    action("file.export")->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    for (const ExportPreset& preset : exportPresets()) {
        dialog->choosePreset(preset.name);
        EXPECT_EQ(dialog->problem(), "") << preset.name;
        EXPECT_NE(dialog->preview(), "") << preset.name;
    }
    dialog->choosePreset("nuke");
    const QString target = qEnvironmentVariable("UNIVIDX_SCREENSHOTS");
    if (!target.isEmpty())
        dialog->grab().save(target + "/export_dialog.png");
    EXPECT_EQ(dialog->preview(), "rgb.1001.exr");
    const auto edit = [&](const QString& name, const QString& text) {
        for (QLineEdit* line : dialog->findChildren<QLineEdit*>()) {
            if (line->accessibleName() != name)
                continue;
            line->selectAll();
            QTest::keyClicks(line, text);
            return;
        }
        FAIL() << name.toStdString();
    };
    edit("File names", "{shot}.{extension}");
    EXPECT_NE(dialog->problem(), "") << "a sequence's names need the frame";
    dialog->choosePreset("png16");
    const fs::path out = folder / "out";
    edit("Folder", QString::fromStdString(out.string()));
    for (QSpinBox* box : dialog->findChildren<QSpinBox*>()) {
        if (box->accessibleName() == "Last frame")
            box->setValue(1003);
    }
    auto* layers = dialog->findChild<QListWidget*>();
    for (int i = 1; i < layers->count(); ++i)
        layers->item(i)->setCheckState(Qt::Unchecked);
    EXPECT_EQ(dialog->preview(), "rgb_picture.1001.png");
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == "Export")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_TRUE(waitForJobs());
    ASSERT_EQ(window.jobs().jobs().back().state, JobState::Done) << window.jobs().jobs().back().sentence.toStdString();
    for (const char* name : {"rgb_picture.1001.png", "rgb_picture.1003.png", "rgb_png16.json"})
        EXPECT_TRUE(fs::exists(out / name)) << name;
    EXPECT_FALSE(fs::exists(out / "rgb_picture.1004.png"));
    // A frame is lost: run again makes it anew and leaves the others.
    fs::remove(out / "rgb_picture.1002.png");
    const auto written = fs::last_write_time(out / "rgb_picture.1001.png");
    for (QPushButton* button : window.findChildren<QPushButton*>()) {
        if (button->text() == "Run again")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    ASSERT_TRUE(waitForJobs());
    EXPECT_EQ(window.jobs().jobs().back().state, JobState::Done) << window.jobs().jobs().back().sentence.toStdString();
    EXPECT_TRUE(fs::exists(out / "rgb_picture.1002.png"));
    EXPECT_EQ(fs::last_write_time(out / "rgb_picture.1001.png"), written);
}

TEST_F(Compositing, AnExportThatWasCutOffIsListedWithItsProjectAndGoesOn)
{
    shorten(14);
    raise("composite");
    window.compPanel().addNode("grade");
    window.saveTo(folder / "shot.uvx");
    ASSERT_TRUE(waitForFiles());
    action("file.export")->trigger();
    auto* dialog = window.findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    dialog->choosePreset("png16");
    dialog->accept();
    const int job = window.jobs().jobs().back().id;
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.jobs().find(job)->progress.framesDone >= 2; }, patience));
    ASSERT_TRUE(window.jobs().isBusy());
    made.reset(); // as a crash leaves it: the record stays
    const fs::path first = folder / "export" / "rgb_picture.1001.png";
    const auto written = fs::last_write_time(first);

    const auto next = makeWindow();
    next->resize(1440, 860);
    next->show();
    next->start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !next->isBusyWithFiles(); }, patience));
    EXPECT_TRUE(next->jobs().jobs().empty()) << "it is another project's";
    next->openFile(folder / "shot.uvx");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !next->jobs().jobs().empty(); }, patience));
    const JobStatus& cut = next->jobs().jobs().back();
    EXPECT_EQ(cut.state, JobState::CutOff);
    EXPECT_GE(cut.progress.framesDone, 2);
    EXPECT_EQ(cut.progress.framesTotal, 14);
    next->jobs().clearFinished();
    EXPECT_EQ(next->jobs().jobs().size(), 1u) << "nothing is lost by tidying up";
    const QString target = qEnvironmentVariable("UNIVIDX_SCREENSHOTS");
    QTest::qWait(target.isEmpty() ? 0 : 600);
    if (!target.isEmpty())
        next->grab().save(target + "/export_cut_off.png");
    const auto press = [&](const QString& words) {
        for (QPushButton* button : next->findChildren<QPushButton*>()) {
            if (button->text() == words && button->isVisible())
                return QTest::mouseClick(button, Qt::LeftButton);
        }
        FAIL() << words.toStdString();
    };
    press("Go on");
    ASSERT_TRUE(QTest::qWaitFor([&] { return !next->jobs().isBusy(); }, patience));
    ASSERT_EQ(next->jobs().jobs().back().state, JobState::Done) << next->jobs().jobs().back().sentence.toStdString();
    EXPECT_EQ(fs::last_write_time(first), written) << "what was complete is kept";
    EXPECT_TRUE(fs::exists(folder / "export" / "rgb_picture.1014.png"));
    EXPECT_TRUE(fs::exists(folder / "export" / "rgb_png16.json"));
    EXPECT_TRUE(findUnfinishedExports({folder / "autosave" / "exports", ".json"}, folder / "shot.uvx").empty());
}

TEST_F(Compositing, AnExportThatWasCutOffAndIsNotWantedIsForgotten)
{
    ExportOrder order;
    order.files.source = sample;
    order.asked.settings = findExportPreset("png16")->settings;
    order.asked.layers = {{"picture", PictureKind::Color}};
    order.asked.folder = folder / "out";
    order.asked.frames = {1001, 43};
    order.asked.order = freshOrder();
    const fs::path records = folder / "autosave" / "exports";
    RecordFolder(records, ".json").keep(1, exportRecord(order, {}));
    RecordFolder(records, ".json").keep(2, "{\"project\": \"\", \"order\": \"{\"}"); // cut in half
    window.start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.jobs().jobs().empty(); }, patience));
    EXPECT_EQ(window.jobs().jobs().back().state, JobState::CutOff);
    EXPECT_EQ(window.jobs().jobs().back().progress.framesDone, 0);
    window.jobs().cancel(window.jobs().jobs().back().id);
    EXPECT_EQ(window.jobs().jobs().back().state, JobState::Cancelled);
    EXPECT_TRUE(findUnfinishedExports({records, ".json"}, {}).empty());
}

TEST_F(Compositing, AFrameIsCopiedAndALayerIsDraggedOutAsItsFile)
{
    decompose();
    Viewer& viewer = window.viewer();
    ASSERT_TRUE(waitForPicture());
    viewer.canvas().setFocus();
    QTest::keyClick(&viewer.canvas(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QApplication::clipboard()->image().convertToFormat(QImage::Format_RGB32),
              viewer.canvas().shown().convertToFormat(QImage::Format_RGB32));
    const std::unique_ptr<QMimeData> layer(viewer.makeDragData());
    ASSERT_EQ(layer->urls().size(), 1);
    EXPECT_TRUE(layer->urls().front().toLocalFile().endsWith("_albedo.1001.exr"));
    EXPECT_TRUE(fs::exists(layer->urls().front().toLocalFile().toStdString()));
    window.compPanel().addNode("grade");
    ASSERT_TRUE(waitForFull());
    const std::unique_ptr<QMimeData> composite(viewer.makeDragData());
    const fs::path file = composite->urls().front().toLocalFile().toStdString();
    EXPECT_TRUE(fs::exists(file));
    fs::remove(file);
}

} // namespace
} // namespace unividx::ui
