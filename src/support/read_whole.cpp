// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/read_whole.h"

#include "support/system_error.h"

#include <cerrno>
#include <fstream>

namespace astro {
namespace fs = std::filesystem;

std::optional<std::string> read_whole(const fs::path &file, std::size_t max_bytes, std::string &why)
{
    why.clear();
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found)
        return std::nullopt;
    if (status.type() == fs::file_type::none) {
        why = told(error);
        return std::nullopt;
    }
    // A pipe would keep its reader waiting.
    if (status.type() != fs::file_type::regular) {
        why = "not a regular file";
        return std::nullopt;
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        why = errno != 0 ? told({errno, std::generic_category()}) : "it cannot be opened";
        return std::nullopt;
    }
    std::string content;
    char block[16 * 1024];
    while (stream.read(block, sizeof block), stream.gcount() > 0) {
        content.append(block, static_cast<std::size_t>(stream.gcount()));
        if (content.size() > max_bytes) {
            why = "longer than " + std::to_string(max_bytes) + " bytes";
            return std::nullopt;
        }
    }
    if (stream.bad()) {
        why = "it cannot be read to its end";
        return std::nullopt;
    }
    return content;
}

} // namespace astro
