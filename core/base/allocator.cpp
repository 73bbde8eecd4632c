#include "core/base/allocator.h"

#include <cstdlib> // defines __GLIBC__, where it is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace unividx {

void giveLargeBlocksBack()
{
#ifdef __GLIBC__
    constexpr int large = 4 << 20; // a 1080p picture for the screen has 8 MB
    mallopt(M_MMAP_THRESHOLD, large);
#endif
}

} // namespace unividx
