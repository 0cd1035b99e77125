// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/action.h"
#include "support/object_reader.h"

#include <json/value.h>

namespace astro::rules {

/// Reads an action out of its members. What is no member of an action, or can't be read as one, is left in them.
Action read_action(json::ObjectReader &members);
/// An action has what its type can't do without and what 1.0 wrote always; whatever else it can have only where it is
/// not as it would be if it was missing.
Json::Value write_action(const Action &action);

/// Reads one member; when it can't be read it is left there, and reported, and counts as missing.
Json::Value read_field(json::ObjectReader &members, const ActionField &field);

} // namespace astro::rules
