// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"
#include "studio/actions/target.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// Remembers what to put back when actions with a `for_ms` end. Several may hold the same target at once, and one may
/// hold several: the latest is what is seen, and what stood there before the first comes back when the last one ends.
/// Whatever somebody else changed in between is theirs. Plain data, nothing of OBS; used on the UI thread.
class UndoLedger {
public:
    /// Whether two values of a target are the same to a streamer's eye or ear.
    using Same = std::function<bool(const Target &, const std::string &, const std::string &)>;

    explicit UndoLedger(Same same = {});

    /// Action `id` sets `target`, which stands at `current`, to `value` until release(id).
    void hold(rules::ActionId id, const Target &target, const std::string &current, const std::string &value);
    /// An action sets `target` for good: nothing is put back there any more.
    void keep(const Target &target);
    /// The action's time is over. @return what there is to put back by now, the last changed first.
    std::vector<PutBack> release(rules::ActionId id);
    /// What the action holds, while its time lasts.
    std::vector<Target> targets_of(rules::ActionId id) const;
    /// What is to be put back if everything ended now; nothing is forgotten.
    std::vector<PutBack> pending() const;
    void clear() { entries_.clear(); }

    /// What of a target besides its scene and source is a name.
    struct Named {
        bool value = false; ///< its values are those of scenes or sources
        bool part = false;  ///< its part is a filter's on its source
    };
    void rename(const rules::Rename &rename, const std::function<Named(const Target &)> &named_by);

private:
    struct Hold {
        rules::ActionId id;
        std::string value;
    };
    struct Entry {
        Target target;
        std::string original;
        std::vector<Hold> holds; ///< never empty; the last one is what is seen
    };

    Same same_;
    std::vector<Entry> entries_;
};

} // namespace astro::studio
