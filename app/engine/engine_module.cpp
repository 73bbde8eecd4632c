#include "app/studio/engine_module.h"

#include "app/cli/machine.h"
#include "app/cli/resources.h"
#include "core/base/error.h"
#include "inference/engine/model_set.h"
#include "inference/engine/run_plan.h"
#include "inference/engine/torch_engine.h"
#include "inference/weights/model_package.h"

namespace unividx::studio {

namespace {

std::shared_ptr<Engine> load(const std::string& model, const std::string& device)
{
    TorchEngineOptions options;
    options.device = device;
    return makeTorchEngine(cli::findModel(model), options);
}

std::vector<ui::ModelCard> installed()
{
    std::vector<ui::ModelCard> cards;
    for (const auto& folder : cli::installedModels()) {
        ui::ModelCard card;
        card.name = folder.filename().string();
        card.title = card.name;
        // One broken package must not hide the others: it is offered with what is wrong with it.
        try {
            const ModelPackage package = openModelPackage(folder);
            card.title = package.title.empty() ? card.name : package.title;
            for (const auto& [name, files] : package.families)
                card.families.push_back(name);
        } catch (const Error& error) {
            card.problem = error.what();
        }
        cards.push_back(std::move(card));
    }
    return cards;
}

ui::RunForecast forecast(const std::string& model, const std::string& device, const GenerateRequest& request)
{
    const ModelPackage package = openModelPackage(cli::findModel(model));
    const RunPlan plan = planRun(request, package);
    const bool onCpu = device == "cpu";
    const ModelSet models(package, at::kCPU, onCpu ? at::kFloat : at::kBFloat16);
    const RunShape shape{plan.size, plan.windowLength, plan.guided(), plan.decodedAtOnce()};
    ui::RunForecast forecast;
    forecast.steps = plan.steps;
    forecast.size = plan.size;
    forecast.window = plan.windowLength;
    forecast.windows = static_cast<std::int64_t>(plan.windows.size());
    forecast.work = static_cast<double>(plan.size.width) * plan.size.height *
                    static_cast<double>(plan.windowLength * forecast.windows) * plan.steps * (plan.guided() ? 2 : 1);
    forecast.memoryNeed = predictMemory(models.sizes(*request.task.family), shape, onCpu ? 4 : 2).total();
    if (onCpu)
        forecast.memoryFree = static_cast<std::int64_t>(cli::memoryReport().availableBytes);
    return forecast;
}

constexpr EngineModule module{load, installed, forecast};

} // namespace

} // namespace unividx::studio

extern "C" __attribute__((visibility("default"))) const unividx::studio::EngineModule* unividxEngineModule()
{
    return &unividx::studio::module;
}
