#include "app/studio/model_catalog.h"

#include "app/engine/engine_library.h"
#include "app/engine/resources.h"
#include "core/base/error.h"
#include "core/base/machine_memory.h"
#include "core/engine/fake_engine.h"

#include <utility>

namespace unividx::studio {

namespace {

std::vector<ui::ModelCard> installedCards()
{
    std::vector<ui::ModelCard> cards;
    for (const auto& folder : installedModels()) {
        ui::ModelCard card;
        card.name = folder.filename().string();
        card.title = card.name;
        // One broken package must not hide the others: it is offered with what is wrong with it.
        try {
            const PackageSummary package = engineModule().openPackage(folder);
            card.title = package.title.empty() ? card.name : package.title;
            card.families = package.families;
        } catch (const Error& error) {
            card.problem = error.what();
        }
        cards.push_back(std::move(card));
    }
    return cards;
}

ui::RunForecast forecastOf(const std::string& model, const std::string& device, const GenerateRequest& request)
{
    const RunFigures figures = engineModule().figuresOf(findModel(model), device, request);
    ui::RunForecast forecast;
    forecast.steps = figures.steps;
    forecast.size = figures.size;
    forecast.window = figures.window;
    forecast.windows = figures.windows;
    forecast.work = figures.work;
    forecast.memoryNeed = figures.memory;
    if (device == "cpu")
        forecast.memoryFree = machineMemory().available;
    return forecast;
}

} // namespace

ui::ModelCatalog makeModelCatalog()
{
    if (isFakeEngineAsked())
        return {};
    return {installedCards, forecastOf};
}

} // namespace unividx::studio
