#include "tests/ui/compositing.h"
#include "ui/media_pool/media_pool.h"
#include "ui/relight/relight_panel.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QMenuBar>
#include <QSlider>
#include <QTabBar>
#include <QWheelEvent>

#include <algorithm>
#include <set>

namespace unividx::ui {
namespace {

class Keyboard : public Compositing {
protected:
    template <typename Control>
    Control* control(const QString& name)
    {
        for (Control* each : window.findChildren<Control*>()) {
            if (each->accessibleName() == name && each->isVisible())
                return each;
        }
        throw std::runtime_error("there is no " + name.toStdString());
    }
    void focus(QWidget* widget)
    {
        window.activateWindow();
        widget->setFocus(Qt::TabFocusReason);
        if (QApplication::focusWidget() != widget)
            throw std::runtime_error("it does not take the focus");
    }
};

TEST_F(Keyboard, TheSpaceBarPressesTheButtonThatTabReached)
{
    auto* lock = control<QAbstractButton>("Albedo is open");
    focus(lock);
    QTest::keyClick(lock, Qt::Key_Space);
    EXPECT_TRUE(clip(id).task.locks[1].has_value());
    auto* matte = control<QAbstractButton>("Matte overlay");
    focus(matte);
    QTest::keyClick(matte, Qt::Key_Space);
    EXPECT_TRUE(action("view.matte")->isChecked());
    EXPECT_FALSE(window.viewer().isPlaying());
}

TEST_F(Keyboard, AfterAClickTheSpaceBarStillPlays)
{
    focus(window.timeline().viewport()->parentWidget());
    auto* preset = window.findChild<QPushButton*>("preset.matte");
    ASSERT_NE(preset, nullptr);
    QTest::mouseClick(preset, Qt::LeftButton);
    EXPECT_EQ(clip(id).task.family, &alphaFamily);
    QWidget* still = QApplication::focusWidget();
    EXPECT_EQ(still, &window.timeline()) << "a click takes the focus from nothing";
    QTest::keyClick(still, Qt::Key_Space);
    EXPECT_TRUE(window.viewer().isPlaying());
    action("play.stop")->trigger();
}

TEST_F(Keyboard, ArrowsMoveASliderAndChooseATabAndElsewhereThePlayhead)
{
    raise("relight");
    window.relightPanel().addLight(LightKind::Point);
    auto* keep = window.relightPanel().findChild<QSlider*>();
    focus(keep);
    keep->setValue(50);
    const qint64 playhead = window.project().playhead();
    QTest::keyClick(keep, Qt::Key_Left);
    EXPECT_EQ(keep->value(), 49);
    EXPECT_EQ(window.project().playhead(), playhead);
    QTabBar* tabs = nullptr;
    for (QTabBar* each : window.findChildren<QTabBar*>()) {
        if (each->isVisible() && each->count() > 0 && each->tabText(0) == "Task")
            tabs = each;
    }
    ASSERT_NE(tabs, nullptr);
    focus(tabs);
    const int before = tabs->currentIndex();
    QTest::keyClick(tabs, Qt::Key_Left);
    EXPECT_EQ(tabs->currentIndex(), before - 1);
    EXPECT_EQ(window.project().playhead(), playhead);
    focus(&window.timeline());
    QTest::keyClick(&window.timeline(), Qt::Key_Right);
    EXPECT_EQ(window.project().playhead(), playhead + 1);
}

TEST_F(Keyboard, EveryPanelsTabIsReachedByTab)
{
    window.activateWindow();
    window.mediaPool().setFocus();
    std::set<QString> reached;
    for (int i = 0; i < 200; ++i) {
        QWidget* focus = QApplication::focusWidget();
        if (const auto* tabs = qobject_cast<QTabBar*>(focus)) {
            for (int tab = 0; tab < tabs->count(); ++tab)
                reached.insert(tabs->tabText(tab));
        }
        QTest::keyClick(focus ? focus : &window, Qt::Key_Tab);
    }
    for (const char* name : {"Media", "Inspector", "History", "Task", "Composite", "Relight", "Takes", "Jobs"})
        EXPECT_TRUE(reached.contains(name)) << name;
}

TEST_F(Keyboard, EveryMenuOpensByAltAndALetterOfItsOwn)
{
    std::set<QChar> letters;
    for (QAction* menu : window.menuBar()->actions()) {
        const qsizetype mark = menu->text().indexOf('&');
        ASSERT_GE(mark, 0) << menu->text().toStdString();
        EXPECT_TRUE(letters.insert(menu->text().at(mark + 1).toLower()).second) << menu->text().toStdString();
    }
}

TEST_F(Keyboard, LightsAreSoloedMutedAndRemovedFromTheirList)
{
    raise("relight");
    RelightPanel& panel = window.relightPanel();
    chooseFrom("relight.presets", "Key, fill, rim");
    auto* list = control<QAbstractItemView>("Lights");
    focus(list);
    panel.choose(1);
    const auto lights = [&]() -> const std::vector<Light>& {
        return std::get<RelightNode>(nodes()[0].settings).lights;
    };
    QTest::keyClick(list, Qt::Key_S);
    EXPECT_TRUE(lights()[1].solo);
    QTest::keyClick(list, Qt::Key_M);
    EXPECT_TRUE(lights()[1].muted);
    QTest::keyClick(list, Qt::Key_S);
    EXPECT_FALSE(lights()[1].solo);
    QTest::keyClick(list, Qt::Key_Delete);
    EXPECT_EQ(lights().size(), 2u);
    EXPECT_EQ(window.project().project().tracks[0].clips.size() + window.project().project().tracks[1].clips.size(), 1u)
        << "the clip is not what Delete meant";
}

/// A turn of the wheel over a control, as it comes from the mouse.
void turnWheel(QWidget* widget)
{
    const QPointF middle = QRectF(widget->rect()).center();
    QWheelEvent event(middle, widget->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

TEST_F(Keyboard, TheWheelOverAFieldScrollsAndChangesNothing)
{
    const std::size_t before = steps();
    window.timeline().setFocus();
    for (const char* name : {"Quality", "Model", "Device"}) {
        for (QComboBox* box : window.findChildren<QComboBox*>()) {
            if (box->accessibleName() == name)
                turnWheel(box);
        }
    }
    EXPECT_EQ(steps(), before);
    auto* exposure = control<QDoubleSpinBox>("Exposure in stops");
    turnWheel(exposure);
    EXPECT_EQ(exposure->value(), 0);
    focus(exposure);
    turnWheel(exposure);
    EXPECT_EQ(exposure->value(), -0.25) << "what is being edited follows the wheel";
}

} // namespace
} // namespace unividx::ui
