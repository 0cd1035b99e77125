// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/temp_folder.h"

#include "harness/machine.h"
#include "harness/waiting.h"

#include <fstream>
#include <iterator>
#include <random>

namespace fs = std::filesystem;

namespace harness {

TempFolder::TempFolder()
{
    std::random_device random;
    do
        path_ = fs::temp_directory_path() / ("obs-astro-" + std::to_string(random()));
    while (!make_private_folder(path_));
}

TempFolder::~TempFolder()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string read_file(const fs::path &file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_file(const fs::path &file, std::string_view content)
{
    fs::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    out << content;
    out.close();
    if (!out)
        throw Error("cannot write " + file.u8string());
}

} // namespace harness
