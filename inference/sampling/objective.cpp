#include "inference/sampling/objective.h"

#include "inference/sampling/schedule.h"

#include <vector>

namespace unividx {

at::Tensor velocityTarget(const at::Tensor& x0, const at::Tensor& noise)
{
    return noise - x0;
}

at::Tensor rowIds(const at::Tensor& ids, const Task& task)
{
    const at::Tensor rows = ids.unsqueeze(1).repeat({1, 4});
    for (std::size_t row = 0; row < 4; ++row) {
        if (task.conditions[row])
            rows.select(1, static_cast<std::int64_t>(row)).fill_(TrainingSchedule::conditionId);
    }
    return rows;
}

at::Tensor noisedRows(const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& ids, const Task& task)
{
    const at::Tensor sigmas = trainingSchedule().table.sigmas.index_select(0, rowIds(ids, task).flatten());
    return addNoise(x0, noise, sigmas.view({x0.size(0), 4, 1, 1, 1, 1}).to(x0.options()));
}

at::Tensor publishedWeights(const at::Tensor& ids)
{
    return trainingSchedule().weights.index_select(0, ids);
}

at::Tensor velocityLoss(const at::Tensor& velocity, const at::Tensor& x0, const at::Tensor& noise,
                        const at::Tensor& weights, const Task& task, const at::Tensor& absolute)
{
    std::vector<std::int64_t> targets;
    for (std::int64_t row = 0; row < 4; ++row) {
        if (task.targets()[static_cast<std::size_t>(row)])
            targets.push_back(row);
    }
    const at::Tensor rows = at::tensor(targets, at::TensorOptions().dtype(at::kLong).device(velocity.device()));
    const at::Tensor difference =
        velocity.index_select(1, rows).to(at::kFloat) - velocityTarget(x0, noise).index_select(1, rows).to(at::kFloat);
    at::Tensor perSample = difference.square().flatten(1).mean(1);
    if (absolute.defined())
        perSample = at::where(absolute.to(perSample.device()), difference.abs().flatten(1).mean(1), perSample);
    return (perSample * weights.to(perSample.device())).mean();
}

} // namespace unividx
