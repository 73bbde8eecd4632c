#pragma once

namespace unividx {

/// The mean of a figure that each frame has.
struct FrameMean {
    double sum = 0;
    int count = 0;

    void add(double value)
    {
        sum += value;
        ++count;
    }
    double mean() const { return count == 0 ? 0 : sum / count; }
};

} // namespace unividx
