// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/actions/late_writes.h"

#include "studio/guarded.h"

#include <algorithm>
#include <utility>

namespace astro::studio {
namespace {

/// The first may have begun before.
constexpr int frames_until_noticed = 2;

} // namespace

LateWrites::LateWrites(const UiThread &ui, Write write)
    : write_(std::move(write)), frames_(ui, [this] { frame_passed(); })
{}

bool LateWrites::is_too_early_for(const Target &target) const
{
    return std::find(put_back_.begin(), put_back_.end(), target) != put_back_.end();
}

void LateWrites::add(const Target &target, const std::string &value)
{
    late_.push_back({target, value, frames_until_noticed});
    frames_.want(true);
}

std::optional<std::string> LateWrites::coming(const Target &target) const
{
    const auto found =
        std::find_if(late_.begin(), late_.end(), [&](const Late &late) { return late.target == target; });
    return found == late_.end() ? std::nullopt : std::optional(found->value);
}

void LateWrites::drop(const Target &target)
{
    late_.erase(std::remove_if(late_.begin(), late_.end(), [&](const Late &late) { return late.target == target; }),
                late_.end());
    frames_.want(!late_.empty());
}

void LateWrites::finish()
{
    frames_.want(false);
    write_all(std::exchange(late_, {}));
}

void LateWrites::renamed(const rules::Rename &rename)
{
    if (rename.of != rules::Rename::Of::source)
        return;
    for (Late &late : late_) {
        rename.follow(late.target.scene);
        rename.follow(late.target.source);
    }
}

void LateWrites::clear()
{
    put_back_.clear();
    late_.clear();
    frames_.want(false);
}

void LateWrites::end()
{
    clear();
    frames_.end();
}

void LateWrites::frame_passed()
{
    std::vector<Late> due;
    for (auto late = late_.begin(); late != late_.end();) {
        if (--late->frames > 0) {
            ++late;
            continue;
        }
        due.push_back(std::move(*late));
        late = late_.erase(late);
    }
    frames_.want(!late_.empty());
    write_all(due);
}

void LateWrites::write_all(const std::vector<Late> &due) const
{
    guarded_each("what comes frames later", due, [this](const Late &late) { write_(late.target, late.value); });
}

} // namespace astro::studio
