#include "tests/core/run/random_run.h"

#include <array>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace unividx::testing_run {

namespace {

struct Draw {
    std::mt19937_64& random;

    std::int64_t number(std::int64_t low, std::int64_t high)
    {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    }
    bool coin() { return number(0, 1) == 1; }

    template <typename T>
    std::optional<T> maybe(T value)
    {
        return coin() ? std::optional<T>(std::move(value)) : std::nullopt;
    }
    /// Text with what shells, JSON and command lines stumble over.
    std::string text()
    {
        static const std::vector<std::string> pieces{"a room", "--steps", "-x", "=", "'",   "\"", "\\", "$HOME",
                                                     "`ls`",   ",",       "{a", "}", "[1]", "#",  "%",  "\n",
                                                     "\t",     "映像",    "é",  " ", ";",   "&"};
        std::string text;
        for (std::int64_t count = number(1, 4); count > 0; --count)
            text += pieces[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(pieces.size()) - 1))];
        return text;
    }
    std::string word() { return "word" + std::to_string(number(0, 999)); }
    std::string clip() { return "/shots/" + word() + (coin() ? "/José plate.####.exr" : "/clip=" + word() + ".mp4"); }
    std::string pattern(bool sequence)
    {
        static const std::vector<std::string> begins{"{shot}_{layer}", "{project}/{shot}/{version}/{layer}",
                                                     "{preset} {layer}, --{version}", "映像=\"{layer}\""};
        return begins[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(begins.size()) - 1))] +
               (sequence ? ".{frame}.{extension}" : ".{extension}");
    }
    float decimal() { return std::uniform_real_distribution<float>(0.01F, 20.0F)(random); }
};

void drawTask(RunSpec& spec, Draw& draw)
{
    const std::vector<Task> tasks = allTasks();
    const auto pick = [&](const auto& items) -> const auto&
    {
        return items[static_cast<std::size_t>(draw.number(0, static_cast<std::int64_t>(items.size()) - 1))];
    };
    Task task = pick(tasks);
    if (draw.coin()) {
        const TaskPreset& preset = pick(taskPresets());
        task = preset.task();
        setTask(spec, std::string(preset.name));
    } else if (draw.coin()) {
        setTask(spec, task.name());
    }
    spec.family = task.family;
    for (std::size_t row = 0; row < 4; ++row) {
        if (task.conditions[row])
            setFile(spec, task.family->modalities[row].name, draw.clip(), draw.coin() ? draw.word() : std::string());
        if (task.conditions[row] && task.family->modalities[row].decoding == Decoding::Color && draw.coin())
            spec.locks[row]->colorSpace = draw.coin() ? "ARRI LogC4" : "rec2100_pq";
    }
    for (std::size_t row = 0; row < 4; ++row) {
        for (std::int64_t count = task.conditions[row] ? 0 : draw.number(0, 2); count > 0; --count)
            spec.hints.push_back({row, draw.clip(), draw.maybe(draw.number(-50, 2000))});
    }
    spec.kept = draw.coin() ? ModalitySet(0b1111) : ModalitySet(static_cast<unsigned long>(draw.number(1, 15)));
}

} // namespace

RunSpec randomRun(std::mt19937_64& random)
{
    Draw draw{random};
    RunSpec spec;
    drawTask(spec, draw);
    spec.model = draw.coin() ? "mini" : "/models/" + draw.word();
    spec.device = draw.coin() ? "cpu" : "cuda:" + std::to_string(draw.number(0, 7));
    spec.dtype = draw.coin() ? "" : "bfloat16";
    spec.threads = static_cast<int>(draw.number(0, 64));
    spec.prompt = draw.coin() ? "" : draw.text();
    spec.backgroundPrompt = draw.coin() ? "" : draw.text();
    spec.negativePrompt = draw.maybe(draw.coin() ? std::string() : draw.text());
    spec.frames = draw.maybe(FrameRange{draw.number(-2000, 2000), draw.number(1, 500)});
    spec.mostFrames = draw.maybe(draw.number(1, 100));
    spec.handles = draw.coin() ? 0 : draw.number(1, 24);
    spec.quality = static_cast<Quality>(draw.number(0, 2));
    spec.ownNumbers = draw.coin();
    spec.steps = draw.maybe(static_cast<int>(draw.number(1, 50)));
    spec.guidance = draw.maybe(draw.decimal());
    spec.shift = draw.maybe(draw.decimal());
    spec.modelSize =
        draw.maybe(Resolution{static_cast<int>(draw.number(16, 4096)), static_cast<int>(draw.number(16, 4096))});
    spec.window = draw.maybe(draw.number(0, 20) * 4 + 1);
    spec.overlap = draw.maybe(draw.number(0, 4));
    spec.seed = draw.coin() ? random() : std::numeric_limits<std::uint64_t>::max();
    spec.out = "/out/" + draw.word();
    spec.shot = draw.coin() ? "" : draw.text();
    spec.format = static_cast<LayerFileFormat>(draw.number(0, 5));
    spec.names = static_cast<FileNames>(draw.number(0, 1));
    if (spec.names == FileNames::Shot && draw.coin())
        spec.pattern = draw.pattern(spec.format != LayerFileFormat::Mp4);
    spec.project = draw.coin() ? "" : draw.text();
    spec.version = draw.maybe(draw.number(1, 999'999));
    const FrameRate rate{draw.number(1, 120000), draw.number(1, 1001)};
    const std::int64_t common = std::gcd(rate.numerator, rate.denominator);
    spec.rate = draw.maybe(FrameRate{rate.numerator / common, rate.denominator / common});
    spec.sourceSize = draw.coin();
    spec.overwrite = draw.coin();
    if (draw.coin())
        spec.farm = {draw.coin() ? "slurm" : "", draw.number(1, 100), draw.coin() ? "" : "16G",
                     draw.coin() ? "" : "4:00:00", draw.coin() ? "" : draw.word()};
    return spec;
}

RunSpec withProjectInputs(RunSpec spec, std::mt19937_64& random)
{
    for (auto& lock : spec.locks) {
        if (!lock)
            continue;
        const std::array<LockedInput, 3> inputs{{{LockedInput::From::Shot, {}, {}},
                                                 {LockedInput::From::Media, MediaId{3}, {}},
                                                 {LockedInput::From::Take, {}, TakeId{8}}}};
        lock = inputs[static_cast<std::size_t>(Draw{random}.number(0, 2))];
    }
    return spec;
}

} // namespace unividx::testing_run
