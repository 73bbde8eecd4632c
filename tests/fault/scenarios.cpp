#include "tests/fault/scenarios.h"

#include "core/base/error.h"
#include "core/comp/stack_file.h"
#include "core/export/export_job.h"
#include "core/media/media_reader.h"
#include "core/project/autosave.h"
#include "core/project/project_file.h"
#include "core/queue/item_kind.h"
#include "core/queue/job_store.h"
#include "core/settings/settings.h"

#include <algorithm>
#include <cmath>

namespace unividx::fault {

namespace {

namespace fs = std::filesystem;

Project projectNamed(const std::string& name)
{
    Project project = newProject();
    project.name = name;
    project.rate = {24, 1};
    return project;
}

/// The project, and an older version of it beside, which a save that fails must not push out.
Scenario save()
{
    const auto file = [](const fs::path& folder) { return folder / "shot.uvx"; };
    Scenario scenario;
    scenario.name = "Save";
    scenario.prepare = [=](const fs::path& folder) {
        saveProject(projectNamed("older"), file(folder));
        saveProject(projectNamed("old"), file(folder));
    };
    scenario.act = [=](const fs::path& folder) { saveProject(projectNamed("new"), file(folder)); };
    scenario.look = [=](const fs::path& folder) {
        const auto earlier = newestReadableSave(file(folder));
        if (!earlier)
            return std::string("no earlier version can be read");
        return openProject(file(folder)).project.name;
    };
    scenario.again = scenario.act;
    return scenario;
}

Scenario autosave()
{
    Scenario scenario;
    scenario.name = "Autosave";
    scenario.prepare = [](const fs::path& folder) { Autosave(folder).write(projectNamed("old"), {}); };
    scenario.act = [](const fs::path& folder) {
        Autosave window(folder);
        window.write(projectNamed("first"), {});
        window.write(projectNamed("new"), {});
    };
    scenario.look = [](const fs::path& folder) {
        std::string found = "the autosave of before is gone";
        for (const Recovery& recovery : findRecoveries(folder)) {
            if (!recovery.damage.empty())
                return recovery.damage;
            if (recovery.name == "new" || (recovery.name == "old" && found != "new"))
                found = recovery.name;
        }
        return found;
    };
    scenario.again = scenario.act;
    return scenario;
}

Scenario settings()
{
    const auto withLayout = [](const std::string& layout) {
        Settings settings;
        settings.windowLayout = layout;
        return settings;
    };
    const auto file = [](const fs::path& folder) { return folder / "settings.json"; };
    Scenario scenario;
    scenario.name = "Settings";
    scenario.prepare = [=](const fs::path& folder) { saveSettings(withLayout("old"), file(folder)); };
    scenario.act = [=](const fs::path& folder) { saveSettings(withLayout("new"), file(folder)); };
    scenario.look = [=](const fs::path& folder) {
        const LoadedSettings read = loadSettings(file(folder));
        return read.damaged ? "the settings are damaged" : read.settings.windowLayout;
    };
    scenario.again = scenario.act;
    return scenario;
}

constexpr float oldValue = 0.25f;
constexpr float newValue = 0.75f;

/// Two frames of one layer, of one grey.
void writeFrames(const fs::path& folder, const ExportSettings& settings, const ExportLayer& layer, float value)
{
    constexpr Resolution size{16, 8};
    const int channels = layer.kind == PictureKind::Matte ? 1 : 3;
    ExportRequest request;
    request.settings = settings;
    request.settings.existing = ExportExisting::Replace;
    request.preset = "test";
    request.folder = folder;
    request.shot = "shot";
    request.layers = {layer};
    request.resolution = size;
    request.frames = {1001, 2};
    request.rate = {24, 1};
    const CancelToken token;
    JobContext job(token);
    const std::vector<float> pixels(static_cast<std::size_t>(size.width * size.height * channels), value);
    runExport(
        request, [&](std::int64_t) { return std::vector<Image>{Image(size, channels, pixels)}; }, job);
}

std::string stateOf(const fs::path& picture, const std::string& layer)
{
    OpenOptions options;
    options.layer = layer;
    const auto reader = openMedia(picture, options);
    const float value = reader->read(reader->info().frames.first).data()[0];
    constexpr float close = 1e-3f; // 16 bits
    if (std::abs(value - oldValue) < close)
        return "old";
    return std::abs(value - newValue) < close ? "new" : picture.string() + " has other pixels";
}

/// "new" if both frames are, else what the first other one is.
std::string stateOfFrames(const fs::path& folder, const std::string& extension, const std::string& layer)
{
    std::string whole = "new";
    int pictures = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != extension || entry.path().filename().string().starts_with("."))
            continue;
        ++pictures;
        const std::string state = stateOf(entry.path(), layer);
        if (state != "new" && whole == "new")
            whole = state;
    }
    return pictures == 2 ? whole : std::to_string(pictures) + " pictures are there";
}

/// A layer as its nodes left it, as publishLayers() writes it.
Scenario publish()
{
    const auto write = [](const fs::path& folder, float value) {
        writeFrames(folder, {}, {"albedo", PictureKind::Color}, value);
    };
    Scenario scenario;
    scenario.name = "Publish";
    scenario.prepare = [=](const fs::path& folder) { write(folder, oldValue); };
    scenario.act = [=](const fs::path& folder) { write(folder, newValue); };
    scenario.look = [](const fs::path& folder) { return stateOfFrames(folder, ".exr", "albedo"); };
    return scenario;
}

Scenario exported()
{
    const auto write = [](const fs::path& folder, float value) {
        // Data: its numbers stand in the file as they are.
        writeFrames(folder, findExportPreset("png16")->settings, {"matte", PictureKind::Matte}, value);
    };
    Scenario scenario;
    scenario.name = "Export";
    scenario.prepare = [=](const fs::path& folder) { write(folder, oldValue); };
    scenario.act = [=](const fs::path& folder) { write(folder, newValue); };
    scenario.look = [](const fs::path& folder) { return stateOfFrames(folder, ".png", ""); };
    return scenario;
}

/// An item that is claimed and finished by a runner.
Scenario queue()
{
    const auto file = [](const fs::path& folder) { return folder / "queue.db"; };
    const auto finish = [=](const fs::path& folder) {
        JobStore store(file(folder));
        store.recover();
        store.resume({1});
        const auto item = store.claim({Lane::Accelerator, "cpu"}, currentProcess(), 0);
        if (!item || !store.finish(*item, {}))
            throw Error(ErrorKind::Output, "the item is not there to be finished");
    };
    Scenario scenario;
    scenario.name = "Queue";
    scenario.prepare = [=](const fs::path& folder) {
        RunSpec spec;
        spec.task = "decompose";
        spec.out = "/out";
        JobStore(file(folder)).add({newItem(spec)});
    };
    scenario.act = finish;
    scenario.look = [=](const fs::path& folder) {
        const auto items = JobStore(file(folder)).list(0);
        if (items.size() != 1)
            return std::to_string(items.size()) + " items are in the queue";
        return std::string(items.front().state == ItemState::Done ? "new" : "old");
    };
    scenario.again = [=](const fs::path& folder) {
        if (scenario.look(folder) != "new")
            finish(folder);
    };
    return scenario;
}

Scenario nodes()
{
    const auto write = [](const fs::path& folder, const std::string& name) {
        CompStack stack;
        BackgroundNode background;
        background.file = name;
        CompNode node;
        node.settings = background;
        stack.nodes.push_back(node);
        saveStack(stack, folder / "look.uvcomp");
    };
    Scenario scenario;
    scenario.name = "Nodes";
    scenario.prepare = [=](const fs::path& folder) { write(folder, "old"); };
    scenario.act = [=](const fs::path& folder) { write(folder, "new"); };
    scenario.look = [](const fs::path& folder) {
        const CompStack stack = openStack(folder / "look.uvcomp");
        return fs::path(std::get<BackgroundNode>(stack.nodes.at(0).settings).file).filename().string();
    };
    return scenario;
}

} // namespace

const std::vector<Scenario>& scenarios()
{
    static const std::vector<Scenario> all = [] {
        std::vector<Scenario> made{save(), autosave(), settings(), publish(), exported(), queue(), nodes()};
        for (Scenario& scenario : made) {
            if (!scenario.again)
                scenario.again = scenario.act;
        }
        return made;
    }();
    return all;
}

} // namespace unividx::fault
