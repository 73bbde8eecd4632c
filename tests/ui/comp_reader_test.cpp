#include "ui/frames/comp_reader.h"

#include "core/base/error.h"

#include <QColor>
#include <QImage>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

namespace unividx::ui {
namespace {

namespace fs = std::filesystem;

/// A shot of three frames with the layers that relighting needs, 64 x 48 each.
class CompReading : public ::testing::Test {
protected:
    CompReading()
    {
        for (const char* layer : {"shot", "albedo", "irradiance", "normal"}) {
            for (int frame = 1001; frame <= 1003; ++frame) {
                QImage picture(64, 48, QImage::Format_RGB32);
                for (int y = 0; y < 48; ++y) {
                    for (int x = 0; x < 64; ++x)
                        picture.setPixelColor(x, y, QColor(3 * x, 5 * y, (frame * 40 + x * y + layer[0]) % 256));
                }
                EXPECT_TRUE(picture.save(QString::fromStdString(pathOf(layer, frame).string())));
            }
        }
        files.source = folder_.filePath("shot.####.png").toStdString();
        files.layers = {{CompLayer::Albedo, folder_.filePath("albedo.####.png").toStdString()},
                        {CompLayer::Irradiance, folder_.filePath("irradiance.####.png").toStdString()},
                        {CompLayer::Normal, folder_.filePath("normal.####.png").toStdString()}};
    }
    fs::path pathOf(const std::string& layer, int frame) const
    {
        return folder_.filePath(QString::fromStdString(layer + "." + std::to_string(frame) + ".png")).toStdString();
    }
    void removeFiles()
    {
        for (const auto& entry : fs::directory_iterator(folder_.path().toStdString()))
            fs::remove(entry.path());
    }
    static bool isSame(const CompResult& a, const CompResult& b)
    {
        const Image& x = a.picture.image();
        const Image& y = b.picture.image();
        return x.resolution() == y.resolution() && std::memcmp(x.data(), y.data(), x.byteSize()) == 0;
    }

    CompFiles files;
    CompStack look = findStackPreset("three-point")->stack;

private:
    QTemporaryDir folder_;
};

TEST_F(CompReading, ProxiesOfFramesThatWereReadNeedTheirFilesNoMore)
{
    CompReader reader(files);
    const CompResult first = reader.read(look, 1001, 24);
    const CompResult second = reader.read(look, 1002, 24);
    const CompResult full = reader.read(look, 1002, 0);
    EXPECT_EQ(first.picture.image().resolution(), (Resolution{32, 24}));
    EXPECT_FALSE(isSame(first, second));
    removeFiles();
    EXPECT_TRUE(isSame(reader.read(look, 1001, 24), first)) << "the same bits as at the first time";
    EXPECT_TRUE(isSame(reader.read(look, 1002, 24), second));
    EXPECT_TRUE(isSame(reader.read(look, 1002, 0), full)) << "the latest is there at full size too";
    std::get<RelightNode>(look.nodes.front().settings).keepOriginal = 0.9f;
    EXPECT_FALSE(isSame(reader.read(look, 1001, 24), first)) << "nodes that have changed are seen";
    EXPECT_THROW(reader.read(look, 1003, 24), Error);
}

TEST_F(CompReading, WhatAStackNeedsMoreThanWasReadIsRead)
{
    CompReader reader(files);
    reader.read({}, 1001, 24);
    const std::size_t source = reader.keptBytes();
    EXPECT_GT(source, 0u);
    const CompResult lit = reader.read(look, 1001, 24);
    EXPECT_GT(reader.keptBytes(), source);
    CompReader fresh(files);
    EXPECT_TRUE(isSame(fresh.read(look, 1001, 24), lit));
    EXPECT_EQ(fresh.keptBytes(), reader.keptBytes()) << "kept once";
    reader.read({}, 1001, 24);
    EXPECT_EQ(fresh.keptBytes(), reader.keptBytes());
}

TEST_F(CompReading, WithoutRoomTheFurthestFramesGoFirst)
{
    CompReader reader(files);
    for (const std::int64_t frame : {1001, 1002, 1003})
        reader.read(look, frame, 24);
    const std::size_t one = reader.keptBytes() / 3;
    reader.trim(2 * one);
    EXPECT_EQ(reader.keptBytes(), 2 * one);
    removeFiles();
    EXPECT_NO_THROW(reader.read(look, 1002, 24));
    EXPECT_THROW(reader.read(look, 1001, 24), Error);
    reader.trim(0);
    EXPECT_EQ(reader.keptBytes(), 0u);
}

} // namespace
} // namespace unividx::ui
