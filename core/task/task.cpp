#include "core/task/task.h"

#include "core/base/error.h"

#include <algorithm>

namespace unividx {

const Family intrinsicFamily{"intrinsic",
                             {{{'R', "rgb", "rgb", Decoding::Color},
                               {'A', "albedo", "albedo", Decoding::Color},
                               {'I', "irradiance", "irradiance", Decoding::Color},
                               {'N', "normal", "normal", Decoding::UnitNormal}}}};

const Family alphaFamily{"alpha",
                         {{{'R', "rgb", "com", Decoding::Color},
                           {'P', "alpha", "pha", Decoding::Matte},
                           {'F', "foreground", "fgr", Decoding::Color},
                           {'B', "background", "bgr", Decoding::Color}}}};

const std::array<const Family*, 2>& families()
{
    static const std::array<const Family*, 2> all{&intrinsicFamily, &alphaFamily};
    return all;
}

const Family* findFamily(std::string_view name)
{
    for (const Family* family : families()) {
        if (family->name == name)
            return family;
    }
    return nullptr;
}

std::optional<std::size_t> Family::rowOf(std::string_view modality) const
{
    for (std::size_t row = 0; row < modalities.size(); ++row) {
        if (modalities[row].name == modality)
            return row;
    }
    return std::nullopt;
}

std::string Task::name() const
{
    std::string given;
    std::string made;
    for (std::size_t row = 0; row < 4; ++row)
        (conditions[row] ? given : made) += family->modalities[row].letter;
    return (given.empty() ? "t" : given) + "2" + made;
}

bool Task::usesText() const
{
    // Trained with a prompt: RGB is made, and it is not simply the rendering of what is given. A composite is
    // fixed by foreground and background, an intrinsic rendering by all three of its layers.
    const Rows rgb(0b0001);
    const Rows renders(family == &alphaFamily ? 0b1100 : 0b1110);
    return (conditions & rgb).none() && (conditions & renders) != renders;
}

std::optional<Task> findTask(std::string_view name)
{
    for (const Task& task : allTasks()) {
        if (task.name() == name)
            return task;
    }
    return std::nullopt;
}

std::vector<Task> allTasks()
{
    std::vector<Task> tasks;
    for (const Family* family : families()) {
        for (unsigned mask = 0; mask < 15; ++mask)
            tasks.push_back({family, Rows(mask)});
    }
    std::stable_sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) {
        if (a.family != b.family)
            return a.family == &intrinsicFamily;
        return a.conditions.count() < b.conditions.count();
    });
    return tasks;
}

const std::vector<TaskPreset>& taskPresets()
{
    static const std::vector<TaskPreset> presets{
        {"decompose", "R2AIN", "take the shot apart into albedo, irradiance and normals"},
        {"matte", "R2PFB", "cut the subject out: alpha, foreground and clean background"},
        {"albedo", "RIN2A", "make the albedo of a shot whose irradiance and normals are given"},
        {"irradiance", "RAN2I", "make the irradiance of a shot whose albedo and normals are given"},
        {"normals", "RAI2N", "make the normals of a shot whose albedo and irradiance are given"},
        {"relight", "AIN2R", "render the shot from albedo, an edited irradiance and normals"},
        {"change-material", "IN2RA", "make new surfaces under the given light and shape, from a prompt"},
        {"swap-background", "PF2RB", "put the cut-out subject before a new background, from a prompt"},
        {"harmonise", "PFB2R", "composite a subject over a given background"},
        {"replace-subject", "B2RPF", "put a new subject into a given background, from a prompt"},
        {"refine-matte", "RP2FB", "make foreground and background for a shot and its edited alpha"},
        {"generate", "t2RAIN", "make a shot and its albedo, irradiance and normals from a prompt"},
        {"generate-layers", "t2RPFB", "make a composite and its alpha, foreground and background from a prompt"},
    };
    return presets;
}

Task taskNamed(std::string_view name)
{
    for (const TaskPreset& preset : taskPresets()) {
        if (preset.name == name)
            return *findTask(preset.task);
    }
    if (const auto task = findTask(name))
        return *task;
    std::string known;
    for (const TaskPreset& preset : taskPresets())
        known += std::string(known.empty() ? "" : ", ") + std::string(preset.name);
    throw Error(ErrorKind::Usage, "there is no task '" + std::string(name) + "'; use one of " + known +
                                      ", or a mode such as R2AIN (unividx tasks lists all 30)");
}

} // namespace unividx
