#include "core/export/export_spec.h"

#include "core/base/error.h"
#include "core/export/composite.h"
#include "core/media/exr_writer.h"
#include "tests/core/layers/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

namespace unividx {
namespace {

namespace fs = std::filesystem;
using unividx::testing::TemporaryFolder;

/// A clip of four frames, and a plate behind it.
ExportSpec orderIn(const fs::path& folder)
{
    constexpr Resolution size{32, 24};
    const Image grey(size, 3, std::vector<float>(3u * size.width * size.height, 0.25f));
    ExrHeader header;
    for (header.frame = 1001; header.frame <= 1004; ++header.frame)
        writeExr(folder / ("shot." + std::to_string(header.frame) + ".exr"), {{"rgba", {"R", "G", "B"}, grey, false}},
                 header);
    ExportSpec order;
    order.files.source = folder / "shot.####.exr";
    order.asked.settings = findExportPreset("exr-layers")->settings;
    order.asked.preset = "exr-layers";
    order.asked.folder = folder / "映像";
    order.asked.shot = "shot";
    order.asked.frames = {1001, 4};
    order.asked.resolution = size;
    order.asked.layers = compositeLayers(order.stack, order.files);
    order.asked.order = freshOrder();
    return order;
}

bool isSame(const ExportSpec& a, const ExportSpec& b)
{
    const ExportRequest& x = a.asked;
    const ExportRequest& y = b.asked;
    return a.stack == b.stack && a.files == b.files && x.settings == y.settings && x.preset == y.preset &&
           x.folder == y.folder && x.shot == y.shot && x.project == y.project && x.layers == y.layers &&
           x.resolution == y.resolution && x.frames == y.frames && x.order == y.order;
}

TEST(ExportSpec, IsTheSameAfterItWasNotedDown)
{
    const TemporaryFolder folder;
    ExportSpec order = orderIn(folder.path());
    for (const ExportPreset& preset : exportPresets()) {
        for (const StackPreset& stack : stackPresets()) {
            SCOPED_TRACE(std::string(preset.name) + ", " + std::string(stack.name));
            order.asked.settings = preset.settings;
            order.asked.settings.firstNumber = 7;
            order.asked.settings.layers = {"picture", "matte"};
            order.asked.layers.push_back({"normal", PictureKind::Vector});
            order.stack = stack.stack;
            order.files.layers[CompLayer::Albedo] = folder.path() / "José.####.exr";
            order.files.plateOffset = -12;
            EXPECT_TRUE(isSame(parseExportSpec(formatExportSpec(order), "note"), order));
        }
    }
}

TEST(ExportSpec, ATextThatIsCutOrFromANewerVersionIsSaid)
{
    const TemporaryFolder folder;
    const std::string text = formatExportSpec(orderIn(folder.path()));
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
        const std::size_t length = random() % (text.size() - 2);
        SCOPED_TRACE(length);
        EXPECT_THROW(parseExportSpec(text.substr(0, length), "note"), Error);
    }
    for (const auto& [what, other] : {std::pair("\"unividx-export-order\": 1", "\"unividx-export-order\": 9"),
                                      std::pair("\"format\": 0", "\"format\": 99")}) {
        std::string changed = text;
        const std::size_t at = changed.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        changed.replace(at, std::string(what).size(), other);
        EXPECT_THROW(parseExportSpec(changed, "note"), Error) << other;
    }
}

TEST(ExportSpec, ThatWasCutOffGoesOnFromItsTextAndItsFramesAreCounted)
{
    const TemporaryFolder folder;
    const ExportSpec order = orderIn(folder.path());
    EXPECT_EQ(framesWritten(order.asked), 0);
    CancelToken token;
    JobContext cut(token, [&](const Progress& progress) {
        if (progress.framesDone == 2)
            token.cancel();
    });
    EXPECT_THROW(runExportSpec(order, "1", cut), Cancelled);
    const std::int64_t done = framesWritten(order.asked);
    EXPECT_GE(done, 1);
    EXPECT_LE(done, 3);
    const CancelToken untouched;
    JobContext job(untouched);
    const CompositeResult result = runExportSpec(parseExportSpec(formatExportSpec(order), "note"), "1", job);
    EXPECT_EQ(result.pictures.kept, done);
    EXPECT_EQ(result.pictures.written, 4 - done);
    EXPECT_EQ(framesWritten(order.asked), 4);
    ExportRequest other = order.asked;
    other.order = freshOrder();
    EXPECT_EQ(framesWritten(other), 0);
}

} // namespace
} // namespace unividx
