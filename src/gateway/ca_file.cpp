// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/ca_file.h"

#include "support/read_whole.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <vector>

namespace astro::gateway {
namespace {

constexpr std::size_t longest_file = 1024 * 1024;

AsideBudget readings{32};

struct Waiting {
    std::mutex lock;
    std::map<std::string, std::vector<std::weak_ptr<Aside<CaFile>>>> by_file; ///< of those that are being read
};

/// Never destroyed: a reading that was left behind may end after everything else.
Waiting &waiting()
{
    static Waiting &all = *new Waiting;
    return all;
}

CaFile read(const std::string &file)
{
    std::string why;
    CaFile pem = read_whole(std::filesystem::u8path(file), longest_file, why);
    return pem && pem->empty() ? std::nullopt : pem;
}

void tell(const std::string &file, const CaFile &what)
{
    std::vector<std::weak_ptr<Aside<CaFile>>> asked;
    {
        Waiting &all = waiting();
        const std::lock_guard hold(all.lock);
        asked = std::move(all.by_file[file]);
        all.by_file.erase(file);
    }
    for (const auto &one : asked) {
        if (const auto aside = one.lock())
            aside->finish(what);
    }
}

/// @return true when nobody reads that file yet.
bool join(const std::string &file, const std::shared_ptr<Aside<CaFile>> &aside)
{
    Waiting &all = waiting();
    const std::lock_guard hold(all.lock);
    const auto [entry, first] = all.by_file.try_emplace(file);
    auto &asked = entry->second;
    asked.erase(std::remove_if(asked.begin(), asked.end(), [](const auto &one) { return one.expired(); }), asked.end());
    asked.push_back(aside);
    return first;
}

} // namespace

std::shared_ptr<Aside<CaFile>> read_ca_file(const asio::any_io_executor &loop, const std::string &file,
                                            Aside<CaFile>::Done done)
{
    auto aside = std::make_shared<Aside<CaFile>>(loop, std::move(done));
    if (join(file, aside) &&
        !run_aside(readings, [file] { tell(file, Aside<CaFile>::result_of([&] { return read(file); })); }))
        tell(file, {});
    return aside;
}

} // namespace astro::gateway
