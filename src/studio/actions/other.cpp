// SPDX-License-Identifier: GPL-2.0-or-later
// Actions on OBS itself. What the rule engine and the writer of files do is not here.
#include "studio/actions/family.h"
#include "studio/actions/lookup.h"

#include <obs.h>

namespace astro::studio {
namespace {

std::optional<Problem> press_hotkey(Doing &doing)
{
    const std::string name = doing.text("hotkey");
    const obs_hotkey_id id = lookup::hotkey(name);
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
