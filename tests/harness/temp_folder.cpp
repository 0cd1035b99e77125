// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/temp_folder.h"

#include "harness/waiting.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace fs = std::filesystem;

namespace harness {

TempFolder::TempFolder()
{
    std::string name = (fs::temp_directory_path() / "obs-astro-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw Error("cannot make a temporary folder " + name);
    path_ = name;
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
        throw Error("cannot write " + file.string());
}

} // namespace harness
