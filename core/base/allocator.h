#pragma once

namespace unividx {

/// Has large blocks (pictures) given back to the system as soon as they are freed. Left alone, glibc learns from the
/// first freed pictures to keep such blocks in its heaps, where holes between those that live on double what a long
/// scrub holds. Once, at a program's start; elsewhere than on glibc nothing changes.
void giveLargeBlocksBack();

} // namespace unividx
