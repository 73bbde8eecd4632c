#include "inference/train/ranks.h"

#include "core/base/error.h"
#include "inference/nn/compute_device.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>
#include <c10/util/Exception.h>
#ifdef USE_C10D_GLOO // LibTorch's own word; packages of Python's leave Gloo's headers out
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#endif

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr std::chrono::minutes patience{10}; ///< the first process may be rendering scenes that the others wait for
constexpr std::uint16_t defaultPort = 29500;

std::optional<std::int64_t> number(const char* name)
{
    const char* text = std::getenv(name);
    if (text == nullptr || *text == '\0')
        return std::nullopt;
    char* end = nullptr;
    const long value = std::strtol(text, &end, 10);
    if (*end != '\0')
        throw Error(ErrorKind::Usage, std::string(name) + " is '" + text + "', which is not a number");
    return value;
}

constexpr std::array<std::pair<const char*, const char*>, 4> launchers{
    {{"RANK", "WORLD_SIZE"},
     {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
     {"PMI_RANK", "PMI_SIZE"},
     {"SLURM_PROCID", "SLURM_NTASKS"}}};

constexpr std::array<const char*, 4> localNumbers{"SLURM_LOCALID", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID",
                                                  "LOCAL_RANK"};

template <typename Call>
void orModelError(const Call& call)
{
    try {
        call();
    } catch (const std::exception& error) { // c10d throws what Gloo and the sockets do
        throw Error(ErrorKind::Model,
                    std::string("the processes that train together lost each other: ") + error.what());
    }
}

} // namespace

#ifdef USE_C10D_GLOO

struct Ranks::Group {
    c10::intrusive_ptr<c10d::TCPStore> store;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> processes;
#ifdef USE_C10D_NCCL
    c10::intrusive_ptr<c10d::ProcessGroupNCCL> nccl; ///< begun with the first tensor on one, as it refuses to without
#endif

    /// Calls `work` with the group that takes `values`, and with them, or with a copy that is put back.
    template <typename Work>
    void with(const at::Tensor& values, int rank, int size, const Work& work)
    {
        if (values.is_cpu()) {
            work(*processes, values);
            return;
        }
#ifdef USE_C10D_NCCL
        if (!nccl) {
            auto options = c10d::ProcessGroupNCCL::Options::create();
            options->timeout = patience;
            nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(c10::make_intrusive<c10d::PrefixStore>("nccl", store),
                                                               rank, size, options);
        }
        work(*nccl, values);
#else
        static_cast<void>(rank);
        static_cast<void>(size);
        const at::Tensor copy = values.to(at::kCPU);
        work(*processes, copy);
        values.copy_(copy);
#endif
    }
};

#else

/// A build that cannot talk to other processes has one alone.
struct Ranks::Group {};

#endif

Ranks::Ranks() = default;
Ranks::Ranks(Ranks&&) noexcept = default;
Ranks& Ranks::operator=(Ranks&&) noexcept = default;
Ranks::~Ranks() = default;

Ranks Ranks::fromEnvironment()
{
    Ranks ranks;
    for (const auto& [rankName, sizeName] : launchers) {
        const auto rank = number(rankName);
        const auto size = number(sizeName);
        if (!rank && !size)
            continue;
        if (!rank || !size || *size < 1 || *rank < 0 || *rank >= *size) {
            throw Error(ErrorKind::Usage,
                        std::string(rankName) + " and " + sizeName + " must both be set, the first below the second");
        }
        ranks.rank_ = *rank;
        ranks.size_ = *size;
        break;
    }
    ranks.local_ = ranks.rank_;
    for (const char* name : localNumbers) {
        if (const auto local = number(name); local && *local >= 0) {
            ranks.local_ = *local;
            break;
        }
    }
    if (ranks.size_ == 1)
        return ranks;
#ifdef USE_C10D_GLOO
    const char* address = std::getenv("MASTER_ADDR");
    const auto port = number("MASTER_PORT");
    orModelError([&] {
        c10d::TCPStoreOptions meeting;
        meeting.port = static_cast<std::uint16_t>(port.value_or(defaultPort));
        meeting.isServer = ranks.first();
        meeting.numWorkers = static_cast<std::size_t>(ranks.size_);
        meeting.timeout = patience;
        auto group = std::make_unique<Group>();
        const std::string host = address == nullptr ? "127.0.0.1" : address;
        group->store = c10::make_intrusive<c10d::TCPStore>(host, meeting);
        auto options = c10d::ProcessGroupGloo::Options::create();
        options->timeout = patience;
        options->devices.push_back(address == nullptr ? c10d::ProcessGroupGloo::createDeviceForHostname(host)
                                                      : c10d::ProcessGroupGloo::createDefaultDevice());
        group->processes = c10::make_intrusive<c10d::ProcessGroupGloo>(group->store, static_cast<int>(ranks.rank_),
                                                                       static_cast<int>(ranks.size_), options);
        ranks.group_ = std::move(group);
    });
    return ranks;
#else
    throw Error(ErrorKind::Usage, "this build's LibTorch has no Gloo, so that one process trains alone; unset RANK and "
                                  "WORLD_SIZE, or what launches several");
#endif
}

void Ranks::sum(const at::Tensor& values) const
{
#ifdef USE_C10D_GLOO
    orModelError([&] {
        group_->with(values, static_cast<int>(rank_), static_cast<int>(size_), [](auto& group, const at::Tensor& own) {
            std::vector<at::Tensor> one{own};
            group.allreduce(one, {})->wait();
        });
    });
#else
    static_cast<void>(values);
#endif
}

void Ranks::average(at::Tensor values) const
{
    if (!group_)
        return;
    sum(values);
    values.div_(static_cast<double>(size_));
}

void Ranks::averageGradients(const TensorMap& parameters) const
{
    if (!group_)
        return;
    std::vector<at::Tensor> flat;
    for (const auto& [name, parameter] : parameters) {
        if (parameter.grad().defined())
            flat.push_back(parameter.grad().flatten());
    }
    if (flat.empty())
        return;
    const at::Tensor all = at::cat(flat); // one message instead of hundreds
    average(all);
    std::int64_t at = 0;
    for (const auto& [name, parameter] : parameters) {
        if (!parameter.grad().defined())
            continue;
        parameter.grad().copy_(all.narrow(0, at, parameter.numel()).view(parameter.sizes()));
        at += parameter.numel();
    }
}

void Ranks::share(const TensorMap& tensors) const
{
    if (!group_)
        return;
    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : tensors) {
        if (!first())
            tensor.detach().zero_(); // what is summed with zeros is the first process's
        sum(tensor.detach());
    }
}

void Ranks::barrier() const
{
    average(at::zeros({1}));
}

at::Device trainingDevice(const std::string& name, const Ranks& ranks)
{
    const at::Device device = findDevice(name);
    if (name != "cuda" || ranks.size() == 1)
        return device;
    const auto devices = static_cast<std::int64_t>(*cudaDeviceCount()); // findDevice has asked
    return {at::kCUDA, static_cast<at::DeviceIndex>(ranks.local() % devices)};
}

} // namespace unividx
