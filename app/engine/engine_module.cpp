#include "app/engine/engine_module.h"

#include "inference/engine/model_set.h"
#include "inference/engine/run_plan.h"
#include "inference/train/trainer.h"
#include "inference/weights/model_package.h"
#include "inference/weights/package_pack.h"

namespace unividx {

namespace {

RunFigures figuresOf(const std::filesystem::path& folder, const std::string& device, const GenerateRequest& request)
{
    const ModelPackage package = openModelPackage(folder);
    const RunPlan plan = planRun(request, package);
    const bool onCpu = device == "cpu";
    const ModelSet models(package, at::kCPU, onCpu ? at::kFloat : at::kBFloat16);
    const RunShape shape{plan.size, plan.windowLength, plan.guided(), plan.decodedAtOnce(), plan.people.has_value()};
    RunFigures figures;
    figures.steps = plan.steps;
    figures.size = plan.size;
    figures.window = plan.windowLength;
    figures.windows = static_cast<std::int64_t>(plan.windows.size());
    figures.work = static_cast<double>(plan.size.width) * plan.size.height *
                   static_cast<double>(plan.windowLength * figures.windows) * plan.steps * (plan.guided() ? 2 : 1);
    figures.memory = predictMemory(models.sizes(*request.task.family), shape, onCpu ? 4 : 2).total();
    return figures;
}

PackageSummary summaryOf(const ModelPackage& package)
{
    PackageSummary summary{package.name, package.title, {}, package.folder};
    for (const auto& [name, files] : package.families)
        summary.families.push_back(name);
    return summary;
}

PackageSummary openPackage(const std::filesystem::path& folder)
{
    return summaryOf(openModelPackage(folder));
}

PackageSummary writePackage(const std::filesystem::path& folder, const std::filesystem::path& adapters)
{
    return summaryOf(writePackageFor(folder, adapters));
}

PackageSummary writePacked(const std::filesystem::path& folder, const std::filesystem::path& to)
{
    return summaryOf(packPackage(openModelPackage(folder), to));
}

std::filesystem::path trainAs(const TrainingRequest& request, JobContext& job)
{
    TrainConfig config = readTrainConfig(request.config);
    if (!request.out.empty())
        config.out = request.out;
    if (request.steps > 0)
        config.steps = request.steps;
    if (request.threads > 0)
        config.threads = request.threads;
    train(config, job);
    return config.out;
}

constexpr EngineModule module{torchVersion, makeTorchEngine, figuresOf,         openPackage,
                              writePackage, writePacked,     checkModelPackage, trainAs};

} // namespace

} // namespace unividx

extern "C" __attribute__((visibility("default"))) const unividx::EngineModule* unividxEngineModule()
{
    return &unividx::module;
}
