// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on the filters of sources and scenes.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"

namespace astro::studio {
namespace {

constexpr const char *on = "1";
constexpr const char *off = "0";

std::optional<std::string> read_enabled(const Tools &, const Target &target)
{
    if (const OBSSourceAutoRelease filter = lookup::filter(target.source, target.part))
        return obs_source_enabled(filter) ? on : off;
    return std::nullopt;
}

bool write_enabled(const Tools &, const Target &target, const std::string &value)
{
    const OBSSourceAutoRelease filter = lookup::filter(target.source, target.part);
    if (!filter)
        return false;
    obs_source_set_enabled(filter, value == on);
    for (const OBSSourceAutoRelease &copy : lookup::filters_on_air(target.source, target.part))
        obs_source_set_enabled(copy, value == on);
    return true;
}

Target filter_of(const Doing &doing)
{
    return {"filter_enabled", {}, doing.text("source"), doing.text("filter")};
}

std::optional<Problem> set_enabled(Doing &doing, const std::string &value)
{
    const Target filter = filter_of(doing);
    if (doing.change(filter, value))
        return std::nullopt;
    return Problem{"Problem.NoFilter", {filter.part, filter.source}};
}

std::optional<Problem> enable(Doing &doing)
{
    return set_enabled(doing, on);
}

std::optional<Problem> disable(Doing &doing)
{
    return set_enabled(doing, off);
}

std::optional<Problem> toggle(Doing &doing)
{
    return set_enabled(doing, doing.read(filter_of(doing)) == on ? off : on);
}

} // namespace

const ActionFamily &filter_actions()
{
    static const TargetKind enabled = [] {
        TargetKind kind{"filter_enabled", read_enabled, write_enabled};
        kind.named.part = true;
        return kind;
    }();
    static const ActionFamily family{
        {{"enable_filter", enable}, {"disable_filter", disable}, {"toggle_filter", toggle}}, {enabled}};
    return family;
}

} // namespace astro::studio
