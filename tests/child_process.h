#pragma once

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>

namespace unividx {

/// Runs `work` in a process of its own; its status is 0 if nothing is thrown.
template <typename Work>
pid_t inProcess(const Work& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that fails leaves nobody behind
        int code = 0;
        try {
            work();
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
            code = 1;
        }
        ::_exit(code);
    }
    return child;
}

inline int statusOf(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

/// What a child says when it has come to a place; whoever hears it knows that it is there.
class Signpost {
public:
    Signpost()
    {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe");
    }
    ~Signpost()
    {
        ::close(ends_[0]);
        ::close(ends_[1]);
    }
    Signpost(const Signpost&) = delete;
    Signpost& operator=(const Signpost&) = delete;
    void say() const
    {
        if (::write(ends_[1], "x", 1) != 1)
            throw std::runtime_error("nobody hears");
    }
    void hear() const
    {
        char byte = 0;
        if (::read(ends_[0], &byte, 1) != 1)
            throw std::runtime_error("nobody says anything");
    }

private:
    std::array<int, 2> ends_{};
};

} // namespace unividx
