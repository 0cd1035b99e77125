// SPDX-License-Identifier: GPL-2.0-or-later
// Every text that the code asks for is there, and every text that is there is asked for.
#include "unit/locale/locale_file.h"
#include "unit/locale/source_texts.h"

#include "events/event.h"
#include "gateway/account.h"
#include "gateway/failure.h"
#include "rules/ready_rules.h"
#include "rules/rule.h"
#include "rules/rule_members.h"
#include "support/text.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace {

using namespace astro;
using source_texts::Literal;
using testing::ElementsAre;
using testing::IsEmpty;

using Names = std::set<std::string>;

/// "Rule.Name", and not "Rule." or "frame.cpp".
bool is_key(const std::string &text)
{
    const std::size_t dot = text.find('.');
    return dot != std::string::npos && text.back() != '.' && text[0] >= 'A' && text[0] <= 'Z' &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.") ==
               std::string::npos;
}

/// "Rule.": the beginning of keys that end in a word of the code.
bool is_prefix(const std::string &text)
{
    return text.size() > 1 && text.back() == '.' && is_key(text + "x");
}

/// The words that the code puts behind such a beginning.
const std::map<std::string, Names> &families()
{
    static const std::map<std::string, Names> all = [] {
        std::map<std::string, Names> made;
        for (int number = 0; number <= static_cast<int>(gateway::Failure::refused_topics); ++number)
            made["Failure."].emplace(to_word(static_cast<gateway::Failure>(number)));
        made["Event."] = {"other"};
        for (const events::Kind kind : events::nameable_kinds())
            made["Event."].emplace(to_word(kind));
        for (const rules::ActionType &type : rules::action_types())
            made["Action."].emplace(type.word);
        made["Summary.Action."] = made["Action."];
        for (const rules::ActionField &field : rules::all_action_fields())
            made["Field."].emplace(field.name);
        for (const rules::Family family : rules::all_families())
            made["Family."].emplace(to_word(family));
        for (const rules::ActionType &type : rules::action_types()) {
            for (const rules::ActionField &field : type.fields)
                made["Choice."].insert(field.words.begin(), field.words.end());
        }
        made["Dock.Field."] = {"user", "amount", "currency", "message", "months", "tier", "sender", "item", "roles"};
        made["Test."].insert(rules::test_words().begin(), rules::test_words().end());
        made["Summary.Test."] = made["Test."];
        for (const rules::RuleMember &member : rules::rule_members())
            made["Member."].emplace(member.name);
        made["Member."].erase("event"); // it is more than one field
        for (const rules::ReadyRule &ready : rules::ready_rules()) {
            made["Ready."].emplace(ready.word);
            made["Ready."].insert(std::string(ready.word) + ".Text");
        }
        made["While."] = {"streaming", "recording"};
        made["Queue."] = {"drop_new", "drop_old"};
        made["Guard."] = {"hold", "drop"};
        for (const std::string &test : rules::test_words())
            made["Why.Condition."].insert(test);
        made["Why.NotWhile."] = {"streaming", "recording"};
        for (const auto type : {gateway::TokenType::jwt, gateway::TokenType::apikey, gateway::TokenType::oauth2})
            made["TokenType."].emplace(to_word(type));
        return made;
    }();
    return all;
}

/// Beginnings of keys that need not be there: a topic without a label is shown by its name alone.
Names optional_keys()
{
    Names keys;
    for (const std::string &topic : gateway::known_topics())
        keys.insert("Topic." + topic);
    return keys;
}

/// Beginnings that the code takes off a key, rather than putting a word behind them.
const Names taken_off = {"Problem.Rule."};

class LocaleTest : public testing::Test {
protected:
    LocaleTest()
    {
        for (const Literal &literal : source_texts::literals_under(ASTRO_SOURCES)) {
            if (is_key(literal.text))
                uses_.push_back(literal);
            else if (is_prefix(literal.text))
                prefixes_.insert(literal.text);
        }
    }

    Names keys() const
    {
        Names names;
        for (const auto &[key, text] : texts_)
            names.insert(key);
        return names;
    }

    Names used_keys() const
    {
        Names used;
        for (const Literal &use : uses_)
            used.insert(use.text);
        for (const auto &[prefix, words] : families()) {
            for (const std::string &word : words)
                used.insert(prefix + word);
        }
        return used;
    }

    const LocaleFile file_ = read_locale(ASTRO_LOCALE);
    const std::map<std::string, std::string> &texts_ = file_.texts;
    std::vector<Literal> uses_;
    Names prefixes_;
};

/// The highest number of a text's %1, %2, …; nothing when a lower one is missing.
std::optional<std::size_t> args_of(const std::string &text)
{
    std::set<std::size_t> numbers;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '%' && text[i + 1] >= '1' && text[i + 1] <= '9')
            numbers.insert(static_cast<std::size_t>(text[i + 1] - '0'));
    }
    const std::size_t highest = numbers.empty() ? 0 : *numbers.rbegin();
    return highest == numbers.size() ? std::optional(highest) : std::nullopt;
}

TEST_F(LocaleTest, TheFileIsReadAsItIsMeant)
{
    EXPECT_THAT(file_.odd_lines, IsEmpty());
    EXPECT_GT(texts_.size(), 150U);
    for (const auto &[key, text] : texts_) {
        EXPECT_TRUE(is_key(key)) << key;
        EXPECT_TRUE(text::is_utf8(text)) << key;
        EXPECT_EQ(text::presentable(text, 1000), text) << key;
        EXPECT_EQ(text.find('"'), std::string::npos) << key << ": OBS would stop reading there";
        EXPECT_EQ(text.find('\\'), std::string::npos) << key;
    }
}

TEST_F(LocaleTest, NoTextIsEmpty)
{
    // A label that is not to be seen is a blank.
    const Names blank_on_purpose = {"Failure.none", "Rules.None"};
    for (const auto &[key, text] : texts_) {
        EXPECT_NE(text, "") << key;
        EXPECT_EQ(text::trim(text).empty(), blank_on_purpose.count(key) > 0) << key;
    }
}

TEST_F(LocaleTest, EveryTextThatTheCodeAsksForIsThere)
{
    EXPECT_GT(uses_.size(), 100U); // the scan works
    EXPECT_THAT(without(used_keys(), keys()), IsEmpty());
}

TEST_F(LocaleTest, EveryTextThatIsThereIsAskedFor)
{
    Names asked = used_keys();
    asked.merge(optional_keys());
    for (const std::string &key : used_keys())
        asked.insert(key + ".Help"); // FormBuilder looks for one with every label
    EXPECT_THAT(without(keys(), asked), IsEmpty());
}

TEST_F(LocaleTest, EveryBeginningOfKeysInTheCodeIsKnownHere)
{
    Names known = taken_off;
    known.insert("Topic.");
    for (const auto &[prefix, words] : families())
        known.insert(prefix);
    EXPECT_EQ(prefixes_, known);
}

TEST_F(LocaleTest, PlaceholdersAreNumberedWithoutAGap)
{
    for (const auto &[key, text] : texts_)
        EXPECT_TRUE(args_of(text)) << key << ": " << text;
}

TEST_F(LocaleTest, EachTextIsGivenWhatItHasPlaceholdersFor)
{
    std::size_t counted = 0;
    for (const Literal &use : uses_) {
        const auto text = texts_.find(use.text);
        if (!use.args || text == texts_.end())
            continue;
        EXPECT_EQ(*use.args, args_of(text->second)) << use.text << " at " << use.place;
        ++counted;
    }
    EXPECT_GT(counted, 40U); // the scan works
}

// --- The scan itself

TEST(SourceTextsTest, LiteralsAreFoundAndCommentsAreNot)
{
    const auto found = source_texts::literals_in("a(\"One.Two\"); // \"No.Comment\"\n"
                                                 "/* \"No.Block\" */ b('\"', 10'000, \"wss://x\", \"q\\\"q\");\n"
                                                 "c(R\"(\"Raw\")\", \"Last.One\");",
                                                 "file.cpp");
    std::vector<std::string> texts;
    for (const Literal &literal : found)
        texts.push_back(literal.text);
    EXPECT_THAT(texts, ElementsAre("One.Two", "wss://x", "q\\\"q", "\"Raw\"", "Last.One"));
    EXPECT_EQ(found[1].place, "file.cpp:2");
}

TEST(SourceTextsTest, ArgumentsInBracesAreCounted)
{
    const auto args_in = [](const char *source) { return source_texts::literals_in(source, "").front().args; };
    EXPECT_EQ(args_in("text(\"K\", {a, f(b, c), {d, e}})"), 3U);
    EXPECT_EQ(args_in("text(\"K\",\n     {a})"), 1U);
    EXPECT_EQ(args_in("{\"K\", {}}"), 0U);
    EXPECT_EQ(args_in("text(\"K\")"), std::nullopt);
    EXPECT_EQ(args_in("text(\"K\", a, {b})"), std::nullopt);
}

} // namespace
