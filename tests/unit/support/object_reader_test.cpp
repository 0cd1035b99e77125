// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/object_reader.h"

#include <gmock/gmock.h>

namespace astro::json {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Json::Value value_of(const std::string &document)
{
    std::string why;
    const auto value = parse(document, why);
    EXPECT_TRUE(value) << why;
    return value.value_or(Json::Value());
}

ObjectReader members_of(const std::string &document)
{
    return ObjectReader(value_of(document));
}

TEST(ObjectReaderTest, WhatIsMissingHasItsFallback)
{
    for (const char *document : {"{}", R"({"a":null})", "[]", "null", "7", R"("a")"}) {
        ObjectReader members = members_of(document);
        EXPECT_EQ(members.text("a", "none"), "none") << document;
        EXPECT_TRUE(members.flag("a", true)) << document;
        EXPECT_EQ(members.number("a", 7, 0, 9), 7) << document;
        EXPECT_FALSE(members.array("a")) << document;
        EXPECT_FALSE(members.take("a")) << document;
        EXPECT_TRUE(members.rest().isObject()) << document;
        EXPECT_TRUE(members.rest().empty()) << document;
        EXPECT_THAT(members.unreadable(), IsEmpty()) << document;
    }
}

TEST(ObjectReaderTest, TextsAreAlsoReadFromOtherScalars)
{
    ObjectReader members = members_of(R"({"text":"x","number":5.0,"flag":true,"list":["x"],"empty":""})");
    EXPECT_EQ(members.text("text"), "x");
    EXPECT_EQ(members.text("number"), "5");
    EXPECT_EQ(members.text("flag"), "true");
    EXPECT_EQ(members.text("empty", "fallback"), "");
    EXPECT_THAT(members.unreadable(), IsEmpty());
    EXPECT_EQ(members.text("list", "fallback"), "fallback");
    EXPECT_THAT(members.unreadable(), ElementsAre("list"));
}

TEST(ObjectReaderTest, FlagsAreAlsoReadFromWordsAndNumbers)
{
    const std::vector<std::pair<std::string, bool>> table = {
        {"true", true}, {"false", false}, {R"("true")", true}, {R"("false")", false},
        {"1", true},    {"0", false},     {"-2", true},        {"0.0", false},
    };
    for (const auto &[value, expected] : table) {
        ObjectReader members = members_of(R"({"a":)" + value + "}");
        EXPECT_EQ(members.flag("a", !expected), expected) << value;
        EXPECT_THAT(members.unreadable(), IsEmpty()) << value;
    }
    for (const char *value : {R"("yes")", R"("")", "[]", "{}"}) {
        ObjectReader members = members_of(std::string(R"({"a":)") + value + "}");
        EXPECT_TRUE(members.flag("a", true)) << value;
        EXPECT_THAT(members.unreadable(), ElementsAre("a")) << value;
    }
}

TEST(ObjectReaderTest, NumbersAreWholeAndWithinTheirBounds)
{
    struct Row {
        const char *value;
        std::int64_t number;
        bool out_of_range;
    };
    for (const Row &row : std::vector<Row>{{"6000", 6000, false},
                                           {R"("6000")", 6000, false},
                                           {R"(" 6e3 ")", 6000, false},
                                           {"2.9", 2, false},
                                           {"0", 0, false},
                                           {"10000", 10000, false},
                                           {"10001", 77, true},
                                           {"-1", 77, true},
                                           {R"("-1e300")", 77, true},
                                           {"1e300", 77, true},
                                           {"18446744073709551615", 77, true}}) {
        ObjectReader members = members_of(std::string(R"({"a":)") + row.value + "}");
        EXPECT_EQ(members.number("a", 77, 0, 10000), row.number) << row.value;
        EXPECT_EQ(!members.out_of_range().empty(), row.out_of_range) << row.value;
        EXPECT_EQ(members.rest().isMember("a"), row.out_of_range) << row.value;
        EXPECT_THAT(members.unreadable(), IsEmpty()) << row.value;
        EXPECT_THAT(members.unknown(), IsEmpty()) << row.value;
    }
    for (const char *value : {R"("soon")", R"("")", "true", "[5]", "{}"}) {
        ObjectReader members = members_of(std::string(R"({"a":)") + value + "}");
        EXPECT_EQ(members.number("a", 77, 0, 10000), 77) << value;
        EXPECT_THAT(members.unreadable(), ElementsAre("a")) << value;
        EXPECT_THAT(members.out_of_range(), IsEmpty()) << value;
    }
}

TEST(ObjectReaderTest, WhatCountsThingsHasNothingBehindThePoint)
{
    ObjectReader members = members_of(R"({"a":3,"b":"4.0","c":2.5,"d":0})");
    EXPECT_EQ(members.count("a", 7, 1, 9), 3);
    EXPECT_EQ(members.count("b", 7, 1, 9), 4);
    EXPECT_EQ(members.count("c", 7, 1, 9), 7);
    EXPECT_EQ(members.count("d", 7, 1, 9), 7);
    EXPECT_THAT(members.unreadable(), ElementsAre("c"));
    EXPECT_THAT(members.out_of_range(), ElementsAre("d"));
}

TEST(ObjectReaderTest, DecimalsKeepWhatIsBehindThePoint)
{
    ObjectReader members = members_of(R"({"a":2.5,"b":"-0.25","c":-3,"d":"loud"})");
    EXPECT_EQ(members.decimal("a", 7, -1, 9), 2.5);
    EXPECT_EQ(members.decimal("b", 7, -1, 9), -0.25);
    EXPECT_EQ(members.decimal("c", 7, -1, 9), 7);
    EXPECT_EQ(members.decimal("d", 7, -1, 9), 7);
    EXPECT_EQ(members.decimal("e", 7, -1, 9), 7);
    EXPECT_THAT(members.out_of_range(), ElementsAre("c"));
    EXPECT_THAT(members.unreadable(), ElementsAre("d"));
}

TEST(ObjectReaderTest, ArraysAreArrays)
{
    ObjectReader members = members_of(R"({"list":[1],"empty":[],"text":"x"})");
    EXPECT_EQ(members.array("list"), value_of("[1]"));
    EXPECT_EQ(members.array("empty"), value_of("[]"));
    EXPECT_FALSE(members.array("text"));
    EXPECT_THAT(members.unreadable(), ElementsAre("text"));
}

TEST(ObjectReaderTest, WhatIsNotKnownOrNotReadIsLeftOver)
{
    ObjectReader members = members_of(R"({"name":"x","enabled":[1],"later":{"a":1},"color":"red"})");
    members.text("name");
    members.flag("enabled", true);
    EXPECT_EQ(members.rest(), value_of(R"({"enabled":[1],"later":{"a":1},"color":"red"})"));
    EXPECT_THAT(members.unknown(), ElementsAre("color", "later"));
    EXPECT_THAT(members.unreadable(), ElementsAre("enabled"));
}

TEST(ObjectReaderTest, WhatWasTakenCanBeRefused)
{
    ObjectReader members = members_of(R"({"type":"later","name":"x"})");
    const auto type = members.take("type");
    ASSERT_EQ(type, Json::Value("later"));
    EXPECT_FALSE(members.rest().isMember("type"));
    members.refuse("type", *type);
    EXPECT_EQ(members.rest()["type"], "later");
    EXPECT_THAT(members.unreadable(), ElementsAre("type"));
    EXPECT_THAT(members.unknown(), ElementsAre("name"));
}

TEST(ObjectReaderTest, AnUnreadableOriginalIsWrittenBackUntilItIsSetAnew)
{
    ObjectReader members = members_of(R"({"enabled":"maybe","later":1})");
    EXPECT_TRUE(members.flag("enabled", true));

    Json::Value untouched = members.rest();
    put(untouched, "enabled", true, true);
    put(untouched, "name", "x", "");
    EXPECT_EQ(untouched, value_of(R"({"enabled":"maybe","later":1,"name":"x"})"));

    Json::Value set_anew = members.rest();
    put(set_anew, "enabled", false, true);
    EXPECT_EQ(set_anew, value_of(R"({"enabled":false,"later":1})"));
}

TEST(ObjectReaderTest, ADefaultIsWrittenWhereThereIsNothing)
{
    Json::Value object(Json::objectValue);
    put(object, "enabled", true, true);
    EXPECT_EQ(object, value_of(R"({"enabled":true})"));
}

} // namespace
} // namespace astro::json
