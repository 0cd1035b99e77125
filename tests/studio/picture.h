// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace studio_test {

/// A picture of one colour: 24 bits, 8 x 8 pixels.
inline void write_bmp(const std::filesystem::path &file, std::uint32_t rgb)
{
    constexpr std::uint32_t side = 8, header = 54, bytes = side * side * 3;
    std::ofstream out(file, std::ios::binary);
    const auto number = [&out](std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i)
            out.put(static_cast<char>(value >> (8 * i)));
    };
    out << "BM";
    for (const std::uint32_t value : {header + bytes, 0U, header, 40U, side, side})
        number(value, 4);
    number(1, 2); // plane
    number(24, 2);
    for (const std::uint32_t value : {0U, bytes, 2835U, 2835U, 0U, 0U})
        number(value, 4);
    for (std::uint32_t i = 0; i < side * side; ++i)
        number(rgb, 3);
}

} // namespace studio_test
