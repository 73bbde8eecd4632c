#include "app/cli/command.h"
#include "app/cli/option_text.h"
#include "core/layers/input_color.h"
#include "core/media/cuts.h"
#include "core/media/media_reader.h"
#include "core/media/sequence_pattern.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>

namespace unividx::cli {

namespace {

std::string describe(const FrameRate& rate)
{
    if (rate.denominator == 1)
        return std::to_string(rate.numerator);
    char text[64];
    std::snprintf(text, sizeof(text), "%lld/%lld (%.3f)", static_cast<long long>(rate.numerator),
                  static_cast<long long>(rate.denominator), rate.perSecond());
    return text;
}

void printInfo(Output& output, const MediaInfo& info)
{
    const auto row = [&](const std::string& name, const std::string& value) {
        output.print(name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + value);
    };
    row("file", info.path.string());
    row("format", info.format + (info.codec.empty() ? "" : ", " + info.codec) +
                      (info.pixelFormat.empty() ? "" : ", " + info.pixelFormat));
    row("size",
        cli::describe(info.resolution) + (info.rotation ? ", rotated by " + std::to_string(info.rotation) : ""));
    row("frames", cli::describe(info.frames));
    row("rate", describe(info.rate) + (info.rateIsDeclared ? "" : " (assumed: the files do not say)") +
                    (info.variableRate ? ", variable" : ""));
    row("depth", std::to_string(info.bitDepth) + " bit, " + std::to_string(info.channels) + " channels" +
                     (info.channels == 4 ? info.premultiplied ? ", premultiplied" : ", straight alpha" : ""));
    row("colour", (info.sceneLinear
                       ? "scene-linear"
                       : info.color.matrix + " matrix, " + info.color.transfer + " transfer, " + info.color.primaries +
                             " primaries, " + (info.color.fullRange ? "full" : "limited") + " range"));
    const InputColor color = inputColorOf(info);
    row("space", color.space + (color.known == InputColor::Known::Assumed ? " (assumed). " : ". ") + color.reason);
    if (!info.layers.empty())
        row("layers", joined(info.layers));
    if (info.interlaced)
        row("fields", "interlaced");
    if (info.hasAudio)
        row("audio", "yes");
    if (!info.holes.empty()) {
        const std::string count = std::to_string(info.holes.size());
        row("missing", count + (info.holes.size() == 1 ? " frame: " : " frames: ") + describeFrames(info.holes));
    }
    for (const std::string& guess : info.color.guesses)
        row("guessed", guess);
    for (const std::string& note : info.notes)
        row("note", note);
}

nlohmann::json asJson(const MediaInfo& info)
{
    return {{"file", info.path.string()},
            {"format", info.format},
            {"codec", info.codec},
            {"pixel_format", info.pixelFormat},
            {"width", info.resolution.width},
            {"height", info.resolution.height},
            {"bit_depth", info.bitDepth},
            {"channels", info.channels},
            {"premultiplied", info.premultiplied},
            {"scene_linear", info.sceneLinear},
            {"color_space", inputColorOf(info).space},
            {"rate", {info.rate.numerator, info.rate.denominator}},
            {"rate_declared", info.rateIsDeclared},
            {"first_frame", info.frames.first},
            {"frames", info.frames.count},
            {"missing", info.holes},
            {"variable_rate", info.variableRate},
            {"interlaced", info.interlaced},
            {"rotation", info.rotation},
            {"truncated", info.truncated},
            {"audio", info.hasAudio},
            {"matrix", info.color.matrix},
            {"transfer", info.color.transfer},
            {"primaries", info.color.primaries},
            {"full_range", info.color.fullRange},
            {"guesses", info.color.guesses},
            {"layers", info.layers},
            {"notes", info.notes}};
}

std::string_view wordOf(ShotChange::Kind kind)
{
    switch (kind) {
    case ShotChange::Kind::Cut:
        return "cut";
    case ShotChange::Kind::Dissolve:
        return "dissolve";
    case ShotChange::Kind::Fade:
        return "fade";
    }
    return "";
}

/// Prints the first frame of each new shot, one a line.
void printCuts(const std::string& file, Context& context)
{
    const auto reader = openMedia(file);
    JobContext job(context.cancel);
    const std::vector<ShotChange> changes = findShotChanges(*reader, job);
    nlohmann::json list = nlohmann::json::array();
    for (const ShotChange& change : changes)
        list.push_back(
            {{"kind", wordOf(change.kind)}, {"frame", change.frames.first}, {"frames", change.frames.count}});
    context.output->event("cuts", {{"file", reader->info().path.string()}, {"changes", list}});
    for (const std::int64_t start : shotStarts(changes))
        context.output->print(std::to_string(start));
}

} // namespace

void addInfoCommand(CLI::App& app, Context& context)
{
    const auto file = std::make_shared<std::string>();
    const auto cuts = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("info", "Show what is in a movie, an image sequence or an EXR");
    command->add_option("FILE", *file, "A movie, an image, a folder, or a sequence such as shot.####.exr")->required();
    command->add_flag("--cuts", *cuts, "Print the first frame of each new shot instead");
    command->callback([&context, file, cuts] {
        context.action = [&context, file, cuts] {
            if (*cuts) {
                printCuts(*file, context);
                return;
            }
            const MediaInfo info = openMedia(*file)->info();
            context.output->event("info", asJson(info));
            printInfo(*context.output, info);
        };
    });
}

} // namespace unividx::cli
