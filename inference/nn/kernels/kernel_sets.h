#pragma once

#include "inference/nn/kernels/kernel_table.h"

/// The tables themselves, each compiled with its own flags. Reading one is always safe, calling into it is not: ask
/// kernelTable().
namespace unividx::kernels {

extern const KernelTable portableTable;
extern const KernelTable avx2Table;   ///< x86-64 with AVX2 and FMA
extern const KernelTable avx512Table; ///< x86-64 with AVX-512F

} // namespace unividx::kernels
