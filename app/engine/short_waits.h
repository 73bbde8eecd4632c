#pragma once

namespace unividx {

/// Lets threads of one operator wait for each other by sleeping, after a few microseconds of spinning, so that a run
/// does not spend its share of a busy machine on waiting. OpenMP's library reads the setting (GOMP_SPINCOUNT) before
/// `main` begins: the program starts itself once more with it. Where the user has set it or OMP_WAIT_POLICY, and in the
/// second start, this returns at once. First in `main`.
///
/// Source: libgomp, "Environment Variables".
void startWithShortWaits(char** arguments);

} // namespace unividx
