// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "rules/engine.h"

#include <optional>
#include <string>
#include <vector>

namespace astro::studio {

/// One thing in OBS that an action can change. A value is a text: a scene's name, "1" or "0" for a scene item that is
/// shown or hidden, the text of a text source.
struct Target {
    enum class Kind { program_scene, item_visible, source_text };
    Kind kind = Kind::program_scene;
    std::string scene;  ///< of an item
    std::string source; ///< of an item or a text

    friend bool operator==(const Target &a, const Target &b)
    {
        return a.kind == b.kind && a.scene == b.scene && a.source == b.source;
    }
};

/// "Put `value` back, unless the target no longer stands at `expected`."
struct PutBack {
    Target target;
    std::string expected;
    std::string value;
};

/// Remembers what to put back when actions with a `for_ms` end. Several may hold the same target at once: the latest is
/// what is seen, and what stood there before the first comes back when the last one ends. Whatever somebody else
/// changed in between is theirs. Plain data, nothing of OBS; used on the UI thread.
class UndoLedger {
public:
    /// Action `id` sets `target`, which stands at `current`, to `value` until release(id).
    void hold(rules::ActionId id, const Target &target, const std::string &current, const std::string &value);
    /// An action sets `target` for good: nothing is put back there any more.
    void keep(const Target &target);
    /// The action's time is over. @return nothing when there is nothing to put back (yet).
    std::optional<PutBack> release(rules::ActionId id);
    /// What the action holds, while its time lasts.
    std::optional<Target> target_of(rules::ActionId id) const;
    /// What is to be put back if everything ended now; nothing is forgotten.
    std::vector<PutBack> pending() const;
    void clear() { entries_.clear(); }

    /// A scene or source was renamed.
    void rename(const std::string &from, const std::string &to);

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
    std::vector<Entry> entries_;
};

} // namespace astro::studio
