#include "app/cli/command.h"
#include "app/cli/engine_factory.h"
#include "app/cli/item_tools.h"
#include "app/cli/option_text.h"
#include "app/engine/resources.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/export/contact_sheet.h"
#include "core/layers/display_picture.h"
#include "core/media/media_reader.h"
#include "core/media/sequence_png.h"
#include "core/run/run_job.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

namespace unividx::cli {

namespace {

/// A clip that comes with the program, and what is shown with it.
struct Sample {
    std::string_view name;
    std::string_view task;
};

constexpr std::array samples{Sample{"room", "decompose"}, Sample{"subject", "matte"}};
constexpr int sheetColumns = 5;

struct Arguments {
    RunSpec spec;
    bool again = false;
};

std::filesystem::path clipOf(const Sample& sample)
{
    return resourceFolder() / "sample" / sample.name / "rgb.mp4";
}

/// Changes whenever the layers would come out differently: another version, model or clip.
std::string stampOf(const Arguments& arguments)
{
    std::ostringstream stamp;
    stamp << UNIVIDX_VERSION << '\n' << arguments.spec.model << ' ' << arguments.spec.seed << '\n';
    const auto add = [&](const std::filesystem::path& file) {
        std::error_code absent; // a file that is not there has no size; the run itself says that it is missing
        stamp << file.string() << ' ' << std::filesystem::file_size(file, absent) << ' '
              << std::filesystem::last_write_time(file, absent).time_since_epoch().count() << '\n';
    };
    for (const Sample& sample : samples)
        add(clipOf(sample));
    std::error_code absent; // a package that went away has no files; the run itself says so
    for (const auto& package : installedModels()) {
        if (package.filename() != arguments.spec.model)
            continue;
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(package, absent)) {
            if (entry.is_regular_file())
                files.push_back(entry.path());
        }
        std::sort(files.begin(), files.end()); // a folder has no order of its own
        for (const auto& file : files)
            add(file);
    }
    return stamp.str();
}

std::string contentsOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Runs one sample; gives its part of the contact sheet: a few frames of the clip and of each layer.
SheetClip runSample(const Sample& sample, RunSpec spec, EngineKeeper& engines, Context& context)
{
    const std::filesystem::path clip = clipOf(sample);
    setTask(spec, std::string(sample.task));
    setFile(spec, "rgb", clip.string());
    spec.out /= sample.name;
    spec.overwrite = true;
    context.output->print(std::string(sample.task) + ": " + clip.string());

    const auto reader = openMedia(clip);
    const std::vector<std::int64_t> shown = sampleFrames(reader->info().frames, sheetColumns);
    const Task task = taskNamed(spec.task);
    SheetClip sheet;
    sheet.title = std::string(sample.name) + ": " + std::string(sample.task) + " (" + task.name() + "), " +
                  describe(reader->info().frames);
    sheet.rows.resize(4);
    for (std::size_t row = 0; row < 4; ++row)
        sheet.rows[row].label = task.family->modalities[row].name;
    for (const std::int64_t frame : shown) {
        sheet.columns.push_back(std::to_string(frame));
        sheet.rows[0].frames.push_back(reader->read(frame));
    }
    context.output->beginJob();
    JobContext job = jobOf(context);
    const JobTools tools{engines, *context.output, job, UNIVIDX_VERSION};
    const RunResult result = runJob(spec, tools, [&](const FinishedFrame& finished) {
        if (std::find(shown.begin(), shown.end(), finished.frame) == shown.end())
            return;
        for (std::size_t row = 1; row < 4; ++row) {
            sheet.rows[row].frames.push_back(
                displayPicture(finished.layers[row], task.family->modalities[row].decoding));
        }
    });
    nlohmann::json files = nlohmann::json::array();
    for (const auto& file : result.files) {
        files.push_back(file.string());
        context.output->print("  " + file.string());
    }
    context.output->event("layers", {{"task", sample.task}, {"files", files}});
    return sheet;
}

void runSamples(const Arguments& arguments, Context& context)
{
    const std::filesystem::path& out = arguments.spec.out;
    const std::filesystem::path sheet = out / "contact_sheet.png";
    const std::filesystem::path stampFile = out / "made_from.txt";
    const std::string stamp = stampOf(arguments);
    std::error_code absent; // no sheet, nothing made yet
    if (!arguments.again && std::filesystem::exists(sheet, absent) && contentsOf(stampFile) == stamp) {
        context.output->print("The layers in " + out.string() + " are up to date; --again makes them anew.");
    } else {
        std::vector<SheetClip> clips;
        EngineKeeper engines(engineLoader());
        for (const Sample& sample : samples)
            clips.push_back(runSample(sample, arguments.spec, engines, context));
        PngOptions png;
        png.existing = ExistingFile::Replace;
        writePng(sheet, contactSheet(clips), png);
        writeFileAtomically(stampFile, stamp);
    }
    context.output->print("Contact sheet: " + sheet.string());
    context.output->event("done", {{"files", {sheet.string()}}});
}

} // namespace

void addSampleCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command =
        app.add_subcommand("sample", "Take the clips that come with the program apart, and make a contact sheet");
    command->add_option("--out", arguments->spec.out, "Folder for layers and contact sheet")->required();
    command->add_option("--model", arguments->spec.model, "Model package: a name or a folder")->capture_default_str();
    command->add_option("--steps", arguments->spec.steps, "Denoising steps (the package's own by default)");
    command->add_option("--threads", arguments->spec.threads, "Threads to use; 0 means all");
    command->add_flag("--again", arguments->again, "Make the layers anew even if nothing has changed");
    command->callback(
        [&context, arguments] { context.action = [&context, arguments] { runSamples(*arguments, context); }; });
}

} // namespace unividx::cli
