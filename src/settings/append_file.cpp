// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/append_file.h"

#include "settings/atomic_file.h"
#include "support/system_error.h"

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <system_error>

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

std::error_code last_error()
{
    return errno != 0 ? std::error_code(errno, std::generic_category()) : std::make_error_code(std::errc::io_error);
}

bool ends_within_a_line(const fs::path &file, std::uintmax_t size)
{
    if (size == 0)
        return false;
    std::ifstream in(file, std::ios::binary);
    in.seekg(-1, std::ios::end);
    return in.good() && in.peek() != '\n';
}

std::error_code write_at_end(const fs::path &file, const std::string &text)
{
    errno = 0;
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out << text << std::flush;
    std::error_code error = out ? std::error_code() : last_error();
    errno = 0;
    out.close();
    if (!error && !out)
        error = last_error();
    return error;
}

} // namespace

std::string append_line(const fs::path &file, std::string_view line)
{
    std::string text(line);
    if (text.empty() || text.back() != '\n')
        text += '\n';
    std::error_code error;
    if (!fs::exists(file, error))
        return error ? told(error) : write_atomically(file, text);
    const std::uintmax_t size = fs::file_size(file, error);
    if (error)
        return told(error);
    if (ends_within_a_line(file, size))
        text.insert(text.begin(), '\n');
    if (const auto failure = write_at_end(file, text)) {
        std::error_code ignored;
        if (fs::file_size(file, ignored) > size && !ignored)
            fs::resize_file(file, size, ignored); // half a line is none
        return told(failure);
    }
    return {};
}

} // namespace astro::settings
