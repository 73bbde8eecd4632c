#include "core/project/project_files.h"

#include "core/project/edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unividx {
namespace {

using testing::UnorderedElementsAre;

TEST(ProjectFiles, AreMediaTakesLocksAndBackgrounds)
{
    Project project = newProject();
    project.media.push_back({MediaId{1}, "/plates/a.####.exr"});
    Clip clip;
    Take take;
    take.folder = "/takes/one";
    take.layerPrefix = "a";
    take.layers = {"albedo", "normal"};
    clip.takes.push_back(take);
    clip.task.locks[0] = LockedInput{LockedInput::From::File, {}, {}, "/locked/b.mov", ""};
    clip.task.hints.push_back({1, "/hints/albedo.png", {}});
    BackgroundNode background;
    background.file = "/plates/sky.exr";
    CompNode node;
    node.settings = background;
    clip.comp.nodes.push_back(node);
    project.tracks.front().clips.push_back(clip);

    EXPECT_THAT(projectFiles(project), UnorderedElementsAre("/plates/a.####.exr", "/takes/one/a_albedo.####.exr",
                                                            "/takes/one/a_normal.####.exr", "/locked/b.mov",
                                                            "/hints/albedo.png", "/plates/sky.exr"));
    EXPECT_THAT(projectFiles(project, "/takes/one"),
                UnorderedElementsAre("/plates/a.####.exr", "/locked/b.mov", "/hints/albedo.png", "/plates/sky.exr"));
}

} // namespace
} // namespace unividx
