// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace harness {

/// A new folder under the system's temporary one, readable by its owner alone, removed with all it holds.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder &) = delete;
    TempFolder &operator=(const TempFolder &) = delete;

    const std::filesystem::path &path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The whole file; "" when there is none.
std::string read_file(const std::filesystem::path &file);
/// Replaces the file, readable by its owner alone; makes its folder.
void write_file(const std::filesystem::path &file, std::string_view content);

} // namespace harness
