#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

/// Leaves a test out with a reason, where the machine cannot do what it needs. With $UNIVIDX_NO_SKIPS that is a
/// failure.
#define UNIVIDX_SKIP(reason)                                                                                           \
    do {                                                                                                               \
        if (std::getenv("UNIVIDX_NO_SKIPS"))                                                                           \
            FAIL() << (reason);                                                                                        \
        GTEST_SKIP() << (reason);                                                                                      \
    } while (false)
