// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/controls.h"
#include "studio/renamed_rules.h"

#include <obs.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace astro::studio {

/// Our hotkeys in OBS's own settings: pause, resume, skip, clear, replay the last event, and one a rule. Their keys are
/// kept where OBS keeps those of its own: in the profile, under the hotkey's name. UI thread.
class Hotkeys {
public:
    /// @param controls outlives this.
    explicit Hotkeys(const Controls &controls);
    ~Hotkeys();
    Hotkeys(const Hotkeys &) = delete;
    Hotkeys &operator=(const Hotkeys &) = delete;

    void begin();
    /// For good.
    void end();
    /// One hotkey a rule, by its name.
    void set_rules(const rules::RuleSet &rules);
    /// Before set_rules() is told: these have the keys of their old names, too.
    void rename(const std::vector<RenamedRule> &renamed);
    /// Another profile may have other keys.
    void profile_changed();

private:
    struct Hotkey;
    static void pressed(void *hotkey, obs_hotkey_id, obs_hotkey_t *, bool down); // OBS's hotkey thread

    void add(const std::string &name, const std::string &description, std::function<void(const Controls &)> press);
    void add_rule(const std::string &rule);
    bool drop(const std::string &name);

    const Controls &controls_;
    std::map<std::string, std::unique_ptr<Hotkey>> hotkeys_; ///< by their names in OBS
    std::vector<std::string> rules_;                         ///< those that there are hotkeys of
    bool begun_ = false;
};

} // namespace astro::studio
