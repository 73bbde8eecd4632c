#pragma once

#include <cstdint>
#include <span>

namespace unividx {

/// The sum that zip archives note for each file.
/// Source: PKWARE APPNOTE.TXT 6.3.10, section 4.4.7 (the polynomial 0x04c11db7, reflected).
std::uint32_t crc32(std::span<const std::uint8_t> bytes);

} // namespace unividx
