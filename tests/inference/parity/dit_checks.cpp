#include "tests/inference/parity/checks.h"

#include "inference/nn/rope.h"

namespace unividx::parity {

namespace {

struct Evaluation {
    at::Tensor prediction;                    ///< [4, C, T, h, w]
    std::map<std::string, at::Tensor> probed; ///< without the batch axis
};

Evaluation evaluate(const Dit& dit, FixtureFile& file, const std::string& mode, const std::string& context,
                    bool probing)
{
    Evaluation result;
    const Probe probe = [&](const std::string& name, const at::Tensor& value) {
        result.probed[name] = value.squeeze(0).clone();
    };
    const Probe* told = probing ? &probe : nullptr;
    const PreparedText text = dit.prepareText(file.get(context).unsqueeze(0), told);
    result.prediction = dit.velocity(file.get("latents").unsqueeze(0), file.get("timestep." + mode).unsqueeze(0), text,
                                     *findTask(mode), {}, told)
                            .squeeze(0);
    return result;
}

/// The modes a file has tensors `prefix<mode>` for; names that are no mode are noted.
std::vector<std::string> modesOf(const FixtureFile& file, const std::string& prefix, Report& report)
{
    std::vector<std::string> modes;
    for (const std::string& mode : file.endings(prefix)) {
        if (findTask(mode))
            modes.push_back(mode);
        else
            report.note(file.name() + ": '" + mode + "' is no task");
    }
    return modes;
}

void checkRope(const Dit& dit, FixtureFile& file, const std::string& label, Report& report)
{
    if (!file.has("rope.cos") || !file.has("rope.sin"))
        return report.note(file.name() + ": no rotary table");
    const at::Tensor latents = file.get("latents");
    const RopeTable table =
        ropeTable(dit.config().dim / dit.config().heads, latents.size(2), latents.size(3) / dit.config().patchHeight,
                  latents.size(4) / dit.config().patchWidth);
    report.compare(label + ".rope.cos", table.cos, file.get("rope.cos"), tolerance::table);
    report.compare(label + ".rope.sin", table.sin, file.get("rope.sin"), tolerance::table);
}

void checkModes(const Dit& dit, FixtureFile& file, const std::string& label, Report& report)
{
    for (const std::string& mode : modesOf(file, "noise_pred.", report)) {
        const auto middles = file.endings("mid." + mode + ".");
        const Evaluation got = evaluate(dit, file, mode, "context.pos", !middles.empty());
        for (const std::string& middle : middles) {
            const auto probed = got.probed.find(middle);
            if (probed == got.probed.end())
                report.note(file.name() + ": the model tells nothing of mid." + mode + "." + middle);
            else
                report.compare(label + ".mid." + mode + "." + middle, probed->second,
                               file.get("mid." + mode + "." + middle), tolerance::model);
        }
        report.compare(label + ".noise_pred." + mode, got.prediction, file.get("noise_pred." + mode), tolerance::model);
    }
    for (const std::string& mode : modesOf(file, "noise_pred_neg.", report))
        report.compare(label + ".noise_pred_neg." + mode, evaluate(dit, file, mode, "context.neg", false).prediction,
                       file.get("noise_pred_neg." + mode), tolerance::model);
}

/// What would come out if the alpha family's first adapter did act: the switch for packages trained that way.
void checkFirstAdapter(Dit& dit, FixtureFile& file, const std::string& label, Report& report)
{
    const std::string prefix = "alt_first_adapter_used.noise_pred.";
    AdapterRules rules;
    rules.alphaFirstAdapter = true;
    dit.setRules(rules);
    for (const std::string& mode : modesOf(file, prefix, report))
        report.compare(label + "." + prefix + mode, evaluate(dit, file, mode, "context.pos", false).prediction,
                       file.get(prefix + mode), tolerance::model);
    dit.setRules({});
}

void checkFamily(const FixtureFolder& folder, const Family& family, Report& report)
{
    const std::string label = "dit_" + std::string(family.name);
    const std::string name = label + ".safetensors";
    if (!folder.has(name))
        return report.note("skipped " + name + ": missing");
    FixtureFile file(folder.at(name), folder.device());
    const std::string lora = "lora_" + std::string(family.name);
    auto fixture = loadDit(folder, family, lora + ".safetensors", report);
    if (!fixture)
        return;
    checkRope(*fixture->dit, file, label, report);
    checkModes(*fixture->dit, file, label, report);
    checkFirstAdapter(*fixture->dit, file, label, report);
    noteUnused(file, report);

    // the same values, stored as bfloat16 under prefixed names
    if (!folder.has(lora + "_bf16.safetensors"))
        return;
    const auto other = loadDit(folder, family, lora + "_bf16.safetensors", report);
    TensorMap rounded;
    for (const auto& [tensorName, tensor] : fixture->adapters)
        rounded.emplace(tensorName, tensor.to(at::kBFloat16).to(at::kFloat));
    compareMaps(lora + "_bf16", other->adapters, rounded, report);
}

} // namespace

void checkDit(const FixtureFolder& folder, Report& report)
{
    for (const Family* family : families())
        report.group("dit_" + std::string(family->name), [&] { checkFamily(folder, *family, report); });
}

} // namespace unividx::parity
