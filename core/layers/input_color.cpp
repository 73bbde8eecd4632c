#include "core/layers/input_color.h"

#include "core/base/error.h"
#include "core/color/color_transform.h"

#include <array>
#include <string_view>
#include <utility>

namespace unividx {

namespace {

using Known = InputColor::Known;

/// What a file declares, and the space that it means.
struct DeclaredSpace {
    std::string_view transfer, primaries; ///< as ColorTags; empty: any
    std::string_view space;
};

// The first row that fits counts. Video of BT.709 and sRGB stays as it is: the model was trained on such code values.
constexpr std::array<DeclaredSpace, 14> declaredSpaces{{{"pq", "p3d65", "rec2100_pq_p3d65"},
                                                        {"pq", "", "rec2100_pq"},
                                                        {"hlg", "", "rec2100_hlg"},
                                                        {"linear", "ap0", "ACES2065-1"},
                                                        {"linear", "ap1", "ACEScg"},
                                                        {"linear", "bt2020", "lin_rec2020"},
                                                        {"linear", "p3d65", "lin_p3d65"},
                                                        {"linear", "bt709", "lin_rec709"},
                                                        {"linear", "", sceneLinearRole},
                                                        {"gamma22", "", "gamma22_rec709"},
                                                        {"bt709", "bt2020", "srgb_rec2020"},
                                                        {"bt709", "p3d65", "srgb_p3d65"},
                                                        {"srgb", "p3d65", "srgb_p3d65"},
                                                        {"srgb", "bt2020", "srgb_rec2020"}}};

/// What the numbers of an untagged clip are taken for: the two spaces that the program works with.
InputColor usualColor(const MediaInfo& info)
{
    const bool guessed = !info.color.guesses.empty();
    const std::string_view space = info.sceneLinear ? sceneLinearRole : modelColorSpace;
    return {std::string(space), guessed ? Known::Assumed : Known::Declared,
            guessed ? info.color.guesses.back() : "The file says " + info.color.transfer + "."};
}

InputColor declaredColor(const MediaInfo& info)
{
    const ColorTags& tags = info.color;
    if (tags.transfer == "log" && info.format == "dpx")
        return {"cineon", Known::Declared, "The file says that it holds printing density."};
    if (tags.transfer == "log")
        return {std::string(modelColorSpace), Known::Assumed,
                "The file says that it is a logarithmic encoding, but not which; choose the camera's colour space."};
    for (const DeclaredSpace& row : declaredSpaces) {
        if (row.transfer != tags.transfer || (!row.primaries.empty() && row.primaries != tags.primaries))
            continue;
        if (row.transfer == "linear" && !info.sceneLinear)
            break; // integers that claim to be linear: rare, and mostly a wrong tag
        const bool guessed = row.transfer == "linear" && !tags.guesses.empty();
        return {std::string(row.space), guessed ? Known::Assumed : Known::Declared,
                guessed ? tags.guesses.back()
                        : "The file says " + tags.transfer + " with " + tags.primaries + " primaries."};
    }
    return usualColor(info);
}

class ConvertedReader final : public MediaReader {
public:
    ConvertedReader(std::unique_ptr<MediaReader> reader, ColorTransform transform, bool sceneLinear)
        : reader_(std::move(reader)), transform_(std::move(transform)), info_(reader_->info())
    {
        info_.sceneLinear = sceneLinear;
    }

    const MediaInfo& info() const override { return info_; }

    Image read(std::int64_t frame) override
    {
        const AlphaState alpha = info_.premultiplied ? AlphaState::Premultiplied : AlphaState::Straight;
        return transform_.apply(reader_->read(frame), alpha);
    }

private:
    std::unique_ptr<MediaReader> reader_;
    ColorTransform transform_;
    MediaInfo info_;
};

} // namespace

InputColor inputColorOf(const MediaInfo& info, const std::string& chosen)
{
    if (!chosen.empty()) {
        if (encodingOf(chosen) == ColorEncoding::Data)
            throw Error(ErrorKind::Usage,
                        "\"" + chosen +
                            "\" is a space of data, not of colour; choose what the pictures were encoded as");
        return {chosen, Known::Chosen, "Chosen."};
    }
    if (const std::string& named = info.color.space; hasColorSpace(named) && encodingOf(named) != ColorEncoding::Data)
        return {named, Known::Declared, "The file names it."};
    if (const auto rule = spaceByFileRule(info.path.string()); rule && encodingOf(*rule) != ColorEncoding::Data)
        return {*rule, Known::Rule, "A file rule of the colour config names it."};
    return declaredColor(info);
}

std::unique_ptr<MediaReader> withInputColor(std::unique_ptr<MediaReader> reader, const std::string& chosen)
{
    const InputColor color = inputColorOf(reader->info(), chosen);
    const bool scene = encodingOf(color.space) == ColorEncoding::Scene;
    const std::string_view wanted = scene ? sceneLinearRole : modelColorSpace;
    if (color.space == wanted && scene == reader->info().sceneLinear)
        return reader;
    ColorTransform transform = makeTransform(color.space, wanted);
    if (transform.isIdentity() && scene == reader->info().sceneLinear)
        return reader;
    return std::make_unique<ConvertedReader>(std::move(reader), std::move(transform), scene);
}

} // namespace unividx
