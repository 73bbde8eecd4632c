#include "core/project/edits.h"
#include "core/project/task_edits.h"
#include "ui/common/actions.h"
#include "ui/common/command_palette.h"
#include "ui/common/flow_layout.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/words.h"
#include "ui/frames/display.h"
#include "ui/media_pool/media_importer.h"
#include "ui/queue/queue_model.h"
#include "ui/task/clip_run.h"
#include "ui/window/shortcuts_dialog.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QDialogButtonBox>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <set>

namespace unividx::ui {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(ActionTable, HasEveryIdOnceAndNoConflictsByDefault)
{
    std::set<QString> ids;
    for (const ActionRow& row : actionRows())
        EXPECT_TRUE(ids.insert(row.id).second) << row.id;
    EXPECT_THAT(findConflicts(effectiveKeys({})), IsEmpty());
}

TEST(ActionTable, EveryKeyAndIconIsReal)
{
    for (const ActionRow& row : actionRows()) {
        if (*row.shortcut) {
            EXPECT_FALSE(QKeySequence::fromString(row.shortcut, QKeySequence::PortableText).isEmpty()) << row.id;
        }
        if (*row.icon) {
            EXPECT_FALSE(icon(row.icon).isNull()) << row.icon;
        }
    }
}

TEST(ActionTable, AKeyOfTheWindowConflictsWithEveryOtherOfThatKey)
{
    auto keys = effectiveKeys({});
    keys["view.fit"] = QKeySequence("Del"); // the timeline's delete has it
    const auto conflicts = findConflicts(keys);
    ASSERT_THAT(conflicts, SizeIs(1));
    EXPECT_EQ(conflicts[0].first, "edit.delete");
    EXPECT_EQ(conflicts[0].second, "view.fit");
    // In the viewer the same key is another place's.
    keys = effectiveKeys({});
    keys["view.alpha"] = QKeySequence("Del");
    EXPECT_THAT(findConflicts(keys), IsEmpty());
}

TEST(ActionTable, TheUsersKeysStandOverTheDefaultsAndInTheTooltip)
{
    Actions actions;
    ShortcutSettings settings;
    settings.keys = {{"view.fit", "Ctrl+0"}, {"run.start", ""}};
    actions.applyShortcuts(settings);
    EXPECT_EQ(actions.get("view.fit")->shortcut(), QKeySequence("Ctrl+0"));
    EXPECT_TRUE(actions.get("run.start")->shortcut().isEmpty());
    EXPECT_TRUE(actions.get("view.fit")->toolTip().contains("Ctrl+0"));
}

TEST(Icons, AreDrawnAtAnySizeAndScale)
{
    for (const int size : {16, 32}) {
        const QImage image = icon("lock").pixmap(QSize(size, size), 1.0).toImage();
        ASSERT_EQ(image.width(), size);
        int drawn = 0;
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x)
                drawn += qAlpha(image.pixel(x, y)) > 128;
        }
        EXPECT_GT(drawn, size) << "at " << size;
    }
    EXPECT_TRUE(icon("no such icon").isNull());
}

TEST(ShortcutsDialogTest, NamesAConflictAndKeepsOnlyWhatDiffersFromTheDefaults)
{
    ShortcutsDialog dialog({});
    EXPECT_TRUE(dialog.conflictText().isEmpty());
    dialog.setKey("view.fit", QKeySequence("M"));
    EXPECT_TRUE(dialog.conflictText().contains("Fit"));
    EXPECT_TRUE(dialog.conflictText().contains("Add marker"));
    dialog.setKey("view.fit", QKeySequence("F"));
    EXPECT_TRUE(dialog.conflictText().isEmpty());
    dialog.setKey("run.start", {});
    EXPECT_THAT(dialog.shortcuts().keys, ElementsAre(std::pair<const std::string, std::string>("run.start", "")));
}

TEST(ShortcutsDialogTest, TakesAKeyThatWasTypedJustBeforeItWasClosedOrAnotherRowChosen)
{
    ShortcutsDialog dialog({});
    auto* list = dialog.findChild<QTreeWidget*>();
    auto* field = dialog.findChild<QKeySequenceEdit*>();
    QTest::keyClick(field, Qt::Key_F9);
    list->setCurrentItem(list->topLevelItem(1));
    QTest::keyClick(field, Qt::Key_F10);
    dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
    EXPECT_THAT(dialog.shortcuts().keys, ElementsAre(std::pair<const std::string, std::string>("file.new", "F9"),
                                                     std::pair<const std::string, std::string>("file.open", "F10")));
}

TEST(CommandPaletteTest, FindsByWordsInAnyOrderAndDoesWhatIsChosen)
{
    Actions actions;
    CommandModel model(actions.all());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const int all = model.rowCount();
    EXPECT_EQ(all, static_cast<int>(actionRows().size()));
    model.setFilter("playhead spl");
    ASSERT_EQ(model.rowCount(), 1);
    EXPECT_EQ(model.actionAt(model.index(0)), actions.get("edit.split"));

    QWidget window;
    window.resize(800, 600);
    window.show();
    CommandPalette palette(actions.all(), &window);
    QSignalSpy spy(actions.get("edit.split"), &QAction::triggered);
    palette.open();
    auto* field = palette.findChild<QLineEdit*>();
    QTest::keyClicks(field, "split");
    QTest::keyClick(field, Qt::Key_Return);
    EXPECT_EQ(spy.count(), 1);
    EXPECT_FALSE(palette.isVisible());
}

TEST(CommandPaletteTest, WhatCannotBeDoneNowStandsLastAndIsNotDone)
{
    Actions actions;
    actions.get("edit.undo")->setEnabled(false);
    CommandModel model(actions.all());
    EXPECT_EQ(model.actionAt(model.index(model.rowCount() - 1)), actions.get("edit.undo"));
    EXPECT_FALSE(model.flags(model.index(model.rowCount() - 1)) & Qt::ItemIsEnabled);
}

Image picture(std::vector<float> pixel, int channels)
{
    return Image({1, 1}, channels, std::move(pixel));
}

TEST(Display, ShowsDisplayValuesAsTheyAre)
{
    const QImage shown = toDisplay(picture({0.0f, 0.5f, 1.0f}, 3), PixelMeaning::Display);
    EXPECT_EQ(shown.pixel(0, 0), qRgb(0, 128, 255));
}

TEST(Display, AStopDoublesTheLight)
{
    DisplaySettings settings;
    settings.exposure = 1;
    // Code 0.5 is 0.2140 of light; twice that is code 0.6858 (IEC 61966-2-1).
    const QImage encoded = toDisplay(picture({0.5f, 0.5f, 0.5f}, 3), PixelMeaning::Display, settings);
    EXPECT_EQ(qRed(encoded.pixel(0, 0)), 175);
    // Scene-linear 0.5 with a stop is 1.
    const QImage linear = toDisplay(picture({0.5f, 0.25f, 0.0f}, 3), PixelMeaning::SceneLinear, settings);
    EXPECT_EQ(qRed(linear.pixel(0, 0)), 255);
    EXPECT_EQ(qGreen(linear.pixel(0, 0)), 188);
}

TEST(Display, ExposureLeavesMattesAndNormalsAlone)
{
    DisplaySettings settings;
    settings.exposure = 3;
    EXPECT_EQ(qRed(toDisplay(picture({0.25f}, 1), PixelMeaning::Matte, settings).pixel(0, 0)), 64);
    EXPECT_EQ(toDisplay(picture({0.0f, -1.0f, 1.0f}, 3), PixelMeaning::Normal, settings).pixel(0, 0),
              qRgb(128, 0, 255));
}

TEST(Display, IsolatesChannels)
{
    const Image image = picture({0.2f, 0.4f, 0.6f, 0.8f}, 4);
    const std::pair<Channel, int> expected[] = {
        {Channel::Red, 51}, {Channel::Green, 102}, {Channel::Blue, 153}, {Channel::Alpha, 204}};
    for (const auto& [channel, code] : expected) {
        DisplaySettings settings;
        settings.channel = channel;
        EXPECT_EQ(toDisplay(image, PixelMeaning::Display, settings).pixel(0, 0), qRgb(code, code, code));
    }
    DisplaySettings luminance;
    luminance.channel = Channel::Luminance;
    EXPECT_EQ(toDisplay(picture({1.0f, 1.0f, 1.0f}, 3), PixelMeaning::Display, luminance).pixel(0, 0),
              qRgb(255, 255, 255));
}

TEST(Display, WhatIsNoNumberIsBlackAndWhatIsTooBrightIsWhite)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(toDisplay(picture({nan, infinity, -infinity}, 3), PixelMeaning::Display).pixel(0, 0), qRgb(0, 255, 0));
    EXPECT_TRUE(toDisplay({}, PixelMeaning::Display).isNull());
}

TEST(Words, SayWhatWillHappen)
{
    RunSpec settings = runOfShot();
    EXPECT_EQ(taskSentence(settings), "From the shot, make albedo, irradiance and normals.");
    settings.locks[1] = LockedInput{};
    EXPECT_EQ(taskSentence(settings), "From the shot and its albedo, make irradiance and normals.");
    settings.locks = {std::nullopt, std::nullopt, LockedInput{}, LockedInput{}};
    EXPECT_EQ(taskSentence(settings), "From irradiance, normals and the prompt, make RGB and albedo.");
    settings.locks.fill(LockedInput{});
    EXPECT_TRUE(taskSentence(settings).contains("nothing is left to make"));
}

TEST(Words, EveryTaskHasASentenceOfItsOwn)
{
    std::set<QString> sentences;
    for (const Task& task : allTasks()) {
        RunSpec settings = runOfShot();
        settings.family = task.family;
        for (std::size_t row = 0; row < 4; ++row)
            settings.locks[row] = task.conditions[row] ? std::optional<LockedInput>(LockedInput{}) : std::nullopt;
        sentences.insert(taskSentence(settings));
    }
    EXPECT_EQ(sentences.size(), 30u);
}

TEST(Words, TellADifference)
{
    ProjectDifference difference;
    EXPECT_EQ(differenceWords(difference), "no difference");
    difference.clips = {2, 1, 0};
    difference.takes = {1, 0, 0};
    EXPECT_EQ(differenceWords(difference), "2 clips added, 1 clip removed, 1 take added");
}

TEST(Import, ANumberedPictureStandsForItsSequenceAndAFolderForWhatIsInIt)
{
    const QTemporaryDir temporary;
    const fs::path folder = temporary.path().toStdString();
    for (const char* name : {"shot.1001.exr", "shot.1002.exr", "alone.0007.exr", "clip.mov", "notes.txt"})
        std::ofstream(folder / name) << "x";
    EXPECT_THAT(clipsAmong({folder / "shot.1002.exr", folder / "shot.1001.exr"}),
                ElementsAre(folder / "shot.####.exr"));
    EXPECT_THAT(clipsAmong({folder / "alone.0007.exr"}), ElementsAre(folder / "alone.0007.exr"));
    EXPECT_THAT(clipsAmong({folder}),
                ElementsAre(folder / "alone.0007.exr", folder / "clip.mov", folder / "shot.####.exr"));
}

TEST(ClipRunTest, ProblemsAreNamedByTheirField)
{
    Project project = newProject();
    MediaItem media;
    media.path = "/shots/a.mov";
    media.frames = {1001, 43};
    media.resolution = {640, 480};
    auto withMedia = addMedia(project, media);
    auto added = addClip(withMedia.project, project.tracks.back().id, withMedia.id, 0);
    project = added.project;
    EXPECT_THAT(problemsOf(project, *findClip(project, added.id)), IsEmpty());

    // The shot as its own albedo is most likely a lock that nobody chose a file for.
    const Project own = lockModality(project, added.id, 1, {});
    ASSERT_THAT(problemsOf(own, *findClip(own, added.id)), SizeIs(1));
    EXPECT_EQ(problemsOf(own, *findClip(own, added.id))[0].field, "albedo");
    EXPECT_EQ(problemsOf(own, *findClip(own, added.id))[0].weight, Problem::Weight::Note);

    Project locked = project;
    for (std::size_t row = 0; row < 4; ++row)
        locked = lockModality(locked, added.id, row, {});
    ASSERT_THAT(problemsOf(locked, *findClip(locked, added.id)), SizeIs(1));
    EXPECT_EQ(problemsOf(locked, *findClip(locked, added.id))[0].field, "locks");
    EXPECT_THROW(makeRun(locked, *findClip(locked, added.id), "/shots/layers"), Error);

    const Project trimmed = trimClip(project, added.id, ClipEdge::Start, 10);
    const RunSpec run = makeRun(trimmed, *findClip(trimmed, added.id), "/shots/layers");
    EXPECT_EQ(run.frames, (FrameRange{1011, 33}));
    EXPECT_EQ(run.task, "R2AIN");
    ASSERT_TRUE(run.locks[0]);
    EXPECT_EQ(run.locks[0]->path, "/shots/a.mov");
}

TEST(FlowLayoutTest, LinesAreAboutEquallyFullAndEndFlush)
{
    QWidget box;
    auto* flow = new FlowLayout(&box, 4);
    std::vector<QPushButton*> buttons;
    for (const char* word : {"Decompose", "Matte", "Albedo", "Irradiance", "Normals", "Relight", "Generate"}) {
        buttons.push_back(new QPushButton(word));
        flow->addWidget(buttons.back());
    }
    int widest = 0;
    for (const QPushButton* button : buttons)
        widest = std::max(widest, button->sizeHint().width());
    // Room for all but one of them: that one would stand alone in the second line.
    int room = -4;
    for (std::size_t i = 0; i + 1 < buttons.size(); ++i)
        room += buttons[i]->sizeHint().width() + 4;
    box.resize(room + 1, flow->heightForWidth(room + 1));
    box.show();
    std::map<int, std::vector<QRect>> lines;
    for (const QPushButton* button : buttons)
        lines[button->y()].push_back(button->geometry());
    ASSERT_EQ(lines.size(), 2U);
    for (const auto& [y, line] : lines) {
        EXPECT_GE(line.size(), 3U);
        EXPECT_EQ(line.back().right(), box.width() - 1);
        EXPECT_EQ(line.front().left(), 0);
    }
    EXPECT_LT(flow->heightForWidth(widest * 10), box.height());
}

TEST(Words, ATaskIsCalledByItsPresetElseByWhatItMakes)
{
    const Family& family = intrinsicFamily;
    EXPECT_EQ(taskWord(family, ModalitySet(0b0001), ModalitySet(0b1110)), "Decompose");
    EXPECT_EQ(taskWord(family, ModalitySet(0b0001), ModalitySet(0b1111)), "Decompose") << "what is given is not made";
    EXPECT_EQ(taskWord(family, ModalitySet(0b0001), ModalitySet(0b1010)), "Albedo and normals");
}

TEST(QueueWords, SayWhatAQueueComesTo)
{
    QueueView view;
    EXPECT_EQ(queueWords(view, 0), "");
    view.items.resize(4);
    view.items[1].state = ItemState::Running;
    view.items[2].state = ItemState::Quarantined;
    view.items[3].state = ItemState::Failed;
    EXPECT_EQ(queueWords(view, 0), "1 running, 1 waiting, 2 failed");
    view.secondsLeft = 7800;
    EXPECT_TRUE(queueWords(view, 0).contains("about 2 h 10 min, until ")) << queueWords(view, 0).toStdString();
}

} // namespace
} // namespace unividx::ui
