// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/put_aside.h"

#include "settings/atomic_file.h"
#include "settings/private_file.h"
#include "support/system.h"
#include "support/system_error.h"

#include <system_error>

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

constexpr int most_damaged_files = 1000;

fs::path damaged_name(const fs::path &file, int number)
{
    fs::path name = file;
    name.replace_filename(file.stem());
    name += ".damaged-" + std::to_string(number);
    name += file.extension();
    return name;
}

} // namespace

PutAside put_aside(const fs::path &file)
{
    std::string error;
    const fs::path target = follow_links(file, error);
    if (error.empty() && system::type_of(target) != fs::file_type::regular)
        error = "not a regular file";
    for (int number = 1; error.empty() && number <= most_damaged_files; ++number) {
        const fs::path kept = damaged_name(target, number);
        if (system::type_of(kept) != fs::file_type::not_found)
            continue;
        make_private(target);
        const std::error_code failure = replace(target, kept);
        if (!failure)
            return {target, kept, {}};
        error = told(failure);
    }
    return {{}, {}, error.empty() ? "too many damaged files" : error};
}

} // namespace astro::settings
