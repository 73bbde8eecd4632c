#include "tests/inference/parity/checks.h"

#include "core/image/resize.h"
#include "inference/engine/image_tensor.h"

namespace unividx::parity {

namespace {

/// 8-bit pictures as a clip's reader hands them over. Shape: bytes [F, H, W, 3]
std::vector<Image> picturesOf(const at::Tensor& bytes)
{
    const Resolution size{static_cast<int>(bytes.size(2)), static_cast<int>(bytes.size(1))};
    std::vector<Image> pictures;
    for (const at::Tensor& frame : (bytes.to(at::kFloat) / 255.0).unbind(0)) {
        const at::Tensor pixels = frame.contiguous();
        const float* first = pixels.data_ptr<float>();
        pictures.emplace_back(size, static_cast<int>(bytes.size(3)), std::vector<float>(first, first + pixels.numel()));
    }
    return pictures;
}

void checkPreprocessing(FixtureFile& file, Report& report)
{
    for (const std::string& name : file.endings("")) {
        if (!endsWith(name, ".frames_u8"))
            continue;
        const std::string example = name.substr(0, name.find('.'));
        const at::Tensor expected = file.get(example + ".out"); // [1, 3, F, H, W]
        const std::vector<Image> pictures = picturesOf(file.get(name));
        const Resolution size{static_cast<int>(expected.size(4)), static_cast<int>(expected.size(3))};
        report.compare("preprocess." + example,
                       conditionVideo([&](std::int64_t i) { return pictures[static_cast<std::size_t>(i)]; },
                                      static_cast<std::int64_t>(pictures.size()), size, expected.size(2),
                                      resizeBilinear),
                       expected, tolerance::table);
    }
    if (file.has("to_u8.in"))
        report.compare("preprocess.to_u8", displayBytes(file.get("to_u8.in")), file.get("to_u8.out"), 0);
    if (!file.has("normal.in"))
        return;
    const at::Tensor decoded = file.get("normal.in").squeeze(0);
    report.compare("preprocess.normal", unitNormals(decoded), file.get("normal.out"), tolerance::table);
    if (!file.has("plain.out"))
        return;
    // colour leaves as it was decoded; as pictures it is the same in [0, 1]
    const at::Tensor plain = file.get("plain.out");
    const auto pictures = layerImages(decoded, Decoding::Color);
    at::Tensor back = at::empty_like(plain);
    for (std::int64_t frame = 0; frame < plain.size(1); ++frame) {
        const Image& picture = pictures[static_cast<std::size_t>(frame)];
        for (std::int64_t channel = 0; channel < plain.size(0); ++channel)
            for (int y = 0; y < picture.height(); ++y)
                for (int x = 0; x < picture.width(); ++x)
                    back[channel][frame][y][x] = picture.at(x, y, static_cast<int>(channel)) * 2.0 - 1.0;
    }
    report.compare("preprocess.plain", back, plain.clamp(-1, 1), tolerance::table);
}

void checkSizes(const FixtureFolder& folder, Report& report)
{
    const nlohmann::json examples = folder.json("text_and_shapes.json").value("shape_rounding", nlohmann::json());
    for (const auto& example : examples) {
        const auto in = example.at("input").get<std::vector<std::int64_t>>();
        const auto out = example.at("output").get<std::vector<std::int64_t>>();
        const Resolution size = modelResolution({static_cast<int>(in.at(1)), static_cast<int>(in.at(0))});
        const std::vector<std::int64_t> got{size.height, size.width, modelFrames(in.at(2))};
        report.compare("shape_rounding." + std::to_string(in[0]) + "x" + std::to_string(in[1]) + "x" +
                           std::to_string(in[2]),
                       at::tensor(got, at::kLong), at::tensor(out, at::kLong), 0);
    }
}

} // namespace

void checkPixels(const FixtureFolder& folder, Report& report)
{
    const std::string name = "preprocess.safetensors";
    if (folder.has(name)) {
        report.group("preprocess", [&] {
            FixtureFile file(folder.at(name));
            checkPreprocessing(file, report);
            noteUnused(file, report);
        });
    } else {
        report.note("skipped " + name + ": missing");
    }
    if (folder.has("text_and_shapes.json"))
        report.group("shape_rounding", [&] { checkSizes(folder, report); });
    else
        report.note("skipped shape rounding: text_and_shapes.json is missing");
}

} // namespace unividx::parity
