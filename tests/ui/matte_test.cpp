#include "core/project/comp_edits.h"
#include "core/project/task_edits.h"
#include "tests/ui/compositing.h"
#include "ui/comp/comp_panel.h"
#include "ui/comp/matte_form.h"

#include <string>
#include <utility>

namespace unividx::ui {
namespace {

class MatteByHand : public Compositing {
protected:
    /// Four corners, the last one a curve.
    void drawOpenShape(ViewerCanvas& canvas)
    {
        for (const auto& [x, y] : {std::pair{0.1f, 0.1f}, {0.4f, 0.1f}, {0.4f, 0.4f}})
            QTest::mouseClick(&canvas, Qt::LeftButton, {}, onCanvas(x, y).toPoint());
        dragOnCanvas(onCanvas(0.1f, 0.4f), onCanvas(0.05f, 0.35f));
    }
};

TEST_F(MatteByHand, AMatteIsDrawnPaintedKeyedAndPublishedAsALockedLayer)
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
    drawOpenShape(canvas);
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
    const std::string said = lastItem().sentence;
    ASSERT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience)) << said;
    EXPECT_EQ(taskOf(clip(id).task)->name(), "RP2FB");
    EXPECT_EQ(clip(id).takes[0].layers, std::vector<std::string>{"alpha"});
    action("run.start")->trigger(); // and foreground and background are painted from it
    ASSERT_TRUE(waitForJobs());
    EXPECT_TRUE(QTest::qWaitFor([&] { return clip(id).takes.size() == 2; }, patience));
}

} // namespace
} // namespace unividx::ui
