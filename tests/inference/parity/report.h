#pragma once

#include <torch/types.h>

#include <functional>
#include <string>

namespace unividx::parity {

/// What is allowed between two float32 implementations: the fixtures' recommended tolerances (their README).
namespace tolerance {
inline constexpr double table = 1e-6;    ///< schedules, conditioning, rotary and sinusoidal tables
inline constexpr double noise = 1e-5;    ///< a vectorised generator may differ in the last bits
inline constexpr double model = 1e-4;    ///< one evaluation of a network
inline constexpr double latents = 1e-3;  ///< after several steps
inline constexpr double pictures = 2e-3; ///< decoded; normals are divided by a small length
inline constexpr double relative = 1e-4; ///< largest relative L2 of anything
} // namespace tolerance

/// Prints a line a check and counts them.
class Report {
public:
    /// Passes if the shapes agree, all values are finite, the largest absolute difference is at most `tolerance` and
    /// the relative L2 difference at most `relative`. Whole numbers and booleans must be equal.
    void compare(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, double tolerance,
                 double relative = tolerance::relative);

    /// A check whose outcome is yes or no; `detail` says what differs.
    void require(const std::string& name, bool holds, const std::string& detail = {});

    /// Something that was not checked, and why.
    void note(const std::string& sentence);

    /// Runs a group of checks; what it throws is a failure of that group, not of the program.
    void group(const std::string& name, const std::function<void()>& checks);

    /// Prints the total. Returns whether something ran and nothing failed.
    bool finish() const;

private:
    void line(const std::string& name, double maxAbs, double relL2, double tolerance, bool ok,
              const std::string& detail = {});

    std::int64_t passed_ = 0;
    std::int64_t failed_ = 0;
    std::int64_t notes_ = 0;
    double worstRelative_ = 0;
};

} // namespace unividx::parity
