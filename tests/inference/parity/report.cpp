#include "tests/inference/parity/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>

namespace unividx::parity {

namespace {

std::string sizesText(const at::Tensor& tensor)
{
    std::string text = "[";
    for (const std::int64_t size : tensor.sizes())
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

} // namespace

void Report::line(const std::string& name, double maxAbs, double relL2, double tolerance, bool ok,
                  const std::string& detail)
{
    ++(ok ? passed_ : failed_);
    std::printf("%-64s %10.3e %10.3e %8.1e %s%s%s\n", name.c_str(), maxAbs, relL2, tolerance, ok ? "ok" : "FAIL",
                detail.empty() ? "" : "  ", detail.c_str());
    std::fflush(stdout);
}

void Report::compare(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, double tolerance,
                     double relative)
{
    const double nothing = std::nan("");
    if (!actual.defined())
        return line(name, nothing, nothing, tolerance, false, "nothing was computed");
    if (actual.sizes() != expected.sizes())
        return line(name, nothing, nothing, tolerance, false,
                    "shape " + sizesText(actual) + " where " + sizesText(expected) + " is expected");
    if (!expected.is_floating_point()) {
        if (actual.is_floating_point())
            return line(name, nothing, nothing, 0, false, "fractions where whole numbers are expected");
        tolerance = 0;
    }
    const at::Tensor a = actual.detach().to(at::kCPU, at::kDouble);
    const at::Tensor e = expected.detach().to(at::kCPU, at::kDouble);
    if (e.numel() == 0)
        return line(name, 0, 0, tolerance, true);
    const double maxAbs = (a - e).abs().max().item<double>();
    const double length = e.norm().item<double>();
    const double difference = (a - e).norm().item<double>();
    const double relL2 = length > 0 ? difference / length : difference;
    // Written so that a NaN fails.
    const bool ok = maxAbs <= tolerance && relL2 <= (tolerance > 0 ? relative : 0.0);
    if (ok)
        worstRelative_ = std::max(worstRelative_, relL2);
    line(name, maxAbs, relL2, tolerance, ok);
}

void Report::require(const std::string& name, bool holds, const std::string& detail)
{
    line(name, holds ? 0 : 1, holds ? 0 : 1, 0, holds, holds ? std::string() : detail);
}

void Report::note(const std::string& sentence)
{
    ++notes_;
    std::printf("note: %s\n", sentence.c_str());
    std::fflush(stdout);
}

void Report::group(const std::string& name, const std::function<void()>& checks)
{
    try {
        checks();
    } catch (const std::exception& error) {
        line(name, std::nan(""), std::nan(""), 0, false, error.what());
    }
}

bool Report::finish() const
{
    if (passed_ + failed_ == 0)
        std::printf("nothing was checked\n");
    std::printf("%lld passed, %lld failed, %lld notes, worst rel_l2 of those passed %.3e\n",
                static_cast<long long>(passed_), static_cast<long long>(failed_), static_cast<long long>(notes_),
                worstRelative_);
    return failed_ == 0 && passed_ > 0;
}

} // namespace unividx::parity
