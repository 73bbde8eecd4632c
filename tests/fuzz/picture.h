#pragma once

#include <cstddef>
#include <cstdint>

namespace unividx::fuzz {

/// Opens a picture file, reads its header and its first frame. `name`: with the format's extension.
void readPicture(const std::uint8_t* data, std::size_t size, const char* name);

} // namespace unividx::fuzz
