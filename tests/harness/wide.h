// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace harness {

/// UTF-8 as Windows' own calls want it.
inline std::wstring wide(const std::string &utf8)
{
    return std::filesystem::u8path(utf8).wstring();
}

} // namespace harness
