// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/utf8.h"

#include <cstdint>
#include <cstring>

namespace astro::utf8 {

Decoded decode(std::string_view bytes)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    std::size_t length = 0;
    std::uint8_t low = 0x80, high = 0xBF; // of the second byte
    char32_t code = 0;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
        code = first & 0x1FU;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        code = first & 0x0FU;
        low = first == 0xE0 ? 0xA0 : low;
        high = first == 0xED ? 0x9F : high;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        code = first & 0x07U;
        low = first == 0xF0 ? 0x90 : low;
        high = first == 0xF4 ? 0x8F : high;
    }
    if (length == 0 || bytes.size() < length || byte(1) < low || byte(1) > high)
        return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        code = (code << 6) | (byte(i) & 0x3FU);
    }
    return {code, length};
}

void append(std::string &text, char32_t code)
{
    const auto continuation = [&](unsigned shift) {
        text += static_cast<char>(static_cast<unsigned char>(0x80U | ((code >> shift) & 0x3FU)));
    };
    const auto first = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code < 0x80) {
        first(code);
    } else if (code < 0x800) {
        first(0xC0U | (code >> 6));
        continuation(0);
    } else if (code < 0x10000) {
        first(0xE0U | (code >> 12));
        continuation(6);
        continuation(0);
    } else {
        first(0xF0U | (code >> 18));
        continuation(12);
        continuation(6);
        continuation(0);
    }
}

std::size_t ascii_length(std::string_view bytes)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t length = 0;
    for (std::uint64_t eight = 0; length + sizeof eight <= bytes.size(); length += sizeof eight) {
        std::memcpy(&eight, bytes.data() + length, sizeof eight);
        if ((eight & high_bits) != 0)
            break;
    }
    while (length < bytes.size() && static_cast<unsigned char>(bytes[length]) < 0x80)
        ++length;
    return length;
}

} // namespace astro::utf8
