#include "tests/inference/parity/checks.h"

#include "inference/sampling/objective.h"
#include "inference/sampling/sampler.h"

namespace unividx::parity {

namespace {

/// Gradient norms are compared relative to their size; exact zeros must be exact.
void compareNorm(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, Report& report)
{
    const double size = expected.abs().max().item<double>();
    report.compare(name, actual, expected, size > 0 ? 1e-3 * size : 0.0, 1e-3);
}

void checkExample(const FixtureFolder& folder, FixtureFile& file, const std::string& example, Report& report)
{
    const auto task = findTask(example.substr(example.find('.') + 1));
    if (!task)
        return report.note("training: '" + example + "' is no task");
    auto fixture =
        loadDit(folder, *task->family, "lora_" + std::string(task->family->name) + ".safetensors", report, true);
    if (!fixture)
        return;
    const std::string prefix = example + ".";
    const std::string label = "training." + prefix;
    const at::Tensor x0 = file.get(prefix + "x0").unsqueeze(0);
    const at::Tensor noise = file.get(prefix + "noise").unsqueeze(0);
    const at::Tensor ids = file.get(prefix + "timestep_id").view({1}).to(at::kCPU);
    const at::Tensor latents = noisedRows(x0, noise, ids, *task);
    report.compare(label + "latents", latents.squeeze(0), file.get(prefix + "latents"), tolerance::table);
    const double timestep = trainingSchedule().table.timesteps.index_select(0, ids).item<double>();
    const at::Tensor timesteps = rowTimesteps(*task, timestep, false);
    report.compare(label + "timesteps", timesteps, file.get(prefix + "timesteps"), 1000 * tolerance::table);
    if (file.has(prefix + "weight"))
        report.compare(label + "weight", publishedWeights(ids), file.get(prefix + "weight"), 10 * tolerance::table);

    const PreparedText text = fixture->dit->prepareText(file.get(prefix + "context").unsqueeze(0));
    const at::Tensor velocity = fixture->dit->velocity(latents, timesteps.unsqueeze(0), text, *task);
    report.compare(label + "noise_pred", velocity.squeeze(0), file.get(prefix + "noise_pred"), tolerance::model);
    const at::Tensor loss = velocityLoss(velocity, x0, noise, publishedWeights(ids), *task);
    report.compare(label + "loss", loss.view({1}), file.get(prefix + "loss"), 1e-4);
    loss.backward();

    const auto gradient = [&](const std::string& name) {
        const auto found = fixture->adapters.find(name);
        if (found == fixture->adapters.end())
            return at::Tensor();
        return found->second.grad().defined() ? found->second.grad() : at::zeros_like(found->second);
    };
    for (const std::string& name : file.endings(prefix + "gradnorm."))
        compareNorm(label + "gradnorm." + name, gradient(name).norm().view({1}), file.get(prefix + "gradnorm." + name),
                    report);
    for (const std::string& name : file.endings(prefix + "grad."))
        compareNorm(label + "grad." + name, gradient(name), file.get(prefix + "grad." + name), report);
}

} // namespace

void checkTraining(const FixtureFolder& folder, Report& report)
{
    const std::string name = "training.safetensors";
    if (!folder.has(name))
        return report.note("skipped " + name + ": missing");
    report.group("training", [&] {
        const at::AutoGradMode gradients(true);
        FixtureFile file(folder.at(name), folder.device());
        for (const std::string& tensor : file.endings("")) {
            if (!endsWith(tensor, ".x0"))
                continue;
            const std::string example = tensor.substr(0, tensor.size() - 3);
            report.group("training." + example, [&] { checkExample(folder, file, example, report); });
        }
        noteUnused(file, report);
    });
}

} // namespace unividx::parity
