#include "core/export/composite.h"
#include "core/project/comp_edits.h"
#include "core/project/inputs.h"
#include "core/project/task_edits.h"
#include "tests/ui/compositing.h"
#include "ui/comp/background_form.h"
#include "ui/comp/comp_panel.h"
#include "ui/frames/comp_files.h"
#include "ui/frames/layer_choice.h"
#include "ui/relight/relight_panel.h"

#include <QSlider>
#include <QTreeView>

#include <algorithm>
#include <cmath>
#include <string>

namespace unividx::ui {
namespace {

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
    window.activateWindow();
    keep->setFocus(); // Home is the slider's while it has the focus, else it takes the playhead to the start
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
    const std::string said = lastItem().sentence;
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 2; }, patience)) << said;
    const Take& take = clip(id).takes.front();
    EXPECT_EQ(take.layers, (std::vector<std::string>{"rgb", "albedo", "irradiance"}));
    EXPECT_TRUE(take.edited);
    EXPECT_EQ(taskOf(clip(id).task)->name(), "AIN2R");
    EXPECT_EQ(clip(id).task.locks[2]->take, take.id);
    EXPECT_NE(clip(id).task.locks[3]->take, take.id) << "the normals are the first take's";
    EXPECT_EQ(window.viewer().layer(), "rgb");
    // What came out of the nodes does not go into them again.
    const CompFiles files = compFilesOf(window.project().project(), clip(id));
    EXPECT_EQ(files.layers.at(CompLayer::Irradiance), layerPattern(clip(id).takes.back(), "irradiance"));
    screenshot("relight_rendered");
    action("edit.undo")->trigger();
    EXPECT_EQ(clip(id).takes.size(), 1u);
    EXPECT_EQ(taskOf(clip(id).task)->name(), "R2AIN");
}

TEST_F(Compositing, ANewBackgroundLeavesTheMatteThatWasDrawnAlone)
{
    MatteNode drawn;
    drawn.strokes.push_back({});
    const CompStack stack{{{{}, false, drawn, {}}, {{}, true, BackgroundNode{}, {}}, {{}, false, OutNode{}, {}}}};
    window.project().apply("nodes", setStack(window.project().project(), id, stack));
    raise("relight");
    const fs::path plate = folder / "plate.png";
    ASSERT_TRUE(QImage(64, 48, QImage::Format_RGB32).save(QString::fromStdString(plate.string())));
    window.relightPanel().swapBackground(QString::fromStdString(plate.string()));
    ASSERT_EQ(nodes().size(), 3u);
    EXPECT_EQ(std::get<MatteNode>(nodes()[0].settings), drawn);
    EXPECT_FALSE(nodes()[1].bypass);
    action("edit.undo")->trigger();
    window.project().apply("nodes", removeNode(window.project().project(), id, 1));
    window.relightPanel().swapBackground(QString::fromStdString(plate.string()));
    EXPECT_EQ(std::get<MatteNode>(nodes()[0].settings), drawn);
    EXPECT_EQ(std::count_if(nodes().begin(), nodes().end(),
                            [](const CompNode& node) { return std::holds_alternative<MatteNode>(node.settings); }),
              1);
    EXPECT_TRUE(std::holds_alternative<OutNode>(nodes().back().settings)) << "what leaves the stack stays last";
    window.compPanel().choose(0);
    window.compPanel().addNode("matte");
    EXPECT_EQ(std::get<MatteNode>(nodes()[1].settings).from, MatteNode::From::Before);
}

TEST_F(Compositing, NewLightsDoNotLieOnEachOther)
{
    decompose();
    raise("relight");
    RelightPanel& panel = window.relightPanel();
    for (const LightKind kind : {LightKind::Point, LightKind::Spot, LightKind::Area, LightKind::Directional,
                                 LightKind::Directional, LightKind::Point})
        panel.addLight(kind);
    const auto& lights = std::get<RelightNode>(nodes()[*relightNodeOf(clip(id))].settings).lights;
    ASSERT_EQ(lights.size(), 6u);
    for (std::size_t a = 0; a < lights.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            const bool directional = lights[a].kind == LightKind::Directional;
            const bool same = directional ? lights[a].azimuth == lights[b].azimuth : lights[a].x == lights[b].x;
            EXPECT_FALSE(same && directional == (lights[b].kind == LightKind::Directional)) << a << ", " << b;
        }
    }
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
    const std::string said = lastItem().sentence;
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 2; }, patience)) << said;
    EXPECT_EQ(taskOf(clip(id).task)->name(), "PFB2R");
}

} // namespace
} // namespace unividx::ui
