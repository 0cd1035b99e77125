// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"
#include "pipeline/pipeline.h"
#include "studio/texts.h"
#include "support/instant.h"

#include <string>
#include <vector>

namespace astro::studio {

enum class Tone { normal, warning, error };

/// A session's status in a streamer's words. Plain text, not escaped.
struct StatusText {
    std::string line;  ///< how it stands, and what to do where that is the user's
    std::string brief; ///< the same in a few words, for the dialog's title
    std::vector<std::string> details;
    Tone tone = Tone::normal;
    bool fine = false;      ///< nothing to be done about it
    bool can_retry = false; ///< "Try again now" is worth offering
};

/// @param account whose status; one that has none yet is about to be connected.
StatusText status_text(const std::vector<gateway::Status> &statuses, const std::string &account, const Instant &now,
                       const Texts &text);

/// "Somebody follows, at 21:04: Ada", or "" before the first event.
std::string latest_text(const Pipeline::Summary &summary, const Texts &text);

/// What came, what became of it and what was left out and why; nothing before the first notification.
std::vector<std::string> counts_text(const std::vector<gateway::Status> &statuses, const Pipeline::Summary &summary,
                                     const Texts &text);

} // namespace astro::studio
