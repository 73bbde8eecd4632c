#include "app/cli/interrupt.h"

#include <csignal>
#include <unistd.h>

#include <atomic>

namespace unividx::cli {

namespace {

// A signal handler has no arguments of ours, so what it sets has to be reachable without any.
std::atomic<CancelToken*> target{nullptr};
static_assert(std::atomic<CancelToken*>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

constexpr int stoppedByInterrupt = 130;

/// A job ends at its next step and keeps what it has. What takes longer, or looks for no request, ends then: one
/// request is enough for every command, and shorter than the 30 s after which Slurm kills. Source: slurm.conf(5),
/// KillWait.
constexpr unsigned patienceSeconds = 20;

extern "C" void onPatienceEnd(int)
{
    ::_exit(stoppedByInterrupt);
}

extern "C" void onInterrupt(int)
{
    CancelToken* token = target.load();
    if (!token || token->cancelled())
        ::_exit(stoppedByInterrupt);
    token->cancel();
    ::alarm(patienceSeconds);
}

void handle(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::signal(SIGALRM, onPatienceEnd);
    struct sigaction hangUp = {};
    ::sigaction(SIGHUP, nullptr, &hangUp);
    if (hangUp.sa_handler != SIG_IGN) // nohup asks to go on without a terminal
        ::sigaction(SIGHUP, &action, nullptr);
}

} // namespace

InterruptGuard::InterruptGuard(CancelToken& token)
{
    target.store(&token);
    handle(onInterrupt);
}

InterruptGuard::~InterruptGuard()
{
    ::alarm(0);
    handle(SIG_DFL);
    target.store(nullptr);
}

} // namespace unividx::cli
