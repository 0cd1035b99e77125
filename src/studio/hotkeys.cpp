// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/hotkeys.h"

#include "studio/guarded.h"
#include "studio/hotkey_names.h"
#include "studio/locale.h"

#include <obs-frontend-api.h>
#include <util/config-file.h>
#include <util/dstr.h>

#include <algorithm>
#include <utility>

namespace astro::studio {

struct Hotkeys::Hotkey {
    Hotkeys *owner;
    obs_hotkey_id id = OBS_INVALID_HOTKEY_ID;
    std::function<void(const Controls &)> press;
};

namespace {

constexpr const char *section = "Hotkeys"; // where OBS writes the keys that are set

/// The profile's file has a line a name: what would end a name or begin something else there is written as %XX.
std::string safe(const std::string &name)
{
    static const std::string odd = "=[]%#;\"\\";
    std::string written;
    for (const char c : name) {
        if (static_cast<unsigned char>(c) >= 0x20 && odd.find(c) == std::string::npos) {
            written += c;
            continue;
        }
        static const std::string digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        written += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    }
    return written;
}

std::string hotkey_of(const std::string &rule)
{
    return std::string(fire_hotkey) + safe(rule);
}

std::string description_of(const std::string &rule)
{
    return text("Hotkey.Fire", {rule});
}

std::string saved_keys(const std::string &name)
{
    const char *saved = config_get_string(obs_frontend_get_profile_config(), section, name.c_str());
    return saved ? saved : "";
}

void load_keys(obs_hotkey_id id, const std::string &name)
{
    const std::string saved = saved_keys(name);
    const OBSDataAutoRelease data = saved.empty() ? nullptr : obs_data_create_from_json(saved.c_str());
    const OBSDataArrayAutoRelease keys = data ? obs_data_get_array(data, "bindings") : nullptr;
    if (keys)
        obs_hotkey_load(id, keys);
    else
        obs_hotkey_load_bindings(id, nullptr, 0);
}

/// The old name's keys stay: in another scene collection, as in a copy of this one, a rule may go by it still, and
/// that it has lost its key would be noticed when it is pressed live. So a rule that gets the old name later has the
/// key, too, as it has that of a deleted one; OBS's settings show what each key does.
void save_keys(const std::string &from, const std::string &to, const std::string &keys)
{
    config_t *const profile = obs_frontend_get_profile_config();
    if (astrcmpi(from.c_str(), to.c_str()) == 0)
        config_remove_value(profile, section, from.c_str()); // OBS 29 takes them for the same name
    config_set_string(profile, section, to.c_str(), keys.c_str());
}

} // namespace

Hotkeys::Hotkeys(const Controls &controls) : controls_(controls) {}

Hotkeys::~Hotkeys()
{
    end();
}

void Hotkeys::begin()
{
    begun_ = true;
    add("obs_astro.pause", text("Hotkey.Pause"), [](const Controls &to) { to.pipeline.pause("", nullptr); });
    add("obs_astro.resume", text("Hotkey.Resume"), [](const Controls &to) { to.pipeline.resume("", nullptr); });
    add("obs_astro.skip", text("Hotkey.Skip"), [](const Controls &to) { to.pipeline.skip("", nullptr); });
    add("obs_astro.clear", text("Hotkey.Clear"), [](const Controls &to) { to.pipeline.clear("", nullptr); });
    add(std::string(replay_hotkey), text("Hotkey.ReplayLast"),
        [](const Controls &to) { to.pipeline.replay_last([](bool) {}); });
}

void Hotkeys::end()
{
    for (const auto &[name, hotkey] : std::exchange(hotkeys_, {}))
        obs_hotkey_unregister(hotkey->id);
    begun_ = false;
}

void Hotkeys::set_rules(const rules::RuleSet &rules)
{
    if (!begun_)
        return;
    for (const std::string &before : std::exchange(rules_, {})) {
        if (!find_rule(rules, before))
            drop(hotkey_of(before));
    }
    for (const rules::Rule &rule : rules.rules) {
        if (!rule.unreadable.isNull())
            continue;
        rules_.push_back(rule.name);
        if (hotkeys_.count(hotkey_of(rule.name)) == 0)
            add_rule(rule.name);
    }
}

/// OBS writes what is set in its settings; what a rename changes is ours to write.
void Hotkeys::rename(const std::vector<RenamedRule> &renamed)
{
    struct Moved {
        std::string from, to, keys;
    };
    std::vector<Moved> all; // read before any is written: two may have each other's name by now
    for (const auto &[from, to] : renamed) {
        if (hotkeys_.count(hotkey_of(from)) != 0)
            all.push_back({hotkey_of(from), hotkey_of(to), saved_keys(hotkey_of(from))});
    }
    for (const Moved &one : all)
        drop(one.from);
    for (const Moved &one : all) {
        const bool was_others = drop(one.to) || std::any_of(all.begin(), all.end(),
                                                            [&](const Moved &other) { return other.from == one.to; });
        if (!one.keys.empty() || was_others)
            save_keys(one.from, one.to, one.keys);
    }
    if (!all.empty())
        config_save_safe(obs_frontend_get_profile_config(), "tmp", nullptr);
}

void Hotkeys::profile_changed()
{
    for (const auto &[name, hotkey] : hotkeys_)
        load_keys(hotkey->id, name);
}

void Hotkeys::add(const std::string &name, const std::string &description, std::function<void(const Controls &)> press)
{
    auto hotkey = std::make_unique<Hotkey>();
    hotkey->owner = this;
    hotkey->press = std::move(press);
    hotkey->id = obs_hotkey_register_frontend(name.c_str(), description.c_str(), pressed, hotkey.get());
    load_keys(hotkey->id, name);
    hotkeys_[name] = std::move(hotkey);
}

void Hotkeys::add_rule(const std::string &rule)
{
    add(hotkey_of(rule), description_of(rule),
        [rule](const Controls &to) { to.pipeline.fire(rule, std::nullopt, [](bool) {}); });
}

/// @return whether it was there.
bool Hotkeys::drop(const std::string &name)
{
    const auto known = hotkeys_.find(name);
    if (known == hotkeys_.end())
        return false;
    obs_hotkey_unregister(known->second->id);
    hotkeys_.erase(known);
    return true;
}

void Hotkeys::pressed(void *param, obs_hotkey_id, obs_hotkey_t *, bool down)
{
    if (!down)
        return;
    const auto &hotkey = *static_cast<const Hotkey *>(param);
    // The pipeline takes it from any thread.
    guarded("a hotkey", [&] { hotkey.press(hotkey.owner->controls_); });
}

} // namespace astro::studio
