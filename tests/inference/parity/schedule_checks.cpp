#include "tests/inference/parity/checks.h"

#include "inference/nn/rope.h"
#include "inference/sampling/objective.h"
#include "inference/sampling/schedule.h"

#include <regex>

namespace unividx::parity {

namespace {

/// Timesteps are a thousand times the sigmas, and so is what their last bit is worth.
constexpr double timestepTolerance = 1000 * tolerance::table;

at::Tensor wholeTable(const std::function<double(double)>& change, const at::Tensor& values)
{
    at::Tensor changed = at::empty_like(values, at::kLong);
    for (std::int64_t i = 0; i < values.size(0); ++i)
        changed[i] = static_cast<std::int64_t>(change(values[i].item<double>()));
    return changed;
}

at::Tensor atId(const at::Tensor& table, const at::Tensor& ids)
{
    return table.index_select(0, ids.flatten());
}

void checkTable(FixtureFile& file, Report& report)
{
    const TrainingSchedule& training = trainingSchedule();
    const auto table = [&](const std::string& name, double tolerance, const std::function<at::Tensor()>& make) {
        if (file.has(name))
            report.compare("scheduler." + name, make(), file.get(name), tolerance);
    };
    table("train.sigmas", tolerance::table, [&] { return training.table.sigmas; });
    table("train.timesteps", timestepTolerance, [&] { return training.table.timesteps; });
    table("train.weights", 10 * tolerance::table, [&] { return training.weights; });
    table("train.timesteps_bf16", timestepTolerance, [&] { return roundedToBfloat16(training.table.timesteps); });
    table("train.id_after_bf16", 0, [&] {
        return wholeTable([&](double t) { return static_cast<double>(training.nearestId(t)); },
                          roundedToBfloat16(training.table.timesteps));
    });
    table("cond.id", 0, [&] { return at::full({1}, TrainingSchedule::conditionId, at::kLong); });
    const at::Tensor id = at::full({1}, TrainingSchedule::conditionId, at::kLong);
    table("cond.sigma", tolerance::table, [&] { return atId(training.table.sigmas, id); });
    table("cond.timestep", tolerance::table, [&] { return atId(training.table.timesteps, id); });
    table("cond.timestep_bf16", tolerance::table,
          [&] { return roundedToBfloat16(atId(training.table.timesteps, id)); });
}

/// `infer20`, `infer10_shift3`, `infer4_strength07` (0.7): the settings stand in the name.
void checkInference(FixtureFile& file, Report& report)
{
    static const std::regex pattern(R"(infer(\d+)(?:_shift([0-9.]+))?(?:_strength(\d)(\d*))?\.(\w+))");
    for (const std::string& ending : file.endings("infer")) {
        const std::string name = "infer" + ending;
        std::smatch match;
        if (!std::regex_match(name, match, pattern)) {
            report.note("scheduler: cannot tell the settings of " + name);
            continue;
        }
        const double shift = match[2].matched ? std::stod(match[2]) : file.number("shift", 5.0);
        const double strength = match[3].matched ? std::stod(match[3].str() + "." + match[4].str() + "0") : 1.0;
        const Schedule schedule = makeSchedule(std::stoll(match[1]), shift, strength);
        const std::string what = match[5];
        if (what == "sigmas")
            report.compare("scheduler." + name, schedule.sigmas, file.get(name), tolerance::table);
        else if (what == "timesteps")
            report.compare("scheduler." + name, schedule.timesteps, file.get(name), timestepTolerance);
        else if (what == "timesteps_bf16")
            report.compare("scheduler." + name, roundedToBfloat16(schedule.timesteps), file.get(name),
                           timestepTolerance);
    }
}

void checkNoising(FixtureFile& file, Report& report)
{
    if (!file.has("add_noise.x0"))
        return report.note("scheduler: no noising example");
    const at::Tensor x0 = file.get("add_noise.x0");
    const at::Tensor noise = file.get("add_noise.noise");
    const at::Tensor ids = file.get("add_noise.ids");
    const Schedule& table = trainingSchedule().table;
    const at::Tensor sigmas = atId(table.sigmas, ids);
    report.compare("scheduler.add_noise.sigmas", sigmas, file.get("add_noise.sigmas"), tolerance::table);
    if (file.has("add_noise.timesteps")) {
        const at::Tensor timesteps = file.get("add_noise.timesteps");
        report.compare("scheduler.add_noise.timesteps", atId(table.timesteps, ids), timesteps, timestepTolerance);
        report.compare(
            "scheduler.add_noise.nearest_ids",
            wholeTable([](double t) { return static_cast<double>(trainingSchedule().nearestId(t)); }, timesteps), ids,
            0);
    }
    report.compare("scheduler.add_noise.out", addNoise(x0, noise, sigmas.view({-1, 1, 1, 1, 1})),
                   file.get("add_noise.out"), tolerance::table);
    if (file.has("target.out"))
        report.compare("scheduler.target.out", velocityTarget(x0, noise), file.get("target.out"), tolerance::table);
    if (file.has("add_noise_cond.out")) {
        const at::Tensor out = file.get("add_noise_cond.out");
        const at::Tensor sigma = table.sigmas[TrainingSchedule::conditionId];
        report.compare("scheduler.add_noise_cond.sigma", sigma.view({1}), file.get("add_noise_cond.sigma"),
                       tolerance::table);
        report.compare("scheduler.add_noise_cond.out",
                       addNoise(x0.narrow(0, 0, out.size(0)), noise.narrow(0, 0, out.size(0)), sigma), out,
                       tolerance::table);
    }
}

/// `step4.out2`: the third of four steps. Every step starts at the same sample.
void checkSteps(FixtureFile& file, Report& report)
{
    static const std::regex pattern(R"(step(\d+)\.out(\d+))");
    std::string source;
    for (const std::string& ending : file.endings("step")) {
        if (endsWith(ending, ".model_output"))
            source = "step" + ending.substr(0, ending.find('.'));
    }
    for (const std::string& ending : file.endings("step")) {
        const std::string name = "step" + ending;
        std::smatch match;
        if (!std::regex_match(name, match, pattern))
            continue;
        const std::string own = "step" + match[1].str();
        const std::string from = file.has(own + ".model_output") ? own : source;
        const Schedule schedule = makeSchedule(std::stoll(match[1]), file.number("shift", 5.0));
        report.compare(
            "scheduler." + name,
            eulerStep(schedule, std::stoll(match[2]), file.get(from + ".sample"), file.get(from + ".model_output")),
            file.get(name), tolerance::table);
    }
}

void checkSinusoid(FixtureFile& file, Report& report)
{
    for (const std::string& size : file.endings("sinusoid.dim"))
        report.compare("scheduler.sinusoid.dim" + size, sinusoid(file.get("sinusoid.t"), std::stoll(size)),
                       file.get("sinusoid.dim" + size), tolerance::table);
}

} // namespace

void checkSchedule(const FixtureFolder& folder, Report& report)
{
    const std::string name = "scheduler.safetensors";
    if (!folder.has(name))
        return report.note("skipped " + name + ": missing");
    report.group("scheduler", [&] {
        FixtureFile file(folder.at(name));
        checkTable(file, report);
        checkInference(file, report);
        checkNoising(file, report);
        checkSteps(file, report);
        checkSinusoid(file, report);
        noteUnused(file, report);
    });
}

void checkNoise(const FixtureFolder& folder, Report& report)
{
    const std::string name = "noise.safetensors";
    if (!folder.has(name))
        return report.note("skipped " + name + ": missing");
    report.group("noise", [&] {
        static const std::regex pattern(R"(.*\.seed(\d+))");
        FixtureFile file(folder.at(name));
        for (const std::string& tensor : file.endings("")) {
            std::smatch match;
            if (!std::regex_match(tensor, match, pattern)) {
                report.note("noise: '" + tensor + "' names no seed");
                continue;
            }
            const at::Tensor expected = file.get(tensor);
            report.compare(tensor, seededNoise(expected.sizes(), std::stoull(match[1])), expected, tolerance::noise);
        }
    });
}

} // namespace unividx::parity
