#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unividx {

/// How a decoded modality becomes values.
enum class Decoding {
    Color,      ///< display-referred RGB in [0, 1]
    Matte,      ///< one channel in [0, 1], 1 is opaque; decoded as three equal channels
    UnitNormal, ///< a unit vector in [-1, 1]^3, camera space: +X right, +Y up, +Z to the camera
};

/// One of a family's four videos.
struct Modality {
    char letter;              ///< in a task's published name
    std::string_view name;    ///< on the command line, in files and in the interface
    std::string_view adapter; ///< the LoRA adapter's name in the published checkpoints
    Decoding decoding;
};

/// A model with four pixel-aligned videos ("modalities"), each of which can be input or output.
struct Family {
    std::string_view name;
    std::array<Modality, 4> modalities; ///< in the order of the model's rows

    /// The row of a modality by its name, its adapter's name or its letter; nothing if the family has none of these.
    std::optional<std::size_t> rowOf(std::string_view modality) const;
};

extern const Family intrinsicFamily;
extern const Family alphaFamily;
const std::array<const Family*, 2>& families();
const Family* findFamily(std::string_view name); ///< null if there is none

using ModalitySet = std::bitset<4>; ///< a choice of a family's modalities, by row

/// A family and the set of its modalities that are given: any proper subset of four. All else follows.
struct Task {
    const Family* family = &intrinsicFamily;
    ModalitySet conditions;

    ModalitySet targets() const { return ~conditions; }

    /// The published name, computed: `R2AIN`, `t2RPFB`.
    std::string name() const;

    /// Whether the published model was trained with a prompt for this task (inference/MODEL.md, section 2).
    bool usesText() const;

    bool operator==(const Task&) const = default;
};

/// Reads a published name back. Nothing if it is not one of the 30.
std::optional<Task> findTask(std::string_view name);

/// All 30 tasks, intrinsic first, by number of conditions.
std::vector<Task> allTasks();

/// A task under the name an artist would use. A preset only chooses conditions, and which targets are kept.
struct TaskPreset {
    std::string_view name; ///< on the command line: "decompose"
    const Family* family;
    std::string_view needs;    ///< letters of the conditions it cannot do without
    std::string_view makes;    ///< letters of the targets that are kept
    std::string_view sentence; ///< what it does

    /// The task when nothing but the needed inputs is given.
    Task task() const;
};
const std::vector<TaskPreset>& taskPresets();
const TaskPreset* findPreset(std::string_view name); ///< null if there is none

/// Resolves a preset's or a published name. Throws: Usage listing what there is.
Task taskNamed(std::string_view name);

/// A task, and which of its targets somebody wants. The model makes them all; the others are dropped.
struct TaskChoice {
    Task task;
    ModalitySet kept;

    bool operator==(const TaskChoice&) const = default;
};

/// What to run when `given` inputs (modality names) are there. Under a preset's name every input given is a
/// condition, so `normals` with rgb runs R2AIN and with rgb and albedo RA2IN, and keeps the normals of either.
/// Under a published name the inputs must be exactly the task's conditions.
///
/// Throws: Usage naming the input that is missing, not of this family, given twice, or that leaves nothing to make.
TaskChoice chooseTask(std::string_view name, const std::vector<std::string>& given);

/// The rows a published name's letters stand for, e.g. "AIN". Throws: Internal on a letter the family has not.
ModalitySet modalitiesOf(const Family& family, std::string_view letters);

/// "rgb, albedo and normal": the names of some of a family's modalities, for sentences.
std::string namesOf(const Family& family, ModalitySet rows);

} // namespace unividx
