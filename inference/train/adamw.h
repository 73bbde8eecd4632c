#pragma once

#include "inference/weights/weight_source.h"

namespace unividx {

/// AdamW with decoupled weight decay, its state named after the parameters so that a checkpoint is one tensor map.
/// Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2
class AdamW {
public:
    struct Options {
        double beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8;
        double weightDecay = 0.01; ///< on matrices and kernels; biases, gains and modulation are left alone
        double clipNorm = 1.0;     ///< gradients are scaled down to this length over all parameters
        std::string slowPrefix;    ///< parameters whose names begin so ...
        double slowShare = 1;      ///< ... learn at this share of the rate; an empty prefix slows none
    };

    /// `parameters` are leaves that ask for gradients; they are changed in place.
    AdamW(TensorMap parameters, const Options& options);

    /// Uses and clears the gradients. Returns their length before clipping. A parameter without a gradient is left
    /// as it is. Gradients that are not finite change nothing; the length returned says so.
    double step(double learningRate);

    void clearGradients();

    /// Everything a resumed run needs beside the parameters: moments and the count of steps.
    TensorMap state() const;
    /// Throws: Model if the state is of other parameters.
    void restore(TensorMap state);

private:
    struct Slot {
        std::string name;
        double share = 1; ///< of the learning rate
        at::Tensor parameter, mean, square;
        std::int64_t steps = 0; ///< a parameter may get its first gradient late
        bool decays = false;
    };

    Options options_;
    std::vector<Slot> slots_;
};

} // namespace unividx
