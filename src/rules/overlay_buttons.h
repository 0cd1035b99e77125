// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "support/json.h"

#include <array>
#include <string>
#include <string_view>

namespace astro::rules {

/// The buttons of StreamElements' overlay that drive queues.
enum class OverlayButton { none, pause, unpause, skip };

inline OverlayButton overlay_button_of(const events::Event &event)
{
    struct Row {
        std::string_view word;
        OverlayButton button;
    };
    static constexpr std::array<Row, 3> rows = {{
        {"pause", OverlayButton::pause},
        {"unpause", OverlayButton::unpause},
        {"skip", OverlayButton::skip},
    }};
    if (event.topic != "channel.overlay.action" || !event.frame)
        return OverlayButton::none;
    const Json::Value *data = json::at_path(*event.frame, "data");
    const std::string action = data ? json::string_member(*data, "action") : std::string();
    for (const Row &row : rows) {
        if (row.word == action)
            return row.button;
    }
    return OverlayButton::none;
}

} // namespace astro::rules
