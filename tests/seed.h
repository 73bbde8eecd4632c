#pragma once

#include <cstdlib>

namespace unividx {

/// What a test draws from: the same every time, moved by $UNIVIDX_TEST_SEED to try others.
inline unsigned testSeed(unsigned usual)
{
    const char* moved = std::getenv("UNIVIDX_TEST_SEED");
    return usual + (moved ? static_cast<unsigned>(std::strtoul(moved, nullptr, 10)) : 0);
}

} // namespace unividx
