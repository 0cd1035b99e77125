// SPDX-License-Identifier: GPL-2.0-or-later
#include "demo_collection.h"

#include "studio/harness/obs_websocket.h"

#include <array>
#include <random>

namespace demo {

namespace {

using harness::object;
using harness::Placement;
using harness::SceneCollection;
using harness::TextStyle;

constexpr int width = 1280;
constexpr int height = 720;

constexpr std::uint32_t white = 0xffffff;
constexpr std::uint32_t pale = 0xa9b4d0;
constexpr std::uint32_t night = 0x141a2e;
constexpr std::uint32_t panel = 0x232c4b;

void add_confetti(SceneCollection &collection)
{
    struct Color {
        const char *name;
        std::uint32_t rgb;
    };
    constexpr std::array<Color, 5> colors{{{"Confetti red", 0xff5c6c},
                                           {"Confetti yellow", 0xffd23f},
                                           {"Confetti green", 0x3ddc97},
                                           {"Confetti blue", 0x4cc9f0},
                                           {"Confetti violet", 0xb388ff}}};
    for (const Color &color : colors)
        collection.color(color.name, color.rgb, 26, 12);

    // The same shower every time: the generator's sequence is fixed by the standard.
    std::minstd_rand random(5);
    const auto up_to = [&](int end) { return static_cast<double>(random() % static_cast<unsigned>(end)); };
    std::vector<SceneCollection::Member> pieces;
    for (std::size_t i = 0; i < 90; ++i) {
        Placement place;
        place.x = up_to(width - 40);
        place.y = up_to(height - 40);
        place.rotation = up_to(360);
        place.centered = true;
        pieces.push_back({colors[i % colors.size()].name, place});
    }
    collection.group("Confetti", width, height, pieces);
}

void add_main(SceneCollection &collection)
{
    const TextStyle label{26, pale, "DejaVu Sans", true};
    const TextStyle value{36, white, "DejaVu Sans", true};
    collection.scene("Main");
    collection.color("Night", night).color("Game", 0x2f6f8f, 800, 450).color("Board", panel, 360, 450);
    collection.color("Ribbon", 0x6c4de6, width, 90);
    collection.text("Playing", "your game here", {54, 0xd6ecf5});
    collection.text("Title", "Building a birdhouse, live", {44, white, "DejaVu Sans", true});
    collection.text("Follower label", "LATEST FOLLOWER", label).text("Latest follower", "nobody yet", value);
    collection.text("Tip label", "LATEST TIP", label).text("Latest tip", "nothing yet", value);
    collection.text("Gift label", "GIFT", label).text("Gift", "none right now", value);

    collection.place("Main", "Night").place("Main", "Game", {40, 60});
    collection.place("Main", "Playing", {440, 285, true, 0, 1, true});
    collection.place("Main", "Confetti", {0, 0, false});
    collection.place("Main", "Board", {880, 60});
    collection.place("Main", "Ribbon", {0, 570}).place("Main", "Title", {40, 588});
    double y = 90;
    for (const auto &[title, text] :
         {std::pair("Follower label", "Latest follower"), {"Tip label", "Latest tip"}, {"Gift label", "Gift"}}) {
        collection.place("Main", title, {906, y}).place("Main", text, {906, y + 34});
        y += 140;
    }
}

/// A scene of one color with a headline and, below it, what a rule fills in; behind both, perhaps, a hidden source.
void add_alert(SceneCollection &collection, const std::string &scene, std::uint32_t rgb, const std::string &headline,
               const std::string &source, const std::string &behind = "")
{
    collection.scene(scene);
    collection.color(scene + " backdrop", rgb).text(scene + " headline", headline, {120, white, "DejaVu Sans", true});
    collection.place(scene, scene + " backdrop");
    if (!behind.empty())
        collection.place(scene, behind, {0, 0, false});
    collection.place(scene, scene + " headline", {width / 2.0, 270, true, 0, 1, true});
    collection.place(scene, source, {width / 2.0, 440, true, 0, 2, true});
}

Json::Value action(const std::string &type, std::initializer_list<std::pair<std::string, Json::Value>> members,
                   std::chrono::milliseconds for_ms)
{
    Json::Value action = object(members);
    action["type"] = type;
    if (for_ms.count() > 0)
        action["for_ms"] = Json::Int64(for_ms.count());
    return action;
}

Json::Value rule(const std::string &name, const std::string &event, std::initializer_list<Json::Value> actions)
{
    Json::Value rule = object({{"name", name}, {"enabled", true}, {"event", event}, {"queue", "alerts"}});
    for (const Json::Value &each : actions)
        rule["actions"].append(each);
    return rule;
}

Json::Value rules()
{
    constexpr std::chrono::milliseconds for_good{0};
    const auto switch_scene = [](const char *scene) { return action("switch_scene", {{"scene", scene}}, hold); };
    const auto show = [](const char *scene, const char *source) {
        return action("show_source", {{"scene", scene}, {"source", source}}, hold);
    };
    const auto set_text = [](const char *source, const char *text, std::chrono::milliseconds for_ms) {
        return action("set_text", {{"source", source}, {"text", text}}, for_ms);
    };

    Json::Value list(Json::arrayValue);
    list.append(rule("New follower", "follow",
                     {set_text("Latest follower", "{user}", for_good), show("New follower", "Confetti"),
                      switch_scene("New follower")}));
    list.append(
        rule("Tip", "tip", {set_text("Latest tip", "{user}: {amount} {currency}", for_good), switch_scene("Tip")}));
    list.append(rule("Community gift", "community_gift",
                     {set_text("Gift", "{user} gave {amount}!", hold), show("Main", "Confetti")}));
    list.append(rule("Raid", "raid", {set_text("Raiders", "{user} brings {amount}", for_good), switch_scene("Raid")}));
    return object({{"version", 1}, {"rules", list}});
}

} // namespace

SceneCollection collection()
{
    SceneCollection collection("Birdhouse");
    add_confetti(collection);
    add_main(collection);
    collection.text("Raiders", "", {48, white, "DejaVu Sans", true});
    add_alert(collection, "New follower", 0x5b2a86, "Welcome!", "Latest follower", "Confetti");
    add_alert(collection, "Tip", 0x1e6f50, "Thank you!", "Latest tip");
    add_alert(collection, "Raid", 0xa32638, "Raid!", "Raiders");
    collection.start_with("Main").transition("Fade", 200);
    collection.module("obs-astro", rules());
    return collection;
}

} // namespace demo
