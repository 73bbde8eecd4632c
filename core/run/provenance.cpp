#include "core/run/provenance.h"

namespace unividx {

std::map<std::string, std::string> provenanceOf(const GenerateRequest& request,
                                                const std::array<std::filesystem::path, 4>& inputs,
                                                const Engine& engine, const std::string& version)
{
    std::map<std::string, std::string> entries{
        {"version", version},
        {"task", request.task.name()},
        {"seed", std::to_string(request.seed)},
        {"frames", std::to_string(request.frames.first) + "-" + std::to_string(request.frames.last())},
        {"prompt", request.prompt},
    };
    if (request.negativePrompt)
        entries["negative_prompt"] = *request.negativePrompt;
    for (std::size_t row = 0; row < inputs.size(); ++row) {
        if (!inputs[row].empty())
            entries["input_" + std::string(request.task.family->modalities[row].name)] =
                inputs[row].filename().string();
    }
    for (const auto& [key, value] : engine.provenance(request))
        entries[key] = value;
    return entries;
}

std::map<std::string, std::string> provenanceOf(const RunSetup& setup, const Engine& engine, const std::string& version)
{
    auto entries = provenanceOf(setup.job.request, setup.inputs, engine, version);
    for (std::size_t row = 0; row < setup.inputs.size(); ++row) {
        const std::string modality(setup.choice.task.family->modalities[row].name);
        if (!setup.inputColors[row].empty())
            entries["color_space_" + modality] = setup.inputColors[row];
        std::string names;
        for (const std::filesystem::path& file : setup.hints[row])
            names += (names.empty() ? "" : ", ") + file.filename().string();
        if (!names.empty())
            entries["hints_" + modality] = names;
    }
    return entries;
}

} // namespace unividx
