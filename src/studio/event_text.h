// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "rules/decision.h"
#include "studio/texts.h"

#include <chrono>
#include <string>

/// Events and what came of them, in a streamer's words. Plain text, not escaped.
namespace astro::studio {

/// "Tip: Ada, €5.00, “Great stream!”"
std::string event_summary(const events::Event &event, const Texts &texts);
/// "Condition 1: amount “3” is not at least 5."
std::string why_text(const rules::Decision &decision, const events::Event &event, const Texts &texts);
/// "21:04:59", local time
std::string time_of_day(std::chrono::system_clock::time_point when);

} // namespace astro::studio
