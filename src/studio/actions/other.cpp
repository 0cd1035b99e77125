// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on OBS itself. What the rule engine and the writer of files do is not here.
#include "studio/actions/family.h"

#include <obs.h>

namespace astro::studio {
namespace {

/// The first of that name, as obs-websocket takes it: sources of a kind have hotkeys of one name.
/// @return OBS_INVALID_HOTKEY_ID when there is none.
obs_hotkey_id find_hotkey(const std::string &name)
{
    struct Search {
        const std::string &name;
        obs_hotkey_id found;
    } search{name, OBS_INVALID_HOTKEY_ID};
    const auto look = [](void *param, obs_hotkey_id id, obs_hotkey_t *hotkey) {
        auto &wanted = *static_cast<Search *>(param);
        if (wanted.name != obs_hotkey_get_name(hotkey))
            return true;
        wanted.found = id;
        return false;
    };
    obs_enum_hotkeys(look, &search);
    return search.found;
}

std::optional<Problem> press_hotkey(Doing &doing)
{
    const std::string name = doing.text("hotkey");
    const obs_hotkey_id id = find_hotkey(name);
    if (id == OBS_INVALID_HOTKEY_ID)
        return Problem{"Problem.NoHotkey", {name}};
    obs_hotkey_trigger_routed_callback(id, true);
    obs_hotkey_trigger_routed_callback(id, false);
    return std::nullopt;
}

} // namespace

const ActionFamily &other_actions()
{
    static const ActionFamily family{{{"press_hotkey", press_hotkey, When::own_turn}}, {}};
    return family;
}

} // namespace astro::studio
