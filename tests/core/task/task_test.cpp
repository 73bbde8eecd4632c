#include "core/task/task.h"

#include "core/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace unividx {
namespace {

using testing::HasSubstr;

TEST(Task, ThereAreThirtyWithDistinctNames)
{
    std::set<std::string> names;
    for (const Task& task : allTasks())
        names.insert(task.name());
    EXPECT_EQ(names.size(), 30u);
}

TEST(Task, EveryNameIsReadBackAsTheSameTask)
{
    for (const Task& task : allTasks())
        EXPECT_EQ(findTask(task.name()), task) << task.name();
}

TEST(Task, NamesThatAreNotPublishedAreNotFound)
{
    for (const char* name : {"", "2", "R2", "2AIN", "R2AI", "r2ain", "RA2N", "AR2IN", "t2RAINX", "RAIN2", "R2AINP"})
        EXPECT_FALSE(findTask(name)) << name;
}

TEST(Task, TheTasksTrainedWithAPromptAreThoseOfTheSpecification)
{
    // Source: model specification, section 2.
    const std::set<std::string> withText{"t2RAIN", "A2RIN", "I2RAN", "N2RAI", "AI2RN", "AN2RI", "IN2RA",
                                         "t2RPFB", "P2RFB", "F2RPB", "B2RPF", "PF2RB", "PB2RF"};
    std::set<std::string> found;
    for (const Task& task : allTasks()) {
        if (task.usesText())
            found.insert(task.name());
    }
    EXPECT_EQ(found, withText);
}

TEST(Task, EveryPresetIsAProperTaskAndMakesWhatItDoesNotNeed)
{
    for (const TaskPreset& preset : taskPresets()) {
        const ModalitySet makes = modalitiesOf(*preset.family, preset.makes);
        EXPECT_TRUE(findTask(preset.task().name())) << preset.name;
        EXPECT_TRUE(makes.any()) << preset.name;
        EXPECT_TRUE((makes & preset.task().conditions).none()) << preset.name;
    }
}

TEST(ChooseTask, ASingleLayerComesFromRgbAloneByRunningTheWholeDecomposition)
{
    const TaskChoice albedo = chooseTask("albedo", {"rgb"});
    EXPECT_EQ(albedo.task.name(), "R2AIN");
    EXPECT_EQ(albedo.kept, modalitiesOf(intrinsicFamily, "A"));
    EXPECT_EQ(chooseTask("normals", {"rgb"}).kept, modalitiesOf(intrinsicFamily, "N"));
    EXPECT_EQ(chooseTask("irradiance", {"rgb"}).kept, modalitiesOf(intrinsicFamily, "I"));
}

TEST(ChooseTask, EveryInputGivenToAPresetIsACondition)
{
    const TaskChoice choice = chooseTask("normals", {"albedo", "rgb"});
    EXPECT_EQ(choice.task.name(), "RA2IN");
    EXPECT_EQ(choice.kept, modalitiesOf(intrinsicFamily, "N"));
    const TaskChoice matte = chooseTask("matte", {"rgb", "alpha"});
    EXPECT_EQ(matte.task.name(), "RP2FB");
    EXPECT_EQ(matte.kept, modalitiesOf(alphaFamily, "FB"));
}

TEST(ChooseTask, AModeTakesExactlyItsConditionsAndKeepsAllItsTargets)
{
    for (const Task& task : allTasks()) {
        std::vector<std::string> given;
        for (std::size_t row = 0; row < 4; ++row) {
            if (task.conditions[row])
                given.emplace_back(task.family->modalities[row].name);
        }
        EXPECT_EQ(chooseTask(task.name(), given), (TaskChoice{task, task.targets()})) << task.name();
    }
}

TEST(ChooseTask, InputsGoByTheirNameTheirAdapterOrTheirLetter)
{
    EXPECT_EQ(chooseTask("RP2FB", {"com", "pha"}).task.name(), "RP2FB");
    EXPECT_EQ(chooseTask("RP2FB", {"R", "P"}).task.name(), "RP2FB");
}

std::string usageSentence(std::string_view name, const std::vector<std::string>& given)
{
    try {
        chooseTask(name, given);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Usage);
        return error.what();
    }
    return "nothing was thrown";
}

TEST(ChooseTask, WhatIsWrongWithTheInputsIsSaidByName)
{
    EXPECT_THAT(usageSentence("decompose", {}), HasSubstr("missing: rgb"));
    EXPECT_THAT(usageSentence("relight", {"rgb"}), HasSubstr("missing: albedo, irradiance and normal"));
    EXPECT_THAT(usageSentence("matte", {"rgb", "albedo"}), HasSubstr("no layer 'albedo'"));
    EXPECT_THAT(usageSentence("matte", {"rgb", "rgb"}), HasSubstr("given twice"));
    EXPECT_THAT(usageSentence("albedo", {"rgb", "albedo"}), HasSubstr("already given"));
    EXPECT_THAT(usageSentence("decompose", {"rgb", "albedo", "irradiance", "normal"}), HasSubstr("nothing is left"));
    EXPECT_THAT(usageSentence("R2AIN", {"rgb", "albedo"}), HasSubstr("RA2IN"));
    EXPECT_THAT(usageSentence("paint", {"rgb"}), HasSubstr("decompose"));
}

} // namespace
} // namespace unividx
