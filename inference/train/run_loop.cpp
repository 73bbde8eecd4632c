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

/// The state of one run of the trainer in one process, and what a step does to it.
class RunLoop {
public:
    RunLoop(const TrainConfig& config, const TensorMap& parameters, const Ranks& ranks, JobContext& job)
        : config_(config), parameters_(parameters), ranks_(ranks), job_(job),
          checkpoints_(config.out / "checkpoints", config.checkpointMinutes, config.keep),
          optimizer_(parameters, {.weightDecay = config.weightDecay,
                                  .slowPrefix = config.encoderRate < 1 ? "encoder." : "",
                                  .slowShare = config.encoderRate}),
          average_(config.averaging > 0 ? copied(parameters) : TensorMap()), pace_(config, restore())
    {
        if (ranks.first())
            log_.emplace(config.out / "log.csv");
        counted_ = unitsDone();
        job.plan(pace_.timed() ? plannedSeconds() : config.steps, 0);
        if (counted_ > 0)
            job.advance(counted_);
    }

    bool over() const { return pace_.over(done_); }

    void run(const TrainingStep& step, const Validation& validation)
    {
        at::Tensor shared = at::tensor({step(done_), job_.cancelled() ? 1.0 : 0.0}, at::kDouble);
        ranks_.average(shared);
        const double loss = shared[0].item<double>();
        if (ranks_.size() > 1 && shared[1].item<double>() > 0) {
            optimizer_.clearGradients(); // one was asked to stop, so all do, with this step undone
            save();
            throw Cancelled();
        }
        ranks_.averageGradients(parameters_);
        const double rate = pace_.rate(done_);
        const double gradient = apply(loss, rate);
        if (log_)
            log_->add(done_, loss, gradient, rate, validated(validation));
        countDropped(gradient);
        // A short memory at first, or the mean would remember the random start for long.
        const double memory =
            std::min(config_.averaging, static_cast<double>(1 + done_) / static_cast<double>(10 + done_));
        moveTowards(average_, parameters_, 1 - memory);
        ++done_;
        if (checkpoints_.due() || over())
            save();
        advance();
    }

    TensorMap result() const { return average_.empty() ? parameters_ : average_; }

private:
    /// Takes the newest checkpoint, if there is one. Returns the seconds that earlier parts of the run took.
    double restore()
    {
        ranks_.share(parameters_);
        const auto checkpoint = checkpoints_.newest();
        if (!checkpoint)
            return 0;
        copyInto(parameters_, withPrefix(checkpoint->tensors, "parameter."), "checkpoint");
        optimizer_.restore(withPrefix(checkpoint->tensors, "optimizer."));
        if (!average_.empty())
            copyInto(average_, withPrefix(checkpoint->tensors, "average."), "checkpoint");
        done_ = checkpoint->step;
        spdlog::info("continuing at step {}", done_);
        const auto elapsed = checkpoint->tensors.find(elapsedName);
        return elapsed == checkpoint->tensors.end() ? 0 : elapsed->second.item<double>();
    }

    void save()
    {
        if (!ranks_.first())
            return;
        Checkpoint checkpoint{done_, {}};
        addPrefixed(checkpoint.tensors, "parameter.", parameters_);
        addPrefixed(checkpoint.tensors, "optimizer.", optimizer_.state());
        addPrefixed(checkpoint.tensors, "average.", average_);
        if (pace_.timed())
            checkpoint.tensors[elapsedName] = at::tensor({pace_.seconds()}, at::kDouble);
        checkpoints_.write(checkpoint);
    }

    /// The gradient's length; not finite where the step was left out.
    double apply(double loss, double rate)
    {
        if (std::isfinite(loss))
            return optimizer_.step(rate);
        optimizer_.clearGradients();
        return std::nan("");
    }

    std::optional<double> validated(const Validation& validation) const
    {
        if (config_.validateEvery <= 0 || (done_ + 1) % config_.validateEvery != 0)
            return std::nullopt;
        const at::NoGradGuard noGradients;
        return validation(average_.empty() ? parameters_ : average_);
    }

    void countDropped(double gradient)
    {
        droppedInARow_ = std::isfinite(gradient) ? 0 : droppedInARow_ + 1;
        if (droppedInARow_ == droppedInARowToStop)
            throw Error(ErrorKind::Model, config_.out.string() + ": the loss was not finite " +
                                              std::to_string(droppedInARow_) + " times in a row, last at step " +
                                              std::to_string(done_) + "; lower the learning rate");
    }

    std::int64_t plannedSeconds() const { return static_cast<std::int64_t>(config_.minutes * 60); }

    /// A run that is told its time counts seconds, one that is told its steps those.
    std::int64_t unitsDone() const
    {
        return pace_.timed() ? std::min(plannedSeconds(), static_cast<std::int64_t>(pace_.seconds())) : done_;
    }

    void advance()
    {
        try {
            const std::int64_t now = unitsDone();
            job_.advance(now - std::exchange(counted_, now));
        } catch (const Cancelled&) {
            if (ranks_.size() > 1)
                return; // the others hear of it with the next step's loss
            save();
            throw;
        }
    }

    const TrainConfig& config_;
    const TensorMap& parameters_;
    const Ranks& ranks_;
    JobContext& job_;
    std::int64_t done_ = 0; ///< steps
    Checkpoints checkpoints_;
    AdamW optimizer_;
    TensorMap average_; ///< empty if the run keeps none
    Pace pace_;
    std::optional<CsvLog> log_;
    std::int64_t counted_ = 0; ///< units that the job has been told of
    int droppedInARow_ = 0;
};

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
    RunLoop loop(config, parameters, ranks, job);
    while (!loop.over())
        loop.run(step, validation);
    return loop.result();
}

void writeFinished(const TrainConfig& config, const std::filesystem::path& file, TensorMap weights)
{
    for (auto& [name, tensor] : weights)
        tensor = tensor.to(config.halfWeights ? at::kHalf : at::kFloat);
    writeSafetensors(file, weights);
}

} // namespace unividx
