#pragma once

namespace unividx {

/// Threads to share one operator on: `most`, less one for each other task that is running on this machine now, at least
/// one. Threads of one operator wait for each other; where they have to share cores with others, each wait is a turn of
/// the scheduler, and one thread is twice as fast as two.
///
/// `cores`: of the machine. Takes some milliseconds, in which the system is asked several times.
int fairThreads(int most, int cores);

/// The same from what was counted: `running` tasks, this thread among them.
int fairThreads(int most, int cores, int running);

} // namespace unividx
