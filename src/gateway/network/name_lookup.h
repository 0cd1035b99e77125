// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace astro::gateway {

/// Gives a host's addresses as text ("192.0.2.7", "2001:db8::7"), none when it is not found. May block for as long as
/// it likes: it is called on a thread of its own. Where it is empty, the system's resolver is asked; tests give others.
using NameLookup = std::function<std::vector<std::string>(const std::string &host)>;

} // namespace astro::gateway
