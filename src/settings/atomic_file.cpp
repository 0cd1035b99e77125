// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/atomic_file.h"

#include "settings/private_file.h"
#include "support/system.h"
#include "support/system_error.h"

#include <atomic>
#include <chrono>
#include <system_error>

namespace astro::settings {
namespace fs = std::filesystem;
namespace {

constexpr int most_links = 40;
constexpr int most_names = 10'000;
constexpr const char *temporary_mark = ".tmp-";
constexpr std::chrono::minutes leftover_age{10};

/// Beside the file, so that a rename can replace it; another process and another thread have other names.
fs::path temporary_for(const fs::path &file)
{
    static std::atomic<unsigned> next{0};
    fs::path temporary = file;
    temporary += temporary_mark + std::to_string(system::process_id()) + "-" + std::to_string(next++);
    return temporary;
}

/// Under a name that is free: a process of the same number may have died here before.
std::error_code write_temporary(const fs::path &file, std::string_view content, fs::path &temporary)
{
    std::error_code error;
    for (int tries = 0; tries < most_names; ++tries) {
        temporary = temporary_for(file);
        error = write_new_file(temporary, content);
        if (error != std::errc::file_exists)
            break;
    }
    return error;
}

} // namespace

fs::path follow_links(const fs::path &file, std::string &why)
{
    std::error_code error;
    fs::path target = system::of_any_length(file);
    for (int links = 0; fs::is_symlink(target, error); ++links) {
        const fs::path next = fs::read_symlink(target, error);
        if (links == most_links)
            error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
        if (error)
            break;
        target = target.parent_path() / next; // an absolute `next` replaces all of it
    }
    why = error && error != std::errc::no_such_file_or_directory && error != std::errc::not_a_directory ? told(error)
                                                                                                        : std::string();
    return target;
}

void remove_leftovers(const fs::path &file)
{
    std::string unreadable;
    const fs::path target = follow_links(file, unreadable);
    const auto prefix = target.filename().native() + fs::path(temporary_mark).native();
    std::error_code error;
    for (fs::directory_iterator entry(target.parent_path(), error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().filename().native().compare(0, prefix.size(), prefix) != 0)
            continue;
        std::error_code ignored;
        const auto age = fs::file_time_type::clock::now() - entry->last_write_time(ignored);
        if (!ignored && age > leftover_age)
            fs::remove(entry->path(), ignored);
    }
}

std::string write_atomically(const fs::path &file, std::string_view content)
{
    std::string error;
    const fs::path target = follow_links(file, error);
    if (!error.empty())
        return error;

    if (const auto no_folder = make_folders(target.parent_path()))
        return told(no_folder);

    fs::path temporary;
    if (const auto failure = write_temporary(target, content, temporary))
        return told(failure);
    if (const auto failure = replace(temporary, target)) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        return told(failure);
    }
    remove_leftovers(target);
    return {};
}

} // namespace astro::settings
