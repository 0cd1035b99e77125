// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "studio/plugin_test.h"

namespace studio_test {

inline Json::Value act(const std::string &type, std::initializer_list<std::pair<std::string, Json::Value>> members = {})
{
    Json::Value made = object(members);
    made["type"] = type;
    return made;
}

/// A rule that nothing sets off by itself.
inline Json::Value on_call(const std::string &name, std::initializer_list<Json::Value> actions,
                           const std::string &queue = "")
{
    return rule(name, "superchat", actions, queue);
}

/// For do_something_else().
inline Json::Value something_else()
{
    return on_call("something else", {action("set_text", "", "Label", "after")});
}

/// Rules that are fired by their names, by obs-websocket.
class OnCallTest : public PluginTest {
protected:
    Json::Value vendor(const std::string &type, const Json::Value &data)
    {
        return ask().call(
            "CallVendorRequest",
            object({{"vendorName", "obs-astro"}, {"requestType", type}, {"requestData", data}}))["responseData"];
    }

    void fire(const std::string &name, const Json::Value &event = {})
    {
        Json::Value data = object({{"rule", name}});
        if (!event.isNull())
            data["event"] = event;
        EXPECT_FALSE(vendor("FireRule", data).isMember("error")) << name;
    }

    /// Whatever was fired before is done when this returns.
    void do_something_else()
    {
        ask().set_text("Label", "before");
        fire("something else");
        EXPECT_TRUE(text_becomes("Label", "after"));
        ask().wait_for_frames(5); // what has a turn of its own comes a frame later
    }

    /// So often it is in the log by now.
    std::size_t told(const std::string &words) const
    {
        const std::string log = obs_->log();
        std::size_t count = 0;
        for (auto at = log.find(words); at != std::string::npos; at = log.find(words, at + 1))
            ++count;
        return count;
    }

    /// The rule can't do something, which is told when it is fired, and not again when it is fired again.
    void expect_told_once(const std::string &rule, const std::string &words)
    {
        const std::string line = "rule “" + rule + "”: " + words;
        const std::size_t before = told(line); // when the rules were looked at, at OBS's start
        fire(rule);
        EXPECT_TRUE(wait_until([&] { return told(line) == before + 1; }, soon)) << line;
        fire(rule);
        do_something_else();
        EXPECT_EQ(told(line), before + 1) << line;
    }
};

} // namespace studio_test
