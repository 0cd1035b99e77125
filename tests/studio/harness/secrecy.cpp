// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/secrecy.h"

#include "harness/temp_folder.h"

#include <random>

namespace fs = std::filesystem;

namespace harness {

astro::Secret new_token()
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    std::random_device random;
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string token;
    for (int i = 0; i < 40; ++i)
        token += letters[pick(random)];
    return astro::Secret(std::move(token));
}

std::vector<fs::path> files_with(const astro::Secret &token, const fs::path &folder, const fs::path &allowed)
{
    std::vector<fs::path> found;
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder)) {
        const bool looked_at = entry.is_regular_file() && !entry.is_symlink() && entry.path() != allowed;
        if (looked_at && harness::read_file(entry.path()).find(token.reveal()) != std::string::npos)
            found.push_back(entry.path());
    }
    return found;
}

} // namespace harness
