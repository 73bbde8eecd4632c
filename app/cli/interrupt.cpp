#include "app/cli/interrupt.h"

#include <csignal>
#include <unistd.h>

#include <atomic>

namespace unividx::cli {

namespace {

// A signal handler has no arguments of ours, so what it sets has to be reachable without any.
std::atomic<CancelToken*> target{nullptr};
static_assert(std::atomic<CancelToken*>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void onInterrupt(int)
{
    constexpr int stoppedByInterrupt = 130;
    CancelToken* token = target.load();
    if (!token || token->cancelled())
        ::_exit(stoppedByInterrupt);
    token->cancel();
}

void handle(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

} // namespace

InterruptGuard::InterruptGuard(CancelToken& token)
{
    target.store(&token);
    handle(onInterrupt);
}

InterruptGuard::~InterruptGuard()
{
    handle(SIG_DFL);
    target.store(nullptr);
}

} // namespace unividx::cli
