#include "core/layers/shot_name.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

TEST(ShotName, ComesFromFilesSequencesAndFolders)
{
    EXPECT_EQ(shotNameOf("plates/shot.mp4"), "shot");
    EXPECT_EQ(shotNameOf("plates/shot.####.exr"), "shot");
    EXPECT_EQ(shotNameOf("plates/shot_%04d.exr"), "shot");
    EXPECT_EQ(shotNameOf("plates/shot/"), "shot");
    EXPECT_EQ(shotNameOf("####.exr"), "shot") << "nothing is left";
}

TEST(ShotName, HoldsNothingThatFileSystemsRefuse)
{
    EXPECT_EQ(shotName("a:b"), "a_b");
    EXPECT_EQ(shotName("a/b\\c*d?e\"f<g>h|i\n"), "a_b_c_d_e_f_g_h_i");
    EXPECT_EQ(shotName("sh010.v2"), "sh010.v2");
    EXPECT_EQ(shotName("映像"), "映像");
    EXPECT_EQ(shotName(""), "shot");
}

} // namespace
} // namespace unividx
