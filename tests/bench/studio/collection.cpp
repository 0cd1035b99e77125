// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/collection.h"

#include "studio/harness/obs_websocket.h"

namespace bench {

namespace {

using harness::object;

Json::Value rule(const std::string &event, const Json::Value &action)
{
    Json::Value made = object({{"name", event}, {"enabled", true}, {"event", event}, {"queue", ""}});
    made["actions"].append(action);
    return made;
}

Json::Value plugin_rules()
{
    const auto item = [](const char *type) {
        return object({{"type", type}, {"scene", "Main"}, {"source", "Confetti"}});
    };
    Json::Value rules = object({{"version", 1}});
    rules["rules"].append(rule("follow", item("show_source")));
    rules["rules"].append(rule("cheer", item("toggle_source")));
    rules["rules"].append(rule("tip", object({{"type", "switch_scene"}, {"scene", "Alert"}})));
    return rules;
}

/// A macro of Advanced Scene Switcher 1.20 that waits for this message.
Json::Value macro(const std::string &message, Json::Value action)
{
    Json::Value condition = object({{"id", "websocket"}, {"logic", 0}, {"type", 0}, {"message", message}});
    Json::Value made = object({{"name", message}, {"onChange", false}, {"pause", false}});
    made["conditions"].append(std::move(condition));
    made["actions"].append(std::move(action));
    return made;
}

/// Scenes and items by the names of their members in 1.20 and, where it is another, in the versions after it.
Json::Value switcher_visibility(int what)
{
    Json::Value action =
        object({{"id", "scene_visibility"}, {"scene", "Main"}, {"sceneItem", "Confetti"}, {"action", what}});
    action["sceneSelection"] = object({{"type", 0}, {"name", "Main"}});
    action["sceneItemSelection"] = object({{"type", 0}, {"idxType", 0}, {"idx", 0}, {"item", "Confetti"}});
    action["sourceType"] = 0;
    return action;
}

Json::Value switcher_scene()
{
    Json::Value action = object({{"id", "scene_switch"}, {"scene", "Alert"}, {"type", 0}});
    action["sceneSelection"] = object({{"type", 0}, {"name", "Alert"}});
    action["blockUntilTransitionDone"] = false;
    return action;
}

/// Without "version": told of another one than it is, it opens a box that waits for an answer.
Json::Value switcher_settings(int interval)
{
    constexpr int show = 0, toggle = 2;
    Json::Value settings = object({{"active", true}, {"interval", interval}, {"startup_behavior", 0}});
    settings["disableHints"] = true;
    settings["macros"].append(macro("show", switcher_visibility(show)));
    settings["macros"].append(macro("toggle", switcher_visibility(toggle)));
    settings["macros"].append(macro("switch", switcher_scene()));
    return settings;
}

} // namespace

harness::SceneCollection collection(const Contender &contender)
{
    harness::SceneCollection made("Bench");
    made.scene("Main").scene("Alert");
    made.color("Background", 0x203040).color("Confetti", 0xffcc00, 200, 100).color("Red", 0xa03030);
    made.place("Main", "Background").place("Main", "Confetti", {100, 100, false}).place("Alert", "Red");
    made.start_with("Main");
    if (contender.plugin)
        made.module("obs-astro", plugin_rules());
    if (contender.switcher_interval > 0)
        made.module("advanced-scene-switcher", switcher_settings(contender.switcher_interval));
    return made;
}

} // namespace bench
