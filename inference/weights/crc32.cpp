#include "inference/weights/crc32.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace unividx {

namespace {

using Table = std::array<std::uint32_t, 256>;

/// tables[k][b]: what the byte b adds to the sum when k further bytes follow it.
constexpr std::array<Table, 8> makeTables()
{
    constexpr std::uint32_t polynomial = 0xedb88320; // 0x04c11db7 with its bits reversed
    std::array<Table, 8> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t sum = byte;
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum & 1) != 0 ? sum >> 1 ^ polynomial : sum >> 1;
        tables[0][byte] = sum;
    }
    for (std::uint32_t byte = 0; byte < 256; ++byte)
        for (std::size_t k = 1; k < tables.size(); ++k)
            tables[k][byte] = tables[k - 1][byte] >> 8 ^ tables[0][tables[k - 1][byte] & 0xff];
    return tables;
}

constexpr std::array<Table, 8> tables = makeTables();

} // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes)
{
    std::uint32_t sum = 0xffffffff;
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) { // eight bytes at once: several times faster than one by one
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof word); // little-endian, like every machine this runs on
        word ^= sum;
        sum = 0;
        for (std::size_t k = 0; k < 8; ++k)
            sum ^= tables[7 - k][word >> 8 * k & 0xff];
    }
    for (; at < bytes.size(); ++at)
        sum = sum >> 8 ^ tables[0][(sum ^ bytes[at]) & 0xff];
    return ~sum;
}

} // namespace unividx
