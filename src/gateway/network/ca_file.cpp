// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/ca_file.h"

#include "support/read_whole.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <vector>

namespace astro::gateway {
namespace {

constexpr std::size_t longest_file = 1024 * 1024;

DetachedTaskLimit readings{32};

struct Waiting {
    std::mutex lock;
    std::map<std::string, std::vector<std::weak_ptr<DetachedTask<CaFile>>>> by_file; ///< of those that are being read
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
    std::vector<std::weak_ptr<DetachedTask<CaFile>>> asked;
    {
        Waiting &all = waiting();
        const std::lock_guard hold(all.lock);
        asked = std::move(all.by_file[file]);
        all.by_file.erase(file);
    }
    for (const auto &one : asked) {
        if (const auto task = one.lock())
            task->finish(what);
    }
}

/// @return true when nobody reads that file yet.
bool join(const std::string &file, const std::shared_ptr<DetachedTask<CaFile>> &task)
{
    Waiting &all = waiting();
    const std::lock_guard hold(all.lock);
    const auto [entry, first] = all.by_file.try_emplace(file);
    auto &asked = entry->second;
    asked.erase(std::remove_if(asked.begin(), asked.end(), [](const auto &one) { return one.expired(); }), asked.end());
    asked.push_back(task);
    return first;
}

} // namespace

std::shared_ptr<DetachedTask<CaFile>> read_ca_file(const asio::any_io_executor &loop, const std::string &file,
                                                   DetachedTask<CaFile>::Done done)
{
    auto task = std::make_shared<DetachedTask<CaFile>>(loop, std::move(done));
    if (join(file, task) &&
        !run_detached(readings, [file] { tell(file, DetachedTask<CaFile>::result_of([&] { return read(file); })); }))
        tell(file, {});
    return task;
}

} // namespace astro::gateway
