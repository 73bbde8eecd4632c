#include "inference/train/ranks.h"

#include "core/base/error.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>
#include <c10/util/Exception.h>
#ifdef USE_C10D_GLOO // LibTorch's own word; packages of Python's leave Gloo's headers out
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
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

void Ranks::average(at::Tensor values) const
{
    if (!group_)
        return;
#ifdef USE_C10D_GLOO
    orModelError([&] {
        std::vector<at::Tensor> one{values};
        group_->processes->allreduce(one, {})->wait();
    });
#endif
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
#ifdef USE_C10D_GLOO
    orModelError([&] {
        for (const auto& [name, tensor] : tensors) {
            std::vector<at::Tensor> one{tensor.detach()};
            group_->processes->broadcast(one, {})->wait();
        }
    });
#endif
}

void Ranks::barrier() const
{
    average(at::zeros({1}));
}

} // namespace unividx
