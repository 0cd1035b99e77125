// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as settings.json: read without a throw and without a loss, and written so that reading it again is the
// same.
#include "must.h"
#include "settings/atomic_file.h"
#include "settings/settings_file.h"
#include "support/read_whole.h"
#include "support/system.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>

using namespace astro;

namespace {

/// Of this process, and gone with it.
const std::filesystem::path &folder()
{
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("astro-fuzz-settings-" + std::to_string(system::process_id()));
    static const int told = std::atexit([] { std::filesystem::remove_all(folder()); });
    (void)told;
    return path;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count)
{
    std::filesystem::remove_all(folder());
    const auto file = folder() / "settings.json";
    const std::string_view content(reinterpret_cast<const char *>(bytes), count);
    fuzz::must(settings::write_atomically(file, content).empty(), "the folder takes files");

    const auto first = settings::read_settings(file);
    if (!std::filesystem::exists(file)) {
        std::string why;
        const auto kept = read_whole(folder() / "settings.damaged-1.json", count + 1, why);
        fuzz::must(kept && *kept == content, "a damaged file is kept whole");
        fuzz::must(!first.problems.empty(), "a damaged file is told of");
    }
    fuzz::must(settings::write_settings(file, first.settings).empty(), "what was read can be written");
    const auto second = settings::read_settings(file);
    fuzz::must(second.settings.plain_accounts() == first.settings.plain_accounts(), "accounts come back as they were");
    return 0;
}
