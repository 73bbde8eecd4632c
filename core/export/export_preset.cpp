#include "core/export/export_preset.h"

#include "core/layers/name_pattern.h"

#include <utility>

namespace unividx {

namespace {

ExportSettings together()
{
    ExportSettings settings;
    settings.layout = ExportLayout::Together;
    settings.pattern = "{shot}.{frame}.{extension}";
    return settings;
}

ExportSettings forNuke()
{
    ExportSettings settings = together();
    // Nuke reads a line at a time: blocks of one line save it decoding sixteen.
    settings.colorCompression = settings.dataCompression = ExrCompression::ZipScanline;
    settings.window = ExrWindow::Data;
    settings.nukeScript = true;
    return settings;
}

ExportSettings layerFolders()
{
    ExportSettings settings;
    settings.naming = ChannelNaming::Plain;
    settings.pattern = "{layer}/{shot}_{layer}.{frame}.{extension}";
    return settings;
}

ExportSettings pictures()
{
    ExportSettings settings;
    settings.format = ExportFormat::Png;
    return settings;
}

ExportSettings movie(MovieCodec codec, const char* burnIn)
{
    ExportSettings settings;
    settings.format = ExportFormat::Movie;
    settings.codec = codec;
    settings.quality = 18;
    settings.pattern = "{shot}_{layer}.{extension}";
    settings.layers = {"picture"};
    settings.burnIn = burnIn;
    return settings;
}

ExportSettings sheet()
{
    ExportSettings settings;
    settings.format = ExportFormat::Sheet;
    settings.pattern = "{shot}_sheet.{extension}";
    return settings;
}

bool isDwa(ExrCompression compression)
{
    return compression == ExrCompression::Dwaa || compression == ExrCompression::Dwab;
}

} // namespace

const std::vector<ExportPreset>& exportPresets()
{
    static const std::vector<ExportPreset> presets{
        {"nuke", "One EXR a frame with all layers, and a script that rebuilds the composite", forNuke()},
        {"blender", "One EXR a frame with all layers, for Blender's compositor", together()},
        {"resolve", "One EXR a frame with all layers, for Resolve and Fusion", together()},
        {"exr-layers", "A folder of EXR files for each layer, with plain channel names", layerFolders()},
        {"png16", "A 16-bit PNG for each layer and frame", pictures()},
        {"prores4444", "A ProRes 4444 movie of the picture with its alpha", movie(MovieCodec::ProRes4444, "")},
        {"h264", "An H.264 movie of the picture for review, with frame numbers in it",
         movie(MovieCodec::H264, "{shot}  {frame}")},
        {"hevc", "An HEVC movie of the picture for review, with frame numbers in it",
         movie(MovieCodec::Hevc, "{shot}  {frame}")},
        {"contact-sheet", "All layers over time on one picture", sheet()},
    };
    return presets;
}

const ExportPreset* findExportPreset(std::string_view name)
{
    for (const ExportPreset& preset : exportPresets()) {
        if (preset.name == name)
            return &preset;
    }
    return nullptr;
}

std::vector<std::string> findProblems(const ExportSettings& settings)
{
    std::vector<std::string> problems = findPatternProblems(settings.pattern);
    const bool sequence = settings.format == ExportFormat::Exr || settings.format == ExportFormat::Png;
    const bool apart = settings.layout == ExportLayout::PerLayer && settings.format != ExportFormat::Sheet;
    for (std::string& problem : findNameProblems(settings.pattern, {sequence, apart && settings.layers.size() != 1}))
        problems.push_back(std::move(problem));
    if (settings.layout != ExportLayout::PerLayer && settings.format != ExportFormat::Exr)
        problems.emplace_back("only EXR files hold several layers");
    if (isDwa(settings.dataCompression))
        problems.emplace_back("DWA compression damages mattes and normals; use it for colour alone");
    if (!settings.burnIn.empty() && sequence && settings.format == ExportFormat::Exr)
        problems.emplace_back("text is not burnt into EXR files, whose pixels others go on working with");
    if (settings.padding < 1 || settings.padding > 12)
        problems.emplace_back("frame numbers have between 1 and 12 digits");
    if (settings.sheetColumns < 1 || settings.sheetColumns > 100)
        problems.emplace_back("a contact sheet has between 1 and 100 columns");
    if (settings.quality < 0 || settings.quality > 51)
        problems.emplace_back("a movie's quality is between 0 (lossless) and 51");
    for (const std::string& problem : findPatternProblems(settings.burnIn, PatternUse::Text))
        problems.push_back("burn-in: " + problem);
    return problems;
}

std::string extensionOf(const ExportSettings& settings)
{
    switch (settings.format) {
    case ExportFormat::Exr:
        return "exr";
    case ExportFormat::Png:
    case ExportFormat::Sheet:
        return "png";
    case ExportFormat::Movie:
        break;
    }
    return movieExtension(settings.codec) + 1; // without its dot
}

} // namespace unividx
