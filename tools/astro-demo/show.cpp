// SPDX-License-Identifier: GPL-2.0-or-later
#include "show.h"

#include <cstdio>

namespace demo {

namespace {

using harness::Clock;
using harness::milliseconds;
using harness::ObsWebSocket;

std::string quoted(const std::string &text)
{
    return "\"" + text + "\"";
}

void print_line(Clock::time_point begin, const std::string &text)
{
    const auto passed = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    std::printf("  %6lld ms  %s\n", static_cast<long long>(passed.count()), text.c_str());
}

} // namespace

Effect scene_is(const std::string &scene)
{
    return {"scene is " + quoted(scene), [scene](ObsWebSocket &obs) { return obs.program_scene() == scene; }};
}

Effect shown(const std::string &scene, const std::string &source, bool visible)
{
    return {quoted(source) + (visible ? " shows in " : " is hidden in ") + quoted(scene),
            [=](ObsWebSocket &obs) { return obs.item_visible(scene, source) == visible; }};
}

Effect text_is(const std::string &source, const std::string &text)
{
    return {"text " + quoted(source) + " says " + quoted(text),
            [=](ObsWebSocket &obs) { return obs.text(source) == text; }};
}

std::vector<Act> acts()
{
    return {
        {"a follow",
         "follow Ada",
         {scene_is("New follower"), shown("New follower", "Confetti"), text_is("Latest follower", "Ada")},
         {scene_is("Main"), shown("New follower", "Confetti", false)},
         "2-follow"},
        {"a tip of 5 EUR",
         "tip Grace 5 EUR \"for the birds\"",
         {scene_is("Tip"), text_is("Latest tip", "Grace: 5 EUR")},
         {scene_is("Main")},
         "3-tip"},
        {"a community gift of 5",
         "community_gift Linus 5",
         {text_is("Gift", "Linus gave 5!"), shown("Main", "Confetti")},
         {text_is("Gift", "none right now"), shown("Main", "Confetti", false)},
         "4-gift"},
        {"a raid of 42",
         "raid Hedy 42",
         {scene_is("Raid"), text_is("Raiders", "Hedy brings 42")},
         {scene_is("Main")},
         "5-raid"},
    };
}

bool watch(ObsWebSocket &obs, const std::vector<Effect> &effects, Clock::time_point begin, milliseconds not_before,
           milliseconds timeout, const std::string &prefix)
{
    bool well = true;
    std::vector<Effect> missing = effects;
    const auto all_seen = [&] {
        for (auto effect = missing.begin(); effect != missing.end();) {
            if (!effect->seen(obs)) {
                ++effect;
                continue;
            }
            const bool early = Clock::now() - begin < not_before;
            print_line(begin, prefix + effect->told + (early ? "  FAILED: too early" : ""));
            well = well && !early;
            effect = missing.erase(effect);
        }
        return missing.empty();
    };
    harness::wait_until(all_seen, timeout, milliseconds(2));
    for (const Effect &effect : missing)
        print_line(begin, "FAILED: never seen: " + prefix + effect.told);
    return well && missing.empty();
}

} // namespace demo
