// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on scene items: a source in a scene, or in a group of it.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"

#include <utility>

namespace astro::studio {
namespace {

constexpr const char *shown = "1";
constexpr const char *hidden = "0";

lookup::Place place_of(const Target &target)
{
    return {target.scene, target.source, target.part};
}

std::optional<std::string> read_visible(const Tools &, const Target &target)
{
    if (const OBSSceneItem item = lookup::item(place_of(target)))
        return obs_sceneitem_visible(item) ? shown : hidden;
    return std::nullopt;
}

bool write_visible(const Tools &, const Target &target, const std::string &value)
{
    const lookup::Place place = place_of(target);
    const OBSSceneItem item = lookup::item(place);
    if (!item)
        return false;
    const bool visible = value == shown;
    const auto copies = lookup::items_on_air(place);
    obs_sceneitem_set_visible(item, visible);
    for (const OBSSceneItem &copy : copies)
        obs_sceneitem_set_visible(copy, visible);
    return true;
}

/// Media begin anew when they are shown, if OBS has noticed that they were hidden. What is hidden is to be seen at no
/// frame.
bool needs_frame_before(const std::string &value)
{
    return value == shown;
}

/// By where the items really are, so that two actions that name one in different ways mean the same target.
std::vector<Target> items_of(const Doing &doing)
{
    const std::string source = doing.text("source");
    std::vector<lookup::Place> places;
    if (doing.action().flag("everywhere"))
        places = lookup::places(source);
    else if (auto place = lookup::place(doing.text("scene"), source))
        places.push_back(std::move(*place));
    std::vector<Target> targets;
    targets.reserve(places.size());
    for (lookup::Place &place : places)
        targets.push_back({"item_visible", std::move(place.holder), std::move(place.source), std::move(place.id)});
    return targets;
}

/// @param next what an item is to be that is `now`.
template <class Next>
std::optional<Problem> change_items(Doing &doing, Next next)
{
    bool changed = false;
    for (const Target &item : items_of(doing)) {
        const auto now = doing.read(item);
        changed |= now && doing.change(item, next(*now));
    }
    if (changed)
        return std::nullopt;
    if (doing.action().flag("everywhere"))
        return Problem{"Problem.NowhereInScenes", {doing.text("source")}};
    return Problem{"Problem.NoItem", {doing.text("source"), doing.text("scene")}};
}

std::optional<Problem> show(Doing &doing)
{
    return change_items(doing, [](const std::string &) { return shown; });
}

std::optional<Problem> hide(Doing &doing)
{
    return change_items(doing, [](const std::string &) { return hidden; });
}

std::optional<Problem> toggle(Doing &doing)
{
    return change_items(doing, [](const std::string &now) { return now == shown ? hidden : shown; });
}

} // namespace

const ActionFamily &item_actions()
{
    static const TargetKind visible = [] {
        TargetKind kind{"item_visible", read_visible, write_visible};
        kind.needs_frame_before = needs_frame_before;
        return kind;
    }();
    static const ActionFamily family{{{"show_source", show}, {"hide_source", hide}, {"toggle_source", toggle}},
                                     {visible}};
    return family;
}

} // namespace astro::studio
