// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/rule_file.h"
#include "studio/actions/undo_ledger.h"

#include <obs.hpp>

#include <filesystem>
#include <string>
#include <vector>

/// What we keep in a scene collection (its `modules`, member `obs-astro`): the rules, and besides them what is still to
/// be put back, so that a source that is shown for six seconds is not left shown for ever by a crash or an exit.
namespace astro::studio {

struct CollectionData {
    rules::ReadRules rules;
    std::vector<PutBack> left_over;
    /// Ours as OBS has it, where something failed while it was read: to be saved in the place of the rules, which are
    /// none then, lest the streamer's are lost. Null as a rule.
    OBSDataAutoRelease unread;
};

/// Where OBS keeps a scene collection.
struct CollectionPlace {
    std::string collection;       ///< its name
    std::filesystem::path folder; ///< all collections'
    std::filesystem::path file;   ///< in there; "": OBS does not say
};
CollectionPlace current_collection(const std::filesystem::path &folder);

/// @param modules OBS's `modules` object; may be null.
/// @param place lists that were written by hand are read from the file itself (see plain_lists.h).
CollectionData read_collection(obs_data_t *modules, const CollectionPlace &place);
/// The rules as they are saved. OBS saves after every alert that switches a scene: to be kept while they stay the same.
OBSDataAutoRelease written(const rules::RuleSet &rules);
/// @param rules what written() made; it has what is pending from now on.
void write_collection(obs_data_t *modules, obs_data_t *rules, const std::vector<PutBack> &pending);

} // namespace astro::studio
