#pragma once

#include "core/engine/window_parts.h"

#include <filesystem>
#include <functional>
#include <string>

namespace unividx {

/// Some windows of a run, for one process alone: `lock` in the run's state folder, of which a process locks as many
/// stretches as it has windows to make. Shards of one run lock different stretches and work at once; a shard that is
/// begun twice (by a farm that has forgotten about the first), and shards of another number over the same windows, wait
/// for each other; what puts them together locks all.
///
/// What it promises: while it lives, no other process has a lock on one of these windows, on whatever machine, as far
/// as the file system keeps locks for all its machines (local ones, NFS 4, GPFS, Lustre with `flock`). No clock is
/// asked, and no lock is ever broken: the kernel gives it back when its process ends, kill -9 included, and of a
/// machine that died the file server does (NFS 4: after its lease, usually 90 seconds).
///
/// What it does not: where a file system keeps no locks (`keepsLocks`), or loses them (a machine that was cut off
/// from its server works on), two processes may make the same windows. Even then nothing is half or mixed: every file
/// is written under a name of its process alone and put in place whole (`AtomicFile`), and all that make a window make
/// the same bits. One of them may fail because the other has cleared away what it was writing.
///
/// Source: fcntl(2), open file description locks: they cover ranges, are unlike older ones not lost when some other
/// part of the program closes the file, and reach NFS.
class WindowLock {
public:
    /// Makes the folder if it is not there. While another process is at some of these windows, `blocked` is called over
    /// and over with what that one says of itself; it waits a little, or throws to give up. An empty span locks
    /// nothing. Throws: Output if the file cannot be made; what `blocked` throws.
    WindowLock(const std::filesystem::path& folder, WindowSpan span,
               const std::function<void(const std::string& holder)>& blocked);
    ~WindowLock();
    WindowLock(const WindowLock&) = delete;
    WindowLock& operator=(const WindowLock&) = delete;

    /// False where the file system has no locks, and this is none.
    bool keepsLocks() const { return keepsLocks_; }

    /// The name of the file in the state folder; who clears the folder leaves it there.
    static constexpr const char* fileName = "lock";

    /// All windows, and those that another cut of the run may have beyond.
    static constexpr WindowSpan all{0, static_cast<std::size_t>(-1)};

private:
    int descriptor_ = -1;
    bool keepsLocks_ = true;
};

/// Whether the file system of a folder that is there keeps locks, as far as can be told from this machine.
/// Throws: Output if it cannot be written.
bool keepsLocks(const std::filesystem::path& folder);

} // namespace unividx
