#pragma once

#include "inference/weights/weight_source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace unividx {

/// The processes that train one model together, each on its share of every batch.
///
/// `srun` and `mpirun` say who is who (SLURM_PROCID and SLURM_NTASKS, OMPI_COMM_WORLD_RANK and _SIZE, PMI_RANK and
/// PMI_SIZE), or RANK and WORLD_SIZE do. They meet at MASTER_ADDR (this host if it is not set) and MASTER_PORT. A
/// process that none of these speak of trains alone. All must make the same calls in the same order.
///
/// Tensors of processors go through Gloo; those of GPUs through NCCL where LibTorch has it, else by way of the
/// processors. NCCL's part has been compiled against no LibTorch yet.
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

    /// This process's number among those on its host, as SLURM_LOCALID, OMPI_COMM_WORLD_LOCAL_RANK, MPI_LOCALRANKID or
    /// LOCAL_RANK say; its rank if none does.
    std::int64_t local() const { return local_; }

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
    void sum(const at::Tensor& values) const;

    std::unique_ptr<Group> group_;
    std::int64_t rank_ = 0, size_ = 1, local_ = 0;
};

/// The device that a run's `device` means in one of several processes: `cuda` is a GPU of its own for each on a host,
/// as long as there are so many. Throws: Usage as findDevice.
at::Device trainingDevice(const std::string& name, const Ranks& ranks);

} // namespace unividx
