// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"

#include <json/value.h>

#include <string>

/// What Lua and Python scripts, and other plugins, can hear and call: signals on OBS's own signal handler, procedures
/// on its proc handler.
namespace astro::studio::remote {

/// Once, from obs_module_load(): so that scripts find the signals when they are loaded. UI thread.
void declare_script_api();
/// From here on the procedures work. @param controls outlives close_script_api(). UI thread.
void open_script_api(const Controls &controls);
/// The procedures stay (OBS takes none back) and do nothing any more. UI thread.
void close_script_api();

// UI thread.
void signal_event(const Json::Value &event);
void signal_rule_fired(const std::string &rule, const std::string &user);

} // namespace astro::studio::remote
