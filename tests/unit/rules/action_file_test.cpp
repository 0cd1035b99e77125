// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/action_file.h"
#include "rules/rule_check.h"
#include "rules/rule_file.h"
#include "support/json.h"
#include "unit/parsed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <iterator>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace astro::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// One field of each shape, as a row of action_types() has it.
const std::map<std::string, ActionField> fields = {
    {"text", optional("m", FieldKind::text)},
    {"list", optional("m", FieldKind::scenes)},
    {"number", number("m", -100, 26, " dB", -6)},
    {"time", time("m")},
    {"flag", flag("m")},
    {"object", optional("m", FieldKind::object)},
    {"choice", choice("m", {"program", "preview"})},
    {"amount", amount("m", 1)},
};

struct FieldCase {
    const char *field;
    const char *written;
    const char *read;
    enum { well, refused, out_of_range } how = well;
};

std::ostream &operator<<(std::ostream &out, const FieldCase &c)
{
    return out << c.field << ' ' << c.written;
}

class FieldShapes : public testing::TestWithParam<FieldCase> {};

TEST_P(FieldShapes, AreReadForgivinglyAndLoseNothing)
{
    const FieldCase &c = GetParam();
    const Json::Value document = parsed(R"({"m":)" + std::string(c.written) + "}");
    json::ObjectReader members(document);
    EXPECT_EQ(read_field(members, fields.at(c.field)), parsed(c.read));
    EXPECT_EQ(!members.unreadable().empty(), c.how == FieldCase::refused);
    EXPECT_EQ(!members.out_of_range().empty(), c.how == FieldCase::out_of_range);
    EXPECT_EQ(members.rest(), c.how == FieldCase::well ? Json::Value(Json::objectValue) : document);
}

INSTANTIATE_TEST_SUITE_P(
    All, FieldShapes,
    testing::Values(
        FieldCase{"text", R"("Ada {user}")", R"("Ada {user}")"}, FieldCase{"text", "5.50", R"("5.5")"},
        FieldCase{"text", "null", R"("")"}, FieldCase{"text", "[]", R"("")", FieldCase::refused},
        FieldCase{"list", R"(["A","B","A"])", R"(["A","B","A"])"}, FieldCase{"list", R"("A")", R"(["A"])"},
        FieldCase{"list", R"(["A",null,"",7])", R"(["A","7"])"}, FieldCase{"list", "null", "[]"},
        FieldCase{"list", R"(["A",{}])", "[]", FieldCase::refused},
        FieldCase{"list", R"({"a":"A"})", "[]", FieldCase::refused}, FieldCase{"number", "-10.5", "-10.5"},
        FieldCase{"number", "-10.0", "-10"}, FieldCase{"number", R"(" 2e1 ")", "20"}, FieldCase{"number", "null", "-6"},
        FieldCase{"number", "27", "-6", FieldCase::out_of_range},
        FieldCase{"number", "-1e300", "-6", FieldCase::out_of_range},
        FieldCase{"number", R"("loud")", "-6", FieldCase::refused},
        FieldCase{"number", "true", "-6", FieldCase::refused}, FieldCase{"time", "1500.9", "1500"},
        FieldCase{"time", "-1", "0", FieldCase::out_of_range}, FieldCase{"time", "2073600000", "2073600000"},
        FieldCase{"time", "2073600001", "0", FieldCase::out_of_range}, FieldCase{"time", "[]", "0", FieldCase::refused},
        FieldCase{"flag", "true", "true"}, FieldCase{"flag", R"("true")", "true"}, FieldCase{"flag", "0", "false"},
        FieldCase{"flag", R"("yes")", "false", FieldCase::refused},
        FieldCase{"object", R"({"a":[1,"b"]})", R"({"a":[1,"b"]})"},
        FieldCase{"object", R"("{\"a\": 1}")", R"({"a":1})"}, FieldCase{"object", R"("{a")", R"("{a")"},
        FieldCase{"object", "7", "{}", FieldCase::refused}, FieldCase{"object", "null", "{}"},
        FieldCase{"choice", R"("preview")", R"("preview")"}, FieldCase{"choice", "null", R"("program")"},
        FieldCase{"choice", R"("Preview")", R"("program")", FieldCase::refused},
        FieldCase{"choice", "1", R"("program")", FieldCase::refused}, FieldCase{"amount", "5", "5"},
        FieldCase{"amount", "-4.20", "-4.2"}, FieldCase{"amount", R"("4.20")", R"("4.20")"},
        FieldCase{"amount", R"("{amount}")", R"("{amount}")"}, FieldCase{"amount", "null", "1"},
        FieldCase{"amount", "true", "1", FieldCase::refused}, FieldCase{"amount", "{}", "1", FieldCase::refused}));

/// A row of the format: the members that the type has besides those of every action, and whether it can be put back.
struct Described {
    const char *word;
    const char *members;
    bool can_undo;
};

TEST(ActionTypes, AreThoseOfTheFormat)
{
    constexpr Described format[] = {
        {"switch_scene", "scene transition transition_ms to", true},
        {"previous_scene", "transition transition_ms", true},
        {"next_scene", "scenes transition transition_ms", true},
        {"random_scene", "scenes transition transition_ms", true},
        {"show_source", "scene source everywhere", true},
        {"hide_source", "scene source everywhere", true},
        {"toggle_source", "scene source everywhere", true},
        {"enable_filter", "source filter", true},
        {"disable_filter", "source filter", true},
        {"toggle_filter", "source filter", true},
        {"set_text", "source text", true},
        {"append_text", "source text lines", true},
        {"set_file", "source file", true},
        {"refresh_browser", "source", false},
        {"play_media", "source", false},
        {"pause_media", "source", false},
        {"stop_media", "source", false},
        {"mute", "source", true},
        {"unmute", "source", true},
        {"toggle_mute", "source", true},
        {"set_volume", "source volume_db fade_ms", true},
        {"source_settings", "source settings", true},
        {"start_recording", "", false},
        {"stop_recording", "", false},
        {"pause_recording", "", false},
        {"resume_recording", "", false},
        {"save_replay", "", false},
        {"start_virtual_camera", "", false},
        {"stop_virtual_camera", "", false},
        {"screenshot", "source", false},
        {"press_hotkey", "hotkey", false},
        {"count", "counter add", false},
        {"set_counter", "counter value", false},
        {"write_file", "file text append", false},
        {"fire_rule", "rule", false},
    };
    for (const Described &row : format) {
        const ActionType *type = find_action_type(row.word);
        ASSERT_TRUE(type) << row.word;
        std::string members;
        for (const ActionField &field : type->fields)
            members += (members.empty() ? "" : " ") + std::string(field.name);
        EXPECT_EQ(members, row.members) << row.word;
        EXPECT_EQ(type->can_undo(), row.can_undo) << row.word;
    }
    EXPECT_EQ(action_types().size(), std::size(format));
}

TEST(ActionTypes, AMissingMemberCountsAsTheFormatSays)
{
    const auto missing = [](const char *type, const char *member) {
        Action action;
        action.type = type;
        return action.value(member);
    };
    EXPECT_EQ(missing("switch_scene", "to"), "program");
    EXPECT_EQ(missing("switch_scene", "transition"), "");
    EXPECT_EQ(missing("switch_scene", "transition_ms"), 0);
    EXPECT_EQ(missing("show_source", "everywhere"), false);
    EXPECT_EQ(missing("append_text", "lines"), 10);
    EXPECT_EQ(missing("set_volume", "volume_db"), 0);
    EXPECT_EQ(missing("set_volume", "fade_ms"), 0);
    EXPECT_EQ(missing("screenshot", "source"), "");
    EXPECT_EQ(missing("count", "add"), 1);
    EXPECT_EQ(missing("set_counter", "value"), 0);
    EXPECT_EQ(missing("write_file", "append"), false);
}

TEST(ActionTypes, OnlyTextsAndNumbersOfCountersAreTemplates)
{
    std::vector<std::string> templates;
    for (const ActionField &field : all_action_fields()) {
        if (row_of(field.kind).is_template)
            templates.emplace_back(field.name);
    }
    EXPECT_THAT(templates, testing::UnorderedElementsAre("text", "add", "value"));
}

TEST(ActionFields, ANameHasOneShapeInAllTypes)
{
    for (const ActionField &any : all_action_fields()) {
        for (const ActionType &type : action_types()) {
            const ActionField *field = type.find(any.name);
            EXPECT_TRUE(!field || field->shape() == any.shape()) << type.word << ' ' << any.name;
        }
    }
}

TEST(ActionFields, AFlagThatMakesAnotherNeedlessIsThere)
{
    for (const ActionType &type : action_types()) {
        for (const ActionField &field : type.fields) {
            if (field.need != Need::unless)
                continue;
            const ActionField *flag = type.find(field.unless);
            EXPECT_TRUE(flag && flag->shape() == Shape::flag) << type.word << ' ' << field.name;
        }
    }
}

TEST(ActionReaders, AMemberOfAnotherShapeIsAsGoodAsNone)
{
    Action action;
    action.type = "switch_scene";
    action.set("text", "5").set("list", parsed(R"(["A",1])")).set("number", 2.5).set("flag", true).set("time", 1500);
    EXPECT_EQ(action.text("number"), "2.5");
    EXPECT_THAT(action.list("list"), ElementsAre("A", "1"));
    EXPECT_EQ(action.number("number"), 2.5);
    EXPECT_TRUE(action.flag("flag"));
    EXPECT_EQ(action.time("time"), std::chrono::milliseconds(1500));

    EXPECT_EQ(action.text("list"), "");
    EXPECT_THAT(action.list("text"), IsEmpty());
    EXPECT_EQ(action.number("text"), 0);
    EXPECT_FALSE(action.flag("text"));
    EXPECT_EQ(action.time("number"), std::chrono::milliseconds(0));
    EXPECT_TRUE(action.value("nothing").isNull());
}

std::string action_round_trip(const std::string &members)
{
    json::ObjectReader reader(parsed(members));
    Action action = read_action(reader);
    action.extra = reader.rest();
    return json::write_compact(write_action(action));
}

TEST(ActionFile, WhatIsAsIfItWasMissingIsNotWritten)
{
    EXPECT_EQ(
        action_round_trip(R"({"type":"switch_scene","scene":"A","transition":"","transition_ms":0,"to":"program"})"),
        R"({"for_ms":0,"scene":"A","type":"switch_scene"})");
    EXPECT_EQ(action_round_trip(R"({"type":"append_text","lines":10})"),
              R"({"for_ms":0,"source":"","text":"","type":"append_text"})");
    EXPECT_EQ(action_round_trip(R"({"type":"show_source","everywhere":true,"source":"A"})"),
              R"({"everywhere":true,"for_ms":0,"scene":"","source":"A","type":"show_source"})");
}

TEST(ActionFile, WhatIsOtherwiseIsWrittenAsItIs)
{
    for (
        const char *members :
        {R"({"for_ms":0,"scene":"A","to":"preview","transition":"Stinger 🎉","transition_ms":1500,"type":"switch_scene"})",
         R"({"for_ms":0,"scenes":["B","A","B"],"type":"random_scene"})",
         R"({"for_ms":5,"settings":{"a":[{"b":0.5}],"c":null},"source":"A","type":"source_settings"})",
         R"({"for_ms":0,"settings":"{half","source":"A","type":"source_settings"})",
         R"({"file":"/a {b}.png","for_ms":0,"source":"A","type":"set_file"})"})
        EXPECT_EQ(action_round_trip(members), members);
}

TEST(ActionFile, WhatIsOutOfRangeOrUnreadableIsKept)
{
    for (const char *members : {R"({"for_ms":0,"lines":0,"source":"A","text":"","type":"append_text"})",
                                R"({"after_ms":-1,"for_ms":1e+300,"scene":"A","type":"switch_scene"})",
                                R"({"for_ms":0,"lines":2.5,"source":"A","text":"","type":"append_text"})",
                                R"({"for_ms":0,"lines":"many","source":"A","text":"","type":"append_text"})",
                                R"({"for_ms":0,"scene":"A","to":"both","type":"switch_scene"})",
                                R"({"for_ms":0,"scenes":[["A"]],"type":"next_scene"})"})
        EXPECT_EQ(action_round_trip(members), members);
}

TEST(ActionFile, MembersOfOtherTypesAreTakenOnlyAsTheyAreWritten)
{
    json::ObjectReader members(parsed(R"({"type":"explode","text":5,"source":"Bomb"})"));
    const Action action = read_action(members);
    EXPECT_EQ(action.text("source"), "Bomb");
    EXPECT_EQ(members.rest(), parsed(R"({"text":5})"));
    EXPECT_THAT(members.unreadable(), IsEmpty());
}

TEST(ActionRename, AListsNamesAreCarriedAlong)
{
    Action action;
    action.type = "next_scene";
    action.set("scenes", parsed(R"(["A","B","A"])"));
    EXPECT_TRUE(rename(action, {"A", "Z"}));
    EXPECT_FALSE(rename(action, {"A", "Z"}));
    EXPECT_THAT(action.list("scenes"), ElementsAre("Z", "B", "Z"));
}

TEST(ActionRename, WhatIsNoNameOfASourceIsLeftAlone)
{
    Action action;
    action.type = "switch_scene";
    action.set("transition", "Fade").set("to", "program").set("text", "Fade").set("file", "Fade");
    EXPECT_FALSE(rename(action, {"Fade", "Slow fade"}));
    EXPECT_FALSE(rename(action, {"program", "Slow fade"}));
}

TEST(ActionRename, AFiltersNameIsItsSourcesAlone)
{
    Action action;
    action.type = "enable_filter";
    action.set("source", "Camera").set("filter", "Grey");
    EXPECT_FALSE(rename(action, Rename::of_filter("Logo", "Grey", "Gray")));
    EXPECT_FALSE(rename(action, Rename::of_filter("Camera", "Camera", "Webcam")));
    EXPECT_FALSE(rename(action, {"Grey", "Gray"}));
    EXPECT_TRUE(rename(action, {"Camera", "Webcam"}));
    EXPECT_TRUE(rename(action, Rename::of_filter("Webcam", "Grey", "Gray")));
    EXPECT_EQ(action.text("source"), "Webcam");
    EXPECT_EQ(action.text("filter"), "Gray");
}

} // namespace
} // namespace astro::rules
