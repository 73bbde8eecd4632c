#include "core/run/hint_source.h"

#include "core/base/error.h"
#include "core/media/sequence_png.h"
#include "core/run/run_fields.h"
#include "tests/core/layers/temporary_folder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace unividx {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t alphaRow = 1; // of the alpha family

class HintSourceTest : public ::testing::Test {
protected:
    HintSourceTest()
    {
        setTask(spec_, "matte");
        setFile(spec_, "rgb", "shot.####.png");
    }

    /// A picture of 4x2 whose left half is known to be `value`.
    std::string strokes(const std::string& name, float value) const
    {
        std::vector<float> pixels;
        for (int pixel = 0; pixel < 8; ++pixel)
            pixels.insert(pixels.end(), {value, value, value, pixel % 4 < 2 ? 1.0F : 0.0F});
        writePng(folder_ / name, Image({4, 2}, 4, pixels));
        return (folder_ / name).string();
    }

    std::string grey(const std::string& name, float value) const
    {
        writePng(folder_ / name, Image({4, 2}, 3, std::vector<float>(24, value)));
        return (folder_ / name).string();
    }

    std::array<HintSource, 4> open(FrameRange frames = {1001, 10})
    {
        return openHints(spec_, frames, [&](const std::string& note) { notes_ += note; });
    }

    std::string failure()
    {
        try {
            open();
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    testing::TemporaryFolder folder_;
    RunSpec spec_;
    std::string notes_;
};

TEST_F(HintSourceTest, APictureCountsOnItsFrameWhereItsAlphaSays)
{
    spec_.hints.push_back({alphaRow, strokes("a.png", 1), 1003});
    const auto sources = open();
    EXPECT_FALSE(sources[0]);
    EXPECT_FALSE(sources[alphaRow](1002).has_value());
    const auto hint = sources[alphaRow](1003);
    ASSERT_TRUE(hint.has_value());
    EXPECT_EQ(hint->values.channels(), 3);
    EXPECT_NEAR(hint->values.at(0, 0, 0), 1, 1e-3);
    EXPECT_NEAR(hint->known.at(0, 0, 0), 1, 1e-3);
    EXPECT_NEAR(hint->known.at(3, 1, 0), 0, 1e-3);
    EXPECT_EQ(notes_, "");
}

TEST_F(HintSourceTest, APictureWithoutAFrameCountsOnAllAndSaysWhenItHasNoAlpha)
{
    spec_.hints.push_back({alphaRow, grey("a.png", 0.5F), {}});
    const auto sources = open();
    ASSERT_TRUE(sources[alphaRow](1001).has_value());
    EXPECT_NEAR(sources[alphaRow](1010)->known.at(3, 1, 0), 1, 1e-6);
    EXPECT_NE(notes_.find("has no alpha"), std::string::npos) << notes_;
}

TEST_F(HintSourceTest, ASequenceMayHaveHoles)
{
    strokes("s.1002.png", 1);
    strokes("s.1005.png", 0);
    spec_.hints.push_back({alphaRow, (folder_ / "s.####.png").string(), {}});
    const auto sources = open();
    EXPECT_FALSE(sources[alphaRow](1001).has_value());
    EXPECT_TRUE(sources[alphaRow](1002).has_value());
    EXPECT_FALSE(sources[alphaRow](1003).has_value());
    EXPECT_TRUE(sources[alphaRow](1005).has_value());
}

TEST_F(HintSourceTest, LaterHintsLieOverEarlierOnes)
{
    spec_.hints.push_back({alphaRow, grey("a.png", 0), 1001});
    spec_.hints.push_back({alphaRow, strokes("b.png", 1), 1001});
    const auto hint = open()[alphaRow](1001);
    ASSERT_TRUE(hint.has_value());
    EXPECT_NEAR(hint->values.at(0, 0, 0), 1, 1e-3);
    EXPECT_NEAR(hint->values.at(3, 0, 0), 0, 1e-3);
    EXPECT_NEAR(hint->known.at(3, 0, 0), 1, 1e-3);
}

TEST_F(HintSourceTest, AClipBesideTheRunIsRefusedWithBothRanges)
{
    strokes("s.0001.png", 1);
    strokes("s.0002.png", 1);
    spec_.hints.push_back({alphaRow, (folder_ / "s.####.png").string(), {}});
    const std::string sentence = failure();
    EXPECT_NE(sentence.find("1-2"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("1001-1010"), std::string::npos) << sentence;
}

TEST_F(HintSourceTest, AHintOfAnInputIsRefused)
{
    spec_.hints.push_back({0, "a.png", 1001});
    EXPECT_NE(findRunField("--hint")->check(spec_).find("rgb is an input"), std::string::npos);
}

TEST_F(HintSourceTest, AMissingPictureIsNamed)
{
    spec_.hints.push_back({alphaRow, (folder_ / "none.png").string(), 1001});
    EXPECT_NE(failure().find("none.png"), std::string::npos);
}

} // namespace
} // namespace unividx
