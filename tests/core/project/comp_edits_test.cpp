#include "core/project/comp_edits.h"

#include "core/base/error.h"
#include "core/comp/stack_file.h"
#include "core/project/edits.h"
#include "core/project/history.h"
#include "core/project/project_file.h"
#include "tests/core/project/random_project.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace unividx {
namespace {

using namespace testing_project;

struct OneClip {
    Project project = filledProject();
    ClipId clip;

    OneClip()
    {
        auto added = addClip(project, project.tracks.back().id, project.media.front().id, 0);
        project = std::move(added.project);
        clip = added.id;
    }
};

CompNode nodeOf(NodeSettings settings)
{
    CompNode node;
    node.settings = std::move(settings);
    return node;
}

std::string messageOf(const std::string& text)
{
    try {
        parseStack(text, "/shots", "mine.uvcomp");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Input);
        return error.what();
    }
    return "nothing was thrown";
}

TEST(CompEdits, NodesAreAddedMovedAndRemovedInOrder)
{
    OneClip start;
    Project project = addNode(start.project, start.clip, 0, nodeOf(MatteNode{}));
    project = addNode(project, start.clip, 99, nodeOf(GradeNode{}));
    project = addNode(project, start.clip, 1, nodeOf(DespillNode{}));
    project = moveNode(project, start.clip, 0, 2);
    const auto kindAt = [&](std::size_t i) {
        return kindOf(findClip(project, start.clip)->comp.nodes[i].settings).name;
    };
    EXPECT_EQ(kindAt(0), "despill");
    EXPECT_EQ(kindAt(1), "grade");
    EXPECT_EQ(kindAt(2), "matte");
    project = removeNode(project, start.clip, 1);
    EXPECT_EQ(kindAt(1), "matte");
    EXPECT_THROW(removeNode(project, start.clip, 2), Error);
    EXPECT_TRUE(findFaults(project).empty());
}

TEST(CompEdits, ANumberIsSetAsConstantOrAsKeyAndStaysInItsRange)
{
    OneClip start;
    Project project = addNode(start.project, start.clip, 0, nodeOf(MatteNode{}));
    const auto feather = [&]() -> const Curve& {
        return *findNumber(findClip(project, start.clip)->comp.nodes[0].settings, "feather");
    };
    project = setNumber(project, start.clip, 0, "feather", 1001, 4.0f);
    EXPECT_EQ(feather().constant, 4.0f);
    project = keyNumber(project, start.clip, 0, "feather", 1001, true, Interpolation::Linear);
    project = setNumber(project, start.clip, 0, "feather", 1011, 8.0f);
    EXPECT_EQ(feather().keys.size(), 2u);
    EXPECT_FLOAT_EQ(feather().at(1006), 6.0f);
    project = setNumber(project, start.clip, 0, "feather", 1011, -5.0f);
    EXPECT_EQ(feather().at(1011), 0.0f);
    project = setNumber(project, start.clip, 0, "feather", 1011, std::numeric_limits<float>::quiet_NaN());
    EXPECT_EQ(feather().at(1011), 0.0f);
    EXPECT_THROW(setNumber(project, start.clip, 0, "hue", 1001, 1.0f), Error);
}

TEST(CompEdits, LightsHaveNumbersAndKeysLikeNodes)
{
    OneClip start;
    Project project = addNode(start.project, start.clip, 0, {{}, false, RelightNode{}, {}});
    project = setLights(project, start.clip, 0, {Light{}, Light{}});
    const auto light = [&](std::size_t i) -> const Light& {
        return std::get<RelightNode>(findClip(project, start.clip)->comp.nodes[0].settings).lights.at(i);
    };
    project = setLightNumber(project, start.clip, 0, 1, "intensity", 1001, 2.0f);
    EXPECT_EQ(light(1).intensity.constant, 2.0f);
    EXPECT_EQ(light(0).intensity.constant, 0.0f);
    project = keyLightNumber(project, start.clip, 0, 1, "intensity", 1001, true, Interpolation::Linear);
    project = setLightNumber(project, start.clip, 0, 1, "intensity", 1011, 100.0f);
    EXPECT_EQ(light(1).intensity.at(1011), 20.0f) << "the largest there is";
    EXPECT_FLOAT_EQ(light(1).intensity.at(1006), 11.0f);
    EXPECT_THROW(setLightNumber(project, start.clip, 0, 1, "hue", 1001, 1.0f), Error);
    EXPECT_THROW(setLightNumber(project, start.clip, 0, 2, "x", 1001, 1.0f), Error);
    EXPECT_THROW(setLights(start.project, start.clip, 0, {}), Error);
}

TEST(CompEdits, UndoBringsTheStackBack)
{
    OneClip start;
    History history(start.project);
    history.apply("preset", setStack(start.project, start.clip, findStackPreset("three-point")->stack));
    history.apply("key", keyNumber(history.current(), start.clip, 0, "keepOriginal", 1001, true));
    history.undo();
    history.undo();
    EXPECT_EQ(history.current(), start.project);
    history.redo();
    EXPECT_EQ(findClip(history.current(), start.clip)->comp, findStackPreset("three-point")->stack);
}

TEST(StackFile, EveryPresetAndRandomStacksAreTheSameWhenRead)
{
    for (const StackPreset& preset : stackPresets())
        EXPECT_EQ(parseStack(formatStack(preset.stack, "/shots"), "/shots", "preset"), preset.stack) << preset.name;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(seed);
        const Project project = randomProject(seed, 120);
        for (const Track& track : project.tracks) {
            for (const Clip& clip : track.clips)
                EXPECT_EQ(parseStack(formatStack(clip.comp, "/shots"), "/shots", "clip"), clip.comp);
        }
    }
}

TEST(StackFile, PathsAreRelativeToItsFolder)
{
    BackgroundNode background;
    background.from = BackgroundNode::From::File;
    background.file = "/shots/plates/sky.exr";
    const std::string text = formatStack({{nodeOf(background)}}, "/shots/comp");
    EXPECT_EQ(text.find("/shots/plates"), std::string::npos) << text;
    const CompStack moved = parseStack(text, "/elsewhere/comp", "moved");
    EXPECT_EQ(std::get<BackgroundNode>(moved.nodes[0].settings).file, "/elsewhere/plates/sky.exr");
}

TEST(StackFile, WhatIsWrongIsNamedByItsPlace)
{
    const auto nodes = [](const std::string& text) { return messageOf(R"({"uvcomp": 1, "nodes": [)" + text + "]}"); };
    EXPECT_NE(messageOf("[]").find("uvcomp"), std::string::npos);
    EXPECT_NE(messageOf(R"({"uvcomp": 7, "nodes": []})").find("format 7"), std::string::npos);
    EXPECT_NE(nodes(R"({"kind": "sparkle"})").find("nodes[0].kind"), std::string::npos);
    EXPECT_NE(nodes(R"({"kind": "matte", "feather": -1})").find("nodes[0].feather"), std::string::npos);
    EXPECT_NE(nodes(R"({"kind": "grade", "target": "sky"})").find("nodes[0].target"), std::string::npos);
    EXPECT_NE(nodes(R"({"kind": "matte", "strokes": [{"frame": 1, "points": [[1]]}]})").find("strokes[0].points"),
              std::string::npos);
    EXPECT_NE(nodes(R"({"kind": "relight", "lights": [{"kind": "lava"}]})").find("lights[0].kind"), std::string::npos);
}

TEST(StackFile, KeysItDoesNotKnowAreKept)
{
    const std::string text = R"({"uvcomp": 1, "nodes": [{"kind": "out", "sparkle": {"deep": [1, 2]}}]})";
    const CompStack stack = parseStack(text, "/shots", "newer");
    EXPECT_NE(formatStack(stack, "/shots").find("sparkle"), std::string::npos);
}

TEST(StackFile, MutatedTextsAreReadSoundOrRefused)
{
    std::mt19937_64 random(5);
    const std::string sound = formatStack(findStackPreset("swap-background")->stack, "/shots");
    for (int round = 0; round < 2000; ++round) {
        std::string text = sound;
        for (int hits = 0; hits < 3; ++hits)
            text[random() % text.size()] = static_cast<char>(random() % 256);
        try {
            const CompStack stack = parseStack(text, "/shots", "mutated");
            ASSERT_EQ(clampedStack(stack), stack) << text;
        } catch (const Error& error) {
            ASSERT_EQ(error.kind(), ErrorKind::Input) << error.what();
        }
    }
}

TEST(StackFile, AProjectOfTheFirstFormatHasNoNodes)
{
    OneClip start;
    start.project = setStack(start.project, start.clip, findStackPreset("cut-out")->stack);
    std::string text = formatProject(start.project, "/shots");
    EXPECT_EQ(parseProject(text, "/shots", "new").project, start.project);
    const Project bare = setStack(start.project, start.clip, {});
    text = formatProject(bare, "/shots");
    const std::string version = "\"uvx\": " + std::to_string(projectFileVersion);
    ASSERT_NE(text.find(version), std::string::npos);
    text.replace(text.find(version), version.size(), "\"uvx\": 1");
    EXPECT_EQ(parseProject(text, "/shots", "old").project, bare);
}

} // namespace
} // namespace unividx
