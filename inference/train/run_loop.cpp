#include "inference/train/run_loop.h"

#include "core/base/error.h"
#include "inference/train/adamw.h"
#include "inference/train/checkpoints.h"
#include "inference/weights/safetensors.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr int droppedInARowToStop = 10;

/// Tensors under a prefix, as one checkpoint holds several maps.
void addPrefixed(TensorMap& all, const std::string& prefix, const TensorMap& part)
{
    for (const auto& [name, tensor] : part)
        all[prefix + name] = tensor.detach();
}

TensorMap withPrefix(const TensorMap& all, const std::string& prefix)
{
    TensorMap part;
    for (const auto& [name, tensor] : all) {
        if (name.starts_with(prefix))
            part[name.substr(prefix.size())] = tensor;
    }
    return part;
}

void copyInto(const TensorMap& target, TensorMap values, const std::string& label)
{
    const at::NoGradGuard noGradients;
    WeightSource source(label, std::move(values));
    for (const auto& [name, tensor] : target)
        at::Tensor(tensor).copy_(source.take(name, tensor.sizes()));
    source.finish();
}

TensorMap copied(const TensorMap& tensors)
{
    TensorMap copies;
    for (const auto& [name, tensor] : tensors)
        copies[name] = tensor.detach().clone();
    return copies;
}

/// average += share * (parameters - average)
void moveTowards(const TensorMap& average, const TensorMap& parameters, double share)
{
    if (average.empty())
        return;
    const at::NoGradGuard noGradients;
    std::vector<at::Tensor> means, values;
    for (const auto& [name, mean] : average) {
        means.push_back(mean);
        values.push_back(parameters.at(name));
    }
    at::_foreach_add_(means, at::_foreach_sub(values, means), share); // what does not change stays as it is, to the bit
}

/// One line a step, so that a curve can be drawn with anything.
class CsvLog {
public:
    explicit CsvLog(const std::filesystem::path& file)
        : stream_(file, std::ios::app), start_(std::chrono::steady_clock::now())
    {
        if (!stream_)
            throw Error(ErrorKind::Output, file.string() + ": cannot be written");
        if (stream_.tellp() == 0)
            stream_ << "step,loss,gradient,learning_rate,seconds,validation\n";
    }

    void add(std::int64_t step, double loss, double gradient, double rate, std::optional<double> validation)
    {
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
        stream_ << step << ',' << loss << ',' << gradient << ',' << rate << ',' << elapsed.count() << ',';
        if (validation)
            stream_ << *validation;
        stream_ << '\n' << std::flush;
    }

private:
    std::ofstream stream_;
    std::chrono::steady_clock::time_point start_;
};

/// How much of a run is over, by its steps or by its time, and the learning rate that follows.
class Pace {
public:
    /// `before`: seconds that earlier parts of the run took.
    Pace(const TrainConfig& config, double before)
        : config_(config), before_(before), start_(std::chrono::steady_clock::now())
    {
    }

    bool timed() const { return config_.minutes > 0; }
    double seconds() const
    {
        return before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    bool over(std::int64_t done) const { return timed() ? seconds() >= config_.minutes * 60 : done >= config_.steps; }
    double rate(std::int64_t step) const
    {
        return timed() ? learningRateAt(config_, step, seconds() / (config_.minutes * 60))
                       : learningRateAt(config_, step);
    }

private:
    const TrainConfig& config_;
    double before_;
    std::chrono::steady_clock::time_point start_;
};

constexpr const char* elapsedName = "elapsed"; ///< seconds, in a checkpoint of a run that is told its time

} // namespace

TensorMap asParameters(const TensorMap& tensors, at::Device device, bool trained)
{
    TensorMap parameters;
    for (const auto& [name, tensor] : tensors)
        parameters[name] = tensor.detach().to(device, at::kFloat, false, true).set_requires_grad(trained);
    return parameters;
}

double learningRateAt(const TrainConfig& config, std::int64_t step)
{
    const double span = static_cast<double>(std::max<std::int64_t>(1, config.steps - config.warmup));
    return learningRateAt(config, step, static_cast<double>(step - config.warmup) / span);
}

double learningRateAt(const TrainConfig& config, std::int64_t step, double share)
{
    if (step < config.warmup)
        return config.learningRate * static_cast<double>(step + 1) / static_cast<double>(config.warmup);
    const double cosine = std::cos(std::numbers::pi * std::min(1.0, share));
    return config.finalLearningRate + (config.learningRate - config.finalLearningRate) * 0.5 * (1 + cosine);
}

TensorMap runTraining(const TrainConfig& config, const TensorMap& parameters, const TrainingStep& step,
                      const Validation& validation, const Ranks& ranks, JobContext& job)
{
    std::filesystem::create_directories(config.out);
    Checkpoints checkpoints(config.out / "checkpoints", config.checkpointMinutes, config.keep);
    std::optional<CsvLog> log;
    if (ranks.first())
        log.emplace(config.out / "log.csv");
    ranks.share(parameters);
    AdamW optimizer(parameters, {.weightDecay = config.weightDecay,
                                 .slowPrefix = config.encoderRate < 1 ? "encoder." : "",
                                 .slowShare = config.encoderRate});
    TensorMap average = config.averaging > 0 ? copied(parameters) : TensorMap();
    std::int64_t first = 0;
    double before = 0;
    if (const auto checkpoint = checkpoints.newest()) {
        copyInto(parameters, withPrefix(checkpoint->tensors, "parameter."), "checkpoint");
        optimizer.restore(withPrefix(checkpoint->tensors, "optimizer."));
        if (!average.empty())
            copyInto(average, withPrefix(checkpoint->tensors, "average."), "checkpoint");
        first = checkpoint->step;
        if (const auto elapsed = checkpoint->tensors.find(elapsedName); elapsed != checkpoint->tensors.end())
            before = elapsed->second.item<double>();
        spdlog::info("going on from step {}", first);
    }
    const Pace pace(config, before);
    const auto save = [&](std::int64_t done) {
        if (!ranks.first())
            return;
        Checkpoint checkpoint{done, {}};
        addPrefixed(checkpoint.tensors, "parameter.", parameters);
        addPrefixed(checkpoint.tensors, "optimizer.", optimizer.state());
        addPrefixed(checkpoint.tensors, "average.", average);
        if (pace.timed())
            checkpoint.tensors[elapsedName] = at::tensor({pace.seconds()}, at::kDouble);
        checkpoints.write(checkpoint);
    };

    // A run that is told its time counts seconds, one that is told its steps those.
    const auto planned = static_cast<std::int64_t>(config.minutes * 60);
    const auto counted = [&](std::int64_t done) {
        return pace.timed() ? std::min(planned, static_cast<std::int64_t>(pace.seconds())) : done;
    };
    std::int64_t told = counted(first);
    job.plan(pace.timed() ? planned : config.steps, 0);
    if (told > 0)
        job.advance(told);
    int droppedInARow = 0;
    bool over = pace.over(first);
    for (std::int64_t done = first; !over;) {
        at::Tensor shared = at::tensor({step(done), job.cancelled() ? 1.0 : 0.0}, at::kDouble);
        ranks.average(shared);
        const double loss = shared[0].item<double>();
        if (ranks.size() > 1 &&
            shared[1].item<double>() > 0) { // one was asked to stop, so all do, with this step undone
            optimizer.clearGradients();
            save(done);
            throw Cancelled();
        }
        ranks.averageGradients(parameters);
        const double rate = pace.rate(done);
        double gradient = std::nan("");
        if (std::isfinite(loss))
            gradient = optimizer.step(rate);
        else
            optimizer.clearGradients();
        if (log) {
            std::optional<double> held;
            if (config.validateEvery > 0 && (done + 1) % config.validateEvery == 0) {
                const at::NoGradGuard noGradients;
                held = validation(average.empty() ? parameters : average);
            }
            log->add(done, loss, gradient, rate, held);
        }
        if (std::isfinite(gradient)) {
            droppedInARow = 0;
        } else if (++droppedInARow == droppedInARowToStop) {
            throw Error(ErrorKind::Model, config.out.string() + ": the loss was not finite " +
                                              std::to_string(droppedInARow) + " times in a row, last at step " +
                                              std::to_string(done) + "; lower the learning rate");
        }
        // A short memory at first, or the mean would remember the random start for long.
        const double memory =
            std::min(config.averaging, static_cast<double>(1 + done) / static_cast<double>(10 + done));
        moveTowards(average, parameters, 1 - memory);
        ++done;
        over = pace.over(done);
        if (checkpoints.due() || over)
            save(done);
        try {
            const std::int64_t now = counted(done);
            job.advance(now - std::exchange(told, now));
        } catch (const Cancelled&) {
            if (ranks.size() > 1)
                continue; // the others hear of it with the next step's loss
            save(done);
            throw;
        }
    }
    return average.empty() ? parameters : average;
}

void writeFinished(const TrainConfig& config, const std::filesystem::path& file, TensorMap weights)
{
    for (auto& [name, tensor] : weights)
        tensor = tensor.to(config.halfWeights ? at::kHalf : at::kFloat);
    writeSafetensors(file, weights);
}

} // namespace unividx
