#include "tests/inference/parity/checks.h"

#include "core/base/error.h"
#include "inference/engine/image_tensor.h"
#include "inference/sampling/sampler.h"

namespace unividx::parity {

namespace {

/// A whole run of the fixtures' pipeline, from the seed to the decoded pictures.
class PipelineCheck {
public:
    PipelineCheck(const Dit& dit, const Vae& vae, FixtureFile& file, Task task, Report& report)
        : dit_(dit), vae_(vae), file_(file), task_(task), report_(report),
          label_(file.name().substr(0, file.name().find('.')))
    {
        options_.schedule = makeSchedule(static_cast<std::int64_t>(file.number("num_inference_steps", 0)),
                                         file.number("sigma_shift", 5.0), file.number("denoising_strength", 1.0));
        options_.guidance = file.number("cfg_scale", 1.0);
        options_.roundTimesteps = file.text("timesteps_rounded_to_bf16") == "true";
    }

    void run()
    {
        compare("sigmas", options_.schedule.sigmas, tolerance::table);
        compare("timesteps", options_.schedule.timesteps, 1000 * tolerance::table);
        at::Tensor latents = initialLatents();
        compare("latents.init", latents, tolerance::model);

        const PreparedText positive = dit_.prepareText(file_.get("context.pos").unsqueeze(0));
        std::optional<PreparedText> negative;
        if (options_.guidance != 1.0)
            negative = dit_.prepareText(file_.get("context.neg").unsqueeze(0));
        firstStep(latents, positive, negative);
        latents = denoise(
            dit_, latents, positive, negative ? &*negative : nullptr, task_, options_,
            [&](std::int64_t step, const at::Tensor& sofar) {
                const std::string number = std::to_string(step + 1);
                compare("timestep.step" + number,
                        rowTimesteps(task_, options_.schedule.timesteps[step].item<double>(), options_.roundTimesteps),
                        1000 * tolerance::table);
                compare("latents.step" + number, sofar, tolerance::latents);
            });
        decodeTargets(latents);
        noteUnused(file_, report_);
    }

private:
    void compare(const std::string& name, const at::Tensor& actual, double tolerance)
    {
        if (file_.has(name))
            report_.compare(label_ + "." + name, actual, file_.get(name), tolerance);
    }

    /// The fixtures call a modality by its name or by its adapter's; a unit normal has no plain output.
    std::string storedName(const std::string& prefix, const Modality& modality) const
    {
        const std::string name(modality.name);
        const bool known = file_.has(prefix + name) || file_.has(prefix + name + "_unit");
        return known ? name : std::string(modality.adapter);
    }

    at::Tensor initialLatents()
    {
        const at::Tensor given = file_.get("noise");
        const auto seed = file_.text("seed");
        const at::Tensor noise = seed ? seededNoise(given.sizes(), std::stoull(*seed)).to(given.device()) : given;
        compare("noise", noise, tolerance::noise);
        std::array<at::Tensor, 4> conditions;
        for (std::size_t row = 0; row < 4; ++row) {
            if (!task_.conditions[row])
                continue;
            const std::string stored = storedName("input.", task_.family->modalities[row]);
            conditions[row] = vae_.encode(file_.get("input." + stored));
            compare("cond_latents." + stored, conditions[row], tolerance::model);
        }
        return withConditions(noise, conditions, task_);
    }

    void firstStep(const at::Tensor& latents, const PreparedText& positive, const std::optional<PreparedText>& negative)
    {
        const at::Tensor timesteps =
            rowTimesteps(task_, options_.schedule.timesteps[0].item<double>(), options_.roundTimesteps).unsqueeze(0);
        const auto predict = [&](const PreparedText& text) {
            return dit_.velocity(latents.unsqueeze(0), timesteps, text, task_).squeeze(0);
        };
        compare("noise_pred.step1.pos", predict(positive), tolerance::model);
        if (negative)
            compare("noise_pred.step1.neg", predict(*negative), tolerance::model);
    }

    at::Tensor decoded(const at::Tensor& latent) const
    {
        if (file_.text("tiled") != "true")
            return vae_.decode(latent).clamp(-1, 1);
        const nlohmann::json size = file_.json("tile_size");
        const nlohmann::json stride = file_.json("tile_stride");
        return decodeTiled(vae_, latent, {size[0], size[1], stride[0], stride[1]});
    }

    void decodeTargets(const at::Tensor& latents)
    {
        for (std::size_t row = 0; row < 4; ++row) {
            if (!task_.targets()[row])
                continue;
            const Modality& modality = task_.family->modalities[row];
            const at::Tensor video = decoded(latents.narrow(0, static_cast<std::int64_t>(row), 1)).squeeze(0);
            const std::string name = "output." + storedName("output.", modality);
            compare(name, video, tolerance::pictures);
            if (modality.decoding == Decoding::UnitNormal)
                compare(name + "_unit", unitNormals(video), tolerance::pictures);
        }
    }

    const Dit& dit_;
    const Vae& vae_;
    FixtureFile& file_;
    Task task_;
    Report& report_;
    std::string label_;
    SamplerOptions options_;
};

void checkOne(const FixtureFolder& folder, const std::string& name, const Vae& vae, Report& report)
{
    FixtureFile file(folder.at(name), folder.device());
    const auto task = findTask(file.text("mode").value_or(""));
    if (!task)
        return report.note("skipped " + name + ": its metadata names no task");
    const auto fixture =
        loadDit(folder, *task->family, "lora_" + std::string(task->family->name) + ".safetensors", report);
    if (fixture)
        PipelineCheck(*fixture->dit, vae, file, *task, report).run();
}

} // namespace

void checkPipelines(const FixtureFolder& folder, Report& report)
{
    std::vector<std::string> names;
    for (const std::string& name : folder.files()) {
        if (startsWith(name, "pipeline_") && endsWith(name, ".safetensors"))
            names.push_back(name);
    }
    if (names.empty())
        return report.note("skipped whole runs: no pipeline_*.safetensors");
    report.group("pipelines", [&] {
        const auto vae = loadVae(folder, report);
        for (const std::string& name : names) {
            if (vae)
                report.group(name, [&] { checkOne(folder, name, *vae, report); });
        }
    });
}

} // namespace unividx::parity
