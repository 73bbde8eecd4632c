// The colour space of a clip, chosen in the media pool: the picture on the screen follows it, and undo brings it back.

#include "tests/ui/studio.h"

#include "core/run/run_fields.h"
#include "ui/media_pool/color_space_menu.h"
#include "ui/media_pool/media_pool.h"

#include <QMenu>

namespace unividx::ui {
namespace {

class ColorSpace : public Studio {};

TEST_F(ColorSpace, ChosenInThePoolChangesThePictureAndCanBeUndone)
{
    const ClipId id = dropSample();
    ASSERT_TRUE(waitForPicture());
    const QImage before = window.viewer().canvas().shown();
    window.mediaPool().choose(clip(id).media);
    window.mediaPool().chooseColorSpace("ARRI LogC4");
    EXPECT_EQ(findMedia(window.project().project(), clip(id).media)->colorSpace, "ARRI LogC4");
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.viewer().canvas().shown() != before; }, patience));
    screenshot("colour-space");
    action("edit.undo")->trigger();
    EXPECT_EQ(findMedia(window.project().project(), clip(id).media)->colorSpace, "");
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.viewer().canvas().shown() == before; }, patience));
}

TEST_F(ColorSpace, OfARunIsThatOfTheClip)
{
    const ClipId id = dropSample();
    window.mediaPool().choose(clip(id).media);
    window.mediaPool().chooseColorSpace("S-Log3");
    action("run.start")->trigger();
    ASSERT_TRUE(waitForFrames(1));
    EXPECT_EQ(parseRunSpec(lastItem().description, "item").locks[0]->colorSpace, "S-Log3");
}

TEST(ColorSpaceMenu, ListsCamerasByTheirMakersNamesAndChecksWhatIsChosen)
{
    QMenu menu;
    std::string chosen = "nothing";
    fillColorSpaceMenu(menu, "As the file says", {"ARRI LogC4", "ARRI LogC4"},
                       [&](const std::string& space) { chosen = space; });
    EXPECT_FALSE(menu.actions().front()->isChecked());
    QAction* camera = nullptr;
    for (QAction* family : menu.actions()) {
        for (QAction* action : family->menu() ? family->menu()->actions() : QList<QAction*>()) {
            EXPECT_NE(action->text(), "Utility - Raw") << "data is no colour";
            if (action->text() == "ARRI LogC4")
                camera = action;
        }
    }
    ASSERT_NE(camera, nullptr);
    EXPECT_TRUE(camera->isChecked());
    camera->trigger();
    EXPECT_EQ(chosen, "ARRI LogC4");
    menu.actions().front()->trigger();
    EXPECT_EQ(chosen, "") << "as the file says";
}

} // namespace
} // namespace unividx::ui
