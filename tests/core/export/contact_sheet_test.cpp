#include "core/export/contact_sheet.h"
#include "core/layers/display_picture.h"

#include "core/base/error.h"
#include "core/export/bitmap_font.h"

#include <gtest/gtest.h>

#include <vector>

namespace unividx {
namespace {

Image plain(Resolution size, float r, float g, float b)
{
    std::vector<float> pixels;
    for (int i = 0; i < size.width * size.height; ++i)
        pixels.insert(pixels.end(), {r, g, b});
    return Image(size, 3, pixels);
}

SheetClip clip(Resolution size)
{
    return {"room",
            {"1001", "1021"},
            {{"rgb", {plain(size, 1, 0, 0), plain(size, 0, 1, 0)}}, {"albedo", {plain(size, 0, 0, 1)}}}};
}

int count(const Image& sheet, float r, float g, float b)
{
    int found = 0;
    for (int y = 0; y < sheet.height(); ++y) {
        for (int x = 0; x < sheet.width(); ++x)
            found += sheet.at(x, y, 0) == r && sheet.at(x, y, 1) == g && sheet.at(x, y, 2) == b ? 1 : 0;
    }
    return found;
}

TEST(ContactSheet, ShowsEveryPictureWholeAndOnce)
{
    SheetOptions options;
    options.cellWidth = 80;
    const Image sheet = contactSheet({clip({640, 480}), clip({160, 90})}, options);
    EXPECT_EQ(sheet.channels(), 3);
    EXPECT_EQ(count(sheet, 1, 0, 0), 80 * 60 + 80 * 45);
    EXPECT_EQ(count(sheet, 0, 1, 0), 80 * 60 + 80 * 45);
    EXPECT_EQ(count(sheet, 0, 0, 1), 80 * 60 + 80 * 45);
}

TEST(ContactSheet, LabelsAreDrawnOnNeutralGrey)
{
    const Image sheet = contactSheet({clip({640, 480})});
    EXPECT_EQ(sheet.at(0, 0, 0), sheet.at(0, 0, 1));
    EXPECT_LT(sheet.at(0, 0, 0), 0.2f);
    int bright = 0;
    for (int y = 0; y < sheet.height(); ++y) {
        for (int x = 0; x < sheet.width(); ++x)
            bright += sheet.at(x, y, 0) > 0.6f && sheet.at(x, y, 1) > 0.6f && sheet.at(x, y, 2) > 0.6f ? 1 : 0;
    }
    EXPECT_GT(bright, 200);
}

TEST(ContactSheet, WithoutAPictureThereIsNone)
{
    EXPECT_THROW(contactSheet({}), Error);
    EXPECT_THROW(contactSheet({{"empty", {}, {{"rgb", {Image()}}}}}), Error);
}

TEST(DisplayPicture, ShowsMattesAsGreyAndNormalsAsColor)
{
    const Image matte = displayPicture(Image({1, 1}, 1, {0.25f}), Decoding::Matte);
    EXPECT_EQ(matte.channels(), 3);
    EXPECT_EQ(matte.at(0, 0, 2), 0.25f);
    EXPECT_EQ(displayPicture(Image({1, 1}, 3, {0, 0, 1}), Decoding::UnitNormal).at(0, 0, 0), 0.5f);
}

TEST(SampleFrames, SpreadsEvenlyWithBothEnds)
{
    using Frames = std::vector<std::int64_t>;
    EXPECT_EQ(sampleFrames({1001, 21}, 5), (Frames{1001, 1006, 1011, 1016, 1021}));
    EXPECT_EQ(sampleFrames({1001, 3}, 5), (Frames{1001, 1002, 1003}));
    EXPECT_EQ(sampleFrames({1001, 1}, 5), (Frames{1001}));
    EXPECT_EQ(sampleFrames({1001, 43}, 1), (Frames{1001}));
    EXPECT_TRUE(sampleFrames({1001, 0}, 5).empty());
}

TEST(BitmapFont, HasAShapeForEveryPrintableCharacterAndAFrameForOthers)
{
    const auto ink = [](const char* text) {
        int pixels = 0;
        drawText(text, 1, [&](int x, int y) {
            EXPECT_TRUE(x >= 0 && y >= 0 && y < glyphHeight);
            ++pixels;
        });
        return pixels;
    };
    for (char c = '!'; c <= '~'; ++c)
        EXPECT_GT(ink(std::string(1, c).c_str()), 0) << c;
    EXPECT_EQ(ink(" "), 0);
    EXPECT_EQ(textWidth("映像", 1), 2 * glyphAdvance - 1); // two characters, six bytes
    EXPECT_EQ(textWidth("", 3), 0);
}

} // namespace
} // namespace unividx
