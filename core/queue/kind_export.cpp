#include "core/export/export_names.h"
#include "core/queue/item_kind.h"

#include <algorithm>
#include <utility>

namespace unividx {

namespace {

ExportSpec specOf(const std::string& description)
{
    return parseExportSpec(description, "the export's options");
}

void check(const std::string& description, const std::string& place)
{
    parseExportSpec(description, place);
}

std::string title(const std::string& description)
{
    const ExportSpec spec = specOf(description);
    const std::string version = spec.asked.version ? " " + versionText(*spec.asked.version) : std::string();
    return spec.asked.shot + ": export " + spec.asked.preset + version;
}

ItemNeeds needs(const std::string& description)
{
    ItemNeeds needs;
    needs.lane = Lane::Export;
    needs.frames = specOf(description).asked.frames.count;
    return needs;
}

void preflight(const std::string& description, const PreflightTools&)
{
    const auto problems = findProblems(specOf(description).asked.settings);
    if (!problems.empty())
        throw Error(ErrorKind::Usage, "the export cannot be done: " + problems.front());
}

ItemResult execute(const std::string& description, const ItemTools& tools)
{
    const ExportSpec spec = specOf(description);
    const CompositeResult result = runExportSpec(spec, tools.version, tools.job, tools.guarded);
    for (const std::string& note : result.notes)
        tools.log.note("Nuke script: " + note);
    if (result.replaced > 0)
        tools.log.warning(std::to_string(result.replaced) +
                          " values of the inputs were not finite and were taken as 0");
    if (result.pictures.changed.clamped > 0)
        tools.log.warning(std::to_string(result.pictures.changed.clamped) + " values were too large for half float");
    const std::int64_t first = result.frames.first;
    return {result.files, result.frames, result.pictures.written, result.pictures.kept,
            spec.asked.settings.firstNumber.value_or(first) - first};
}

std::string copied(const std::string& description, ItemId copy)
{
    ExportSpec spec = specOf(description);
    spec.asked.order = freshOrder();
    if (usesToken(spec.asked.settings.pattern, "version")) {
        spec.asked.version.reset();
        spec.asked = withVersion(std::move(spec.asked));
    } else {
        spec.asked.folder += "-" + std::to_string(copy);
    }
    return formatExportSpec(spec);
}

std::optional<Take> take(const std::string&, FrameRange)
{
    return std::nullopt;
}

std::vector<LatestFrame> latest(const std::string& description, const std::filesystem::path&, std::size_t most)
{
    const ExportRequest request = specOf(description).asked;
    std::vector<LatestFrame> latest;
    if (request.settings.format != ExportFormat::Exr && request.settings.format != ExportFormat::Png)
        return latest;
    for (std::int64_t frame = request.frames.end(); frame-- > request.frames.first && latest.size() < most;) {
        const auto files = framePaths(request, frame);
        std::error_code unreadable; // counts as absent
        if (!files.empty() && std::filesystem::exists(files.front(), unreadable))
            latest.push_back({files.front(), {}, frame, Decoding::Color, {}});
    }
    std::reverse(latest.begin(), latest.end());
    return latest;
}

std::string numbered(const std::string& description)
{
    ExportSpec spec = specOf(description);
    const auto before = spec.asked.version;
    spec.asked = withVersion(std::move(spec.asked));
    return spec.asked.version == before ? description : formatExportSpec(spec);
}

void released(const std::string& description)
{
    releaseVersion(outputNamesOf(specOf(description).asked));
}

} // namespace

ItemKind detail::exportKind()
{
    return {"export", "export", true,   check, title,  needs,    preflight,
            execute,  nullptr,  copied, take,  latest, numbered, released};
}

} // namespace unividx
