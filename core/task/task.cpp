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
        const Modality& candidate = modalities[row];
        if (modality == candidate.name || modality == candidate.adapter ||
            (modality.size() == 1 && modality[0] == candidate.letter))
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
    const ModalitySet rgb(0b0001);
    const ModalitySet renders(family == &alphaFamily ? 0b1100 : 0b1110);
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
            tasks.push_back({family, ModalitySet(mask)});
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
    static const Family* const intrinsic = &intrinsicFamily;
    static const Family* const alpha = &alphaFamily;
    static const std::vector<TaskPreset> presets{
        {"decompose", intrinsic, "R", "AIN", "take the shot apart into albedo, irradiance and normals"},
        {"matte", alpha, "R", "PFB", "cut the subject out: alpha, foreground and clean background"},
        {"albedo", intrinsic, "R", "A", "make the albedo of a shot"},
        {"irradiance", intrinsic, "R", "I", "make the irradiance of a shot"},
        {"normals", intrinsic, "R", "N", "make the normals of a shot"},
        {"relight", intrinsic, "AIN", "R", "render the shot from albedo, an edited irradiance and normals"},
        {"change-material", intrinsic, "IN", "RA", "make new surfaces under the given light and shape, from a prompt"},
        {"swap-background", alpha, "PF", "RB", "put the cut-out subject before a new background, from a prompt"},
        {"harmonise", alpha, "PFB", "R", "composite a subject over a given background"},
        {"replace-subject", alpha, "B", "RPF", "put a new subject into a given background, from a prompt"},
        {"refine-matte", alpha, "RP", "FB", "make foreground and background for a shot and its edited alpha"},
        {"generate", intrinsic, "", "RAIN", "make a shot and its albedo, irradiance and normals from a prompt"},
        {"generate-layers", alpha, "", "RPFB",
         "make a composite and its alpha, foreground and background from a prompt"},
    };
    return presets;
}

Task TaskPreset::task() const
{
    return {family, modalitiesOf(*family, needs)};
}

const TaskPreset* findPreset(std::string_view name)
{
    for (const TaskPreset& preset : taskPresets()) {
        if (preset.name == name)
            return &preset;
    }
    return nullptr;
}

Task taskNamed(std::string_view name)
{
    if (const TaskPreset* preset = findPreset(name))
        return preset->task();
    if (const auto task = findTask(name))
        return *task;
    std::string known;
    for (const TaskPreset& preset : taskPresets())
        known += std::string(known.empty() ? "" : ", ") + std::string(preset.name);
    throw Error(ErrorKind::Usage, "there is no task '" + std::string(name) + "'; use one of " + known +
                                      ", or a mode such as R2AIN (unividx tasks lists all 30)");
}

ModalitySet modalitiesOf(const Family& family, std::string_view letters)
{
    ModalitySet rows;
    for (const char letter : letters) {
        const auto row = family.rowOf(std::string_view(&letter, 1));
        if (!row)
            throw Error(ErrorKind::Internal, std::string(family.name) + " has no modality '" + letter + "'");
        rows.set(*row);
    }
    return rows;
}

std::string namesOf(const Family& family, ModalitySet rows)
{
    std::string names;
    for (std::size_t row = 0, left = rows.count(); row < 4; ++row) {
        if (!rows[row])
            continue;
        names += family.modalities[row].name;
        --left;
        names += left > 1 ? ", " : left == 1 ? " and " : "";
    }
    return names;
}

namespace {

ModalitySet givenRows(std::string_view name, const Family& family, const std::vector<std::string>& given)
{
    ModalitySet rows;
    for (const std::string& input : given) {
        const auto row = family.rowOf(input);
        if (!row) {
            throw Error(ErrorKind::Usage, "the task '" + std::string(name) + "' has no layer '" + input +
                                              "'; it knows " + namesOf(family, ~ModalitySet()));
        }
        if (rows[*row])
            throw Error(ErrorKind::Usage, "the input '" + input + "' is given twice");
        rows.set(*row);
    }
    return rows;
}

[[noreturn]] void failOnMissing(std::string_view name, const Family& family, ModalitySet needed, ModalitySet given)
{
    throw Error(ErrorKind::Usage, "the task '" + std::string(name) + "' needs " + namesOf(family, needed) +
                                      "; missing: " + namesOf(family, needed & ~given) +
                                      " (give each as --in NAME=PATH)");
}

} // namespace

TaskChoice chooseTask(std::string_view name, const std::vector<std::string>& given)
{
    const TaskPreset* preset = findPreset(name);
    const Task task = taskNamed(name);
    const ModalitySet rows = givenRows(name, *task.family, given);
    if ((task.conditions & ~rows).any())
        failOnMissing(name, *task.family, task.conditions, rows);
    if (rows.all())
        throw Error(ErrorKind::Usage, "all four layers are given, so nothing is left to make; leave one out");
    if (!preset) {
        if (rows != task.conditions) {
            throw Error(ErrorKind::Usage,
                        "the mode " + task.name() + " makes " + namesOf(*task.family, rows & ~task.conditions) +
                            " itself; leave that input out, or use the mode " + Task{task.family, rows}.name());
        }
        return {task, task.targets()};
    }
    const ModalitySet kept = modalitiesOf(*task.family, preset->makes) & ~rows;
    if (kept.none()) {
        throw Error(ErrorKind::Usage, "the task '" + std::string(name) + "' makes " +
                                          namesOf(*task.family, modalitiesOf(*task.family, preset->makes)) +
                                          ", which is already given as an input");
    }
    return {Task{task.family, rows}, kept};
}

} // namespace unividx
