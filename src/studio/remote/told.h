// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/status.h"
#include "pipeline/pipeline.h"
#include "studio/controls.h"
#include "studio/texts.h"

#include <json/value.h>

#include <string>
#include <string_view>
#include <vector>

/// What remote control and scripts are told, as JSON. Never a token in it. Lists hold objects: OBS's own data, by which
/// all of it travels, knows no lists of texts.
namespace astro::studio::remote {

std::string_view word_of(gateway::State state);
Json::Value tell_account(const std::vector<gateway::Status> &all, const gateway::Status &status, const Instant &now,
                         const Texts &texts);
/// Also of one of which nothing was heard yet.
Json::Value tell_account(const std::vector<gateway::Status> &all, const AccountName &account, const Instant &now,
                         const Texts &texts);
Json::Value tell_decisions(const rules::Decisions &decisions, const events::Event &event, const Texts &texts);
/// As in GetHistory.
Json::Value tell_event(const HistoryEntry &entry, const Texts &texts);

} // namespace astro::studio::remote
