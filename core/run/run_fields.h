#pragma once

#include "core/run/run_spec.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace unividx {

/// A value of a RunSpec, by reference.
template <typename T>
using RunMember = T& (*)(RunSpec&);

/// The parts of a RunSpec that are more than one value.
enum class RunPart { Task, Family, Inputs, InputLayers, InputColors, Hints, Kept };

using RunValue =
    std::variant<RunPart, RunMember<bool>, RunMember<int>, RunMember<std::int64_t>, RunMember<std::uint64_t>,
                 RunMember<std::string>, RunMember<std::filesystem::path>, RunMember<Quality>,
                 RunMember<LayerFileFormat>, RunMember<FileNames>, RunMember<std::optional<std::string>>,
                 RunMember<std::optional<int>>, RunMember<std::optional<std::int64_t>>, RunMember<std::optional<float>>,
                 RunMember<std::optional<Resolution>>, RunMember<std::optional<FrameRange>>,
                 RunMember<std::optional<FrameRate>>>;

/// One thing a person can ask of a run: a row of the one table from which the command line, JSON, preflight, farm jobs
/// and the task panel are made.
struct RunField {
    /// Whose decision a field is where it is not set.
    enum class Unset { Default, Package };

    std::string_view option;          ///< on the command line: "--steps"
    std::string_view key;             ///< in JSON: "steps"; "farm.memory" is a key of the object "farm"
    std::string_view projectKey = {}; ///< in a project, where it differs from `key`
    RunValue value = RunPart::Task;
    std::string_view help;        ///< one sentence for --help and tool tips
    std::string_view label = {};  ///< in the task panel's list of numbers; empty: not shown there
    Unset unset = Unset::Default; ///< Package: counts only with RunSpec::ownNumbers
    bool farm = false;            ///< an option of the farm commands alone
    bool alwaysInRuns = false; ///< written to queue rows at its default too, so that a new default changes no old run
    bool alwaysInProjects = false;                       ///< likewise to projects
    std::string (*check)(const RunSpec& spec) = nullptr; ///< what is wrong with its value; empty: nothing
};

/// All of them, in the order of --help. `--task` and `--family` stand before what depends on the family.
const std::vector<RunField>& runFields();

/// Null if there is none.
const RunField* findRunField(std::string_view option);

/// An option without a value: naming it turns the default over.
bool isFlag(const RunField& field);

/// An option that may be named more than once.
bool isRepeated(const RunField& field);

/// The field's values as the command line writes them; none if it is at its default. A flag gives one empty text.
std::vector<std::string> textsOf(const RunField& field, const RunSpec& spec);

/// The default as the command line writes it; empty for one that is not set, and for flags.
std::string defaultText(const RunField& field);

/// Reads one value. Throws: Usage naming option and text, and what the option expects.
void setText(const RunField& field, RunSpec& spec, const std::string& text);

/// Puts the field back to its default.
void reset(const RunField& field, RunSpec& spec);

/// The run as arguments of `unividx run`, in the table's order: {"--task", "decompose", "--in", "rgb=shot.mp4", ...}.
/// A value that begins with a dash stands in one argument with its option: "--prompt=-x". What stands at its default is
/// left out. Inputs that are no files, and `extra`, have no argument.
std::vector<std::string> argumentsOf(const RunSpec& spec);

/// The run as one line of JSON: for the queue, workers, records and farms. What stands at its default is left out.
/// Throws: Usage if a path or a prompt is not UTF-8, or a number is not finite.
std::string formatRunSpec(const RunSpec& spec);

/// Reads it back, also as version 0.1.0 wrote it. Keys of newer versions are refused: a run must not silently go
/// without something it was asked for. Throws: Input with `place` and what is wrong.
RunSpec parseRunSpec(std::string_view text, const std::string& place);

} // namespace unividx
