#pragma once

#include "inference/weights/weight_source.h"

#include <cstdint>
#include <memory>
#include <utility>

namespace unividx {

/// The processes that train one model together, each on its share of every batch.
///
/// `srun` and `mpirun` say who is who (SLURM_PROCID and SLURM_NTASKS, OMPI_COMM_WORLD_RANK and _SIZE, PMI_RANK and
/// PMI_SIZE), or RANK and WORLD_SIZE do. They meet at MASTER_ADDR (this host if it is not set) and MASTER_PORT. A
/// process that none of these speak of trains alone. All must make the same calls in the same order.
class Ranks {
public:
    /// Throws: Usage if the variables contradict each other; Model if the others do not come within ten minutes.
    static Ranks fromEnvironment();

    Ranks();
    Ranks(Ranks&&) noexcept;
    Ranks& operator=(Ranks&&) noexcept;
    ~Ranks();

    std::int64_t rank() const { return rank_; }
    std::int64_t size() const { return size_; }
    bool first() const { return rank_ == 0; }

    /// Replaces `values` by their mean over all processes. Throws: Model if one of them is gone.
    void average(at::Tensor values) const;

    /// Averages the gradients of `parameters`; one without a gradient must be without in every process.
    void averageGradients(const TensorMap& parameters) const;

    /// Gives the first process's tensors to all.
    void share(const TensorMap& tensors) const;

    /// The part of `count` things that falls to this process: the first one and how many. `count` must be a multiple
    /// of `size`.
    std::pair<std::int64_t, std::int64_t> shareOf(std::int64_t count) const
    {
        return {rank_ * (count / size_), count / size_};
    }

    /// Returns when all have called it.
    void barrier() const;

private:
    struct Group;
    std::unique_ptr<Group> group_;
    std::int64_t rank_ = 0, size_ = 1;
};

} // namespace unividx
