// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/settings_file.h"
#include "support/json.h"
#include "unit/parsed.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>

namespace astro::settings {
namespace {

namespace fs = std::filesystem;
using gateway::TokenType;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string whole = R"({
  "version": 1,
  "accounts": [
    {
      "name": "Twitch", "enabled": false, "url": "wss://gateway.example", "token": "abc.def.ghi", "token_type": "apikey",
      "room": "0123456789abcdef01234567", "topics": ["channel.activities", "channel.tips"],
      "ca_file": "/tmp/ca.pem", "proxy": "proxy.example:8080"
    }
  ]
}
)";

class SettingsFile : public testing::Test {
protected:
    ReadSettings read() const { return read_settings(file); }
    ReadSettings read(std::string_view document) const
    {
        put_file(file, document);
        return read();
    }
    /// What an account of these members is read as.
    gateway::Account account(const std::string &members) const
    {
        const auto read_back = read(R"({"accounts":[{)" + members + "}]}");
        return read_back.settings.accounts.size() == 1 ? read_back.settings.accounts[0].account : gateway::Account();
    }
    Json::Value on_disk() const { return parsed(content_of(file)); }
    /// Settings as they are on disk after being read from this document and saved.
    Json::Value round_trip(const std::string &document) const
    {
        EXPECT_THAT(write_settings(file, read(document).settings), IsEmpty());
        return on_disk();
    }

    TemporaryFolder folder;
    fs::path file = folder.path() / "settings.json";
};

bool are_defaults(const Settings &settings)
{
    return settings.extra.empty() && settings.plain_accounts() == Settings::defaults().plain_accounts();
}

TEST_F(SettingsFile, HasOneEmptyAccountByDefault)
{
    const auto accounts = Settings::defaults().plain_accounts();
    ASSERT_EQ(accounts.size(), 1U);
    EXPECT_EQ(accounts[0].name, "Account 1");
    EXPECT_TRUE(accounts[0].enabled);
    EXPECT_TRUE(accounts[0].token.empty());
    EXPECT_EQ(accounts[0].url, gateway::default_url);
    EXPECT_THAT(accounts[0].topics, ElementsAre("channel.activities"));
}

TEST_F(SettingsFile, RemovesWhatAWriterThatDiedLeftWhenItIsRead)
{
    const auto left = folder.path() / "settings.json.tmp-1-0";
    put_file(left, "a token");
    fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(1));
    read(whole);
    EXPECT_THAT(folder.names(), ElementsAre("settings.json"));
}

TEST_F(SettingsFile, MayHaveTheLineEndsOfWindows)
{
    std::string document = "\xEF\xBB\xBF// mine\n" + whole;
    for (std::size_t at = 0; (at = document.find('\n', at)) != std::string::npos; at += 2)
        document.insert(at, 1, '\r');
    const auto with = read(document);
    EXPECT_THAT(with.problems, IsEmpty());
    EXPECT_EQ(with.settings.plain_accounts(), read(whole).settings.plain_accounts());
}

TEST_F(SettingsFile, MissingGivesDefaultsWithoutAProblem)
{
    EXPECT_THAT(read().problems, IsEmpty());
    EXPECT_TRUE(are_defaults(read().settings));
    EXPECT_THAT(folder.names(), IsEmpty());
}

TEST_F(SettingsFile, ReadsEveryMember)
{
    const auto settings = read(whole);
    EXPECT_THAT(settings.problems, IsEmpty());
    ASSERT_EQ(settings.settings.accounts.size(), 1U);
    const auto &read_back = settings.settings.accounts[0].account;
    EXPECT_EQ(read_back.name, "Twitch");
    EXPECT_FALSE(read_back.enabled);
    EXPECT_EQ(read_back.url, "wss://gateway.example");
    EXPECT_EQ(read_back.token, Secret("abc.def.ghi"));
    EXPECT_EQ(read_back.token_type, TokenType::apikey);
    EXPECT_EQ(read_back.room, "0123456789abcdef01234567");
    EXPECT_THAT(read_back.topics, ElementsAre("channel.activities", "channel.tips"));
    EXPECT_EQ(read_back.ca_file, "/tmp/ca.pem");
    EXPECT_EQ(read_back.proxy, "proxy.example:8080");
}

TEST_F(SettingsFile, WritesWhatItReads)
{
    EXPECT_EQ(round_trip(whole), parsed(whole));
    EXPECT_THAT(folder.names(), ElementsAre("settings.json"));
}

TEST_F(SettingsFile, KeepsUnknownMembersAtEveryLevel)
{
    std::string document = whole;
    document.insert(document.find("\"accounts\""), R"("theme": {"a": [1, null], "pi": 3.141592653589793}, )");
    document.insert(document.find("\"name\""), R"("colour": "red", )");
    const auto kept = round_trip(document);
    EXPECT_EQ(kept, parsed(document));
    EXPECT_EQ(kept["accounts"][0]["colour"], "red");
}

TEST_F(SettingsFile, NoAccountsAtAllIsAChoice)
{
    const auto settings = read(R"({"accounts":[]})");
    EXPECT_THAT(settings.problems, IsEmpty());
    EXPECT_THAT(settings.settings.accounts, IsEmpty());
    EXPECT_EQ(round_trip(R"({"accounts":[]})")["accounts"].size(), 0U);
}

TEST_F(SettingsFile, WithoutAccountsTheDefaultOneIsOffered)
{
    const auto settings = read("{}");
    EXPECT_THAT(settings.problems, IsEmpty());
    EXPECT_TRUE(are_defaults(settings.settings));
}

struct TokenCase {
    const char *written; ///< as JSON
    const char *expected;
};

TEST_F(SettingsFile, CleansTokens)
{
    for (const TokenCase &c :
         {TokenCase{R"("abc")", "abc"}, TokenCase{R"(" Bearer abc\n")", "abc"}, TokenCase{R"("\"abc\"")", "abc"},
          TokenCase{R"("'bearer ab\r\nc'")", "abc"}, TokenCase{R"("")", ""}, TokenCase{"null", ""}})
        EXPECT_TRUE(account(R"("token":)" + std::string(c.written)).token == Secret(c.expected)) << c.written;
}

TEST_F(SettingsFile, ReadsTokenTypes)
{
    EXPECT_EQ(account("").token_type, TokenType::jwt);
    EXPECT_EQ(account(R"("token_type":"jwt")").token_type, TokenType::jwt);
    EXPECT_EQ(account(R"("token_type":"apikey")").token_type, TokenType::apikey);
    EXPECT_EQ(account(R"("token_type":"oauth2")").token_type, TokenType::oauth2);
    EXPECT_EQ(account(R"("token_type":" OAuth ")").token_type, TokenType::oauth2);
    EXPECT_EQ(round_trip(R"({"accounts":[{"token_type":"oauth"}]})")["accounts"][0]["token_type"], "oauth2");
}

TEST_F(SettingsFile, AnUnknownTokenTypeIsReportedWithoutTheWordAndKeptUntilSetAnew)
{
    for (const char *word : {R"("pasted.token.here")", "5", "[]", R"("")"}) {
        const std::string document = R"({"accounts":[{"name":"A","token_type":)" + std::string(word) + "}]}";
        auto settings = read(document);
        EXPECT_THAT(settings.problems, ElementsAre(Problem{"Problem.Settings.UnknownTokenType", {"A"}})) << word;
        EXPECT_EQ(settings.settings.accounts.at(0).account.token_type, TokenType::jwt);
        EXPECT_EQ(round_trip(document)["accounts"][0]["token_type"], parsed(document)["accounts"][0]["token_type"]);

        settings.settings.accounts.at(0).account.token_type = TokenType::apikey;
        EXPECT_THAT(write_settings(file, settings.settings), IsEmpty());
        EXPECT_EQ(on_disk()["accounts"][0]["token_type"], "apikey");
    }
}

TEST_F(SettingsFile, WrongTypesGetDefaultsAndAreReportedAndKept)
{
    const std::string document = R"({"version":1,"accounts":[{"name":"A","enabled":"perhaps","url":[],"token":{"a":1},
        "room":[1],"topics":7,"ca_file":{},"proxy":[],"token_type":"jwt"}]})";
    const auto settings = read(document);
    ASSERT_EQ(settings.settings.accounts.size(), 1U);
    EXPECT_EQ(settings.problems.size(), 7U);
    for (const auto &problem : settings.problems) {
        EXPECT_EQ(problem.key, "Problem.Settings.WrongType");
        EXPECT_EQ(problem.args.at(0), "A");
    }
    gateway::Account expected;
    expected.name = "A";
    EXPECT_TRUE(settings.settings.accounts[0].account == expected);
    EXPECT_EQ(round_trip(document), parsed(document));
}

TEST_F(SettingsFile, ReadsTopicsForgivingly)
{
    EXPECT_THAT(account(R"("topics":"channel.tips")").topics, ElementsAre("channel.tips"));
    EXPECT_THAT(account(R"("topics":[" a ","","a",5,null,"b"])").topics, ElementsAre("a", "5", "b"));
    EXPECT_THAT(account(R"("topics":[])").topics, IsEmpty());
    EXPECT_THAT(account(R"("topics":null)").topics, ElementsAre("channel.activities"));
}

TEST_F(SettingsFile, TopicsThatAreMoreThanNamesAreReportedAndKept)
{
    const std::string document =
        R"({"accounts":[{"name":"A","topics":["channel.tips",{"topic":"channel.activities","room":"r"}]}]})";
    const auto settings = read(document);
    EXPECT_THAT(settings.problems, ElementsAre(Problem{"Problem.Settings.WrongType", {"A", "topics"}}));
    EXPECT_THAT(settings.settings.accounts.at(0).account.topics, ElementsAre("channel.activities"));
    EXPECT_EQ(round_trip(document)["accounts"][0]["topics"], parsed(document)["accounts"][0]["topics"]);
}

TEST_F(SettingsFile, AnEmptyAddressIsTheDefaultOne)
{
    EXPECT_EQ(account(R"("url":"  ")").url, gateway::default_url);
    EXPECT_EQ(account(R"("url":" ws://127.0.0.1:1 ")").url, "ws://127.0.0.1:1");
}

TEST_F(SettingsFile, GivesAccountsNamesOfTheirOwn)
{
    std::vector<std::string> names;
    for (const auto &plain :
         read(R"({"accounts":[{"name":"A"},{"name":" A "},{},{"name":"A 2"},{"name":7}]})").settings.plain_accounts())
        names.push_back(plain.name);
    EXPECT_THAT(names, ElementsAre("A", "A 3", "Account 1", "A 2", "7"));
}

TEST_F(SettingsFile, AccountsThatAreTooManyAreReportedAndKept)
{
    Json::Value root;
    for (int i = 0; i < 23; ++i) {
        root["accounts"][i]["name"] = "A" + std::to_string(i);
        root["accounts"][i]["token"] = "t" + std::to_string(i);
    }
    const std::string document = json::write_compact(root);
    const auto settings = read(document);
    EXPECT_THAT(settings.problems, ElementsAre(Problem{"Problem.Settings.TooManyAccounts", {"20", "3"}}));
    EXPECT_EQ(settings.settings.accounts.size(), gateway::most_accounts);
    const Json::Value kept = round_trip(document)["accounts"];
    ASSERT_EQ(kept.size(), 23U);
    for (int i = 0; i < 23; ++i)
        EXPECT_EQ(kept[i]["token"], root["accounts"][i]["token"]);
}

TEST_F(SettingsFile, ProblemsThatAreTooManyAreCounted)
{
    Json::Value root;
    for (int i = 0; i < 100'000; ++i)
        root["accounts"][i] = 1;
    const auto settings = read(json::write_compact(root));
    EXPECT_EQ(settings.problems.size(), 51U);
    EXPECT_EQ(settings.problems.back(), (Problem{"Problem.Settings.More", {"99950"}}));
}

TEST_F(SettingsFile, ElementsThatAreNoAccountsAreReportedAndKept)
{
    const std::string document = R"({"version":1,"accounts":["one",{"name":"A"},[2]],"unreadable_accounts":[0]})";
    const auto settings = read(document);
    EXPECT_THAT(settings.problems, ElementsAre(Problem{"Problem.Settings.NotAnAccount", {"1"}},
                                               Problem{"Problem.Settings.NotAnAccount", {"3"}}));
    EXPECT_EQ(settings.settings.accounts.size(), 1U);
    EXPECT_EQ(round_trip(document)["unreadable_accounts"], parsed(R"([0,"one",[2]])"));
}

TEST_F(SettingsFile, AccountsThatAreNoListAreReportedAndKept)
{
    const std::string document = R"({"version":1,"accounts":{"name":"A","token":"t"}})";
    EXPECT_THAT(read(document).problems, ElementsAre(Problem{"Problem.Settings.DocumentWrongType", {"accounts"}}));
    EXPECT_EQ(round_trip(document), parsed(document));
}

TEST_F(SettingsFile, AnotherVersionIsReadReportedAndStays)
{
    const std::string document = R"({"version":7,"accounts":[{"name":"A"}]})";
    const auto settings = read(document);
    EXPECT_THAT(settings.problems, ElementsAre(Problem{"Problem.Settings.OtherVersion", {"7"}}));
    EXPECT_EQ(settings.settings.accounts.at(0).account.name, "A");
    EXPECT_EQ(round_trip(document)["version"], 7);
}

TEST_F(SettingsFile, OverlooksCommentsAndAByteOrderMark)
{
    const auto settings =
        read("\xEF\xBB\xBF// mine\n{ \"accounts\": [ /* two\nlines */\n { \"name\": \"A\", // jwt | apikey\n"
             "\"url\": \"wss://a/*b*/\", \"room\": \"\\\"// no comment\" } ] } // end");
    EXPECT_THAT(settings.problems, IsEmpty());
    ASSERT_EQ(settings.settings.accounts.size(), 1U);
    EXPECT_EQ(settings.settings.accounts[0].account.url, "wss://a/*b*/");
    EXPECT_EQ(settings.settings.accounts[0].account.room, "\"// no comment");
}

/// What one program escapes and cuts another must not write as bytes that nobody reads again.
TEST_F(SettingsFile, HalfASurrogatePairInItStaysReadable)
{
    const std::string document = R"({"note":"\udc00","accounts":[{"name":"A\ud83d","token":"t","col\udfffour":1}]})";
    round_trip(document);
    EXPECT_THAT(read().problems, IsEmpty());
    EXPECT_EQ(read().settings.accounts.at(0).account.token, Secret("t"));
    EXPECT_EQ(on_disk()["note"], "\xEF\xBF\xBD");
}

TEST_F(SettingsFile, DamagedOnesAreKeptAsideWithTheirContentAndReported)
{
    const std::vector<std::string> documents{"",
                                             " \n",
                                             "[]",
                                             "7",
                                             "null",
                                             "\"text\"",
                                             "{",
                                             whole.substr(0, whole.size() / 2),
                                             whole + "}",
                                             "/* never closed {}",
                                             std::string("\0\x01\xff\xfe{}", 6),
                                             std::string(100'000, '['),
                                             std::string(1024 * 1024 + 1, ' ')};
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto settings = read(documents[i]);
        const std::string kept = "settings.damaged-" + std::to_string(i + 1) + ".json";
        EXPECT_TRUE(are_defaults(settings.settings)) << i;
        ASSERT_EQ(settings.problems.size(), 1U) << i;
        EXPECT_EQ(settings.problems[0].key, "Problem.Settings.Damaged") << i;
        ASSERT_EQ(settings.problems[0].args.size(), 3U) << i;
        EXPECT_EQ(settings.problems[0].args[0], "settings.json");
        EXPECT_FALSE(settings.problems[0].args[1].empty());
        EXPECT_EQ(settings.problems[0].args[2], kept);
        EXPECT_TRUE(content_of(folder.path() / kept) == documents[i]) << i;
        EXPECT_FALSE(fs::exists(file)) << i;
    }
    EXPECT_THAT(read().problems, IsEmpty());
}

TEST_F(SettingsFile, EveryTruncationIsKeptAsideAndNoneThrows)
{
    const std::string document = whole.substr(0, whole.find_last_of('}') + 1);
    for (std::size_t length = 0; length < document.size(); ++length) {
        ReadSettings settings;
        ASSERT_NO_THROW(settings = read(std::string_view(document).substr(0, length))) << length;
        ASSERT_EQ(settings.problems.size(), 1U) << length;
        EXPECT_EQ(settings.problems[0].key, "Problem.Settings.Damaged") << length;
        fs::remove(folder.path() / "settings.damaged-1.json");
    }
}

TEST_F(SettingsFile, NoProblemTellsTheToken)
{
    const std::string token = "s3cr3t";
    for (const std::string document :
         {R"({"accounts":[{"token":"s3cr3t",)", R"({"accounts":[{"token":"s3cr3t" "x"}]})", R"(["s3cr3t"])",
          R"({"accounts":[{"token":["s3cr3t"]}]})", R"({"accounts":[{"token_type":"s3cr3t"}]})", R"({"token" s3cr3t})",
          R"({"accounts":["s3cr3t"]})", R"(s3cr3t)"}) {
        const auto settings = read(document);
        ASSERT_FALSE(settings.problems.empty()) << document;
        for (const auto &problem : settings.problems)
            for (const auto &arg : problem.args)
                EXPECT_EQ(arg.find(token), std::string::npos) << problem.key;
    }
}

TEST_F(SettingsFile, CreatesItsFolder)
{
    file = folder.path() / "plugin_config" / "obs-astro" / "settings.json";
    EXPECT_THAT(write_settings(file, Settings::defaults()), IsEmpty());
    EXPECT_TRUE(are_defaults(read().settings));
}

TEST_F(SettingsFile, WhatWouldNotBeReadAgainIsNotWritten)
{
    Settings settings;
    settings.extra["long"] = std::string(1024 * 1024, 'x');
    const auto problems = write_settings(file, settings);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].key, "Problem.Settings.TooLong");
    EXPECT_FALSE(fs::exists(file));
}

TEST_F(SettingsFile, AFolderInItsPlaceIsReportedAndStays)
{
    fs::create_directories(file / "within");
    EXPECT_EQ(read().problems.at(0).key, "Problem.Settings.Unreadable");
    EXPECT_EQ(write_settings(file, Settings::defaults()).at(0).key, "Problem.Settings.DamagedNotKept");
    EXPECT_TRUE(fs::is_directory(file / "within"));
}

TEST_F(SettingsFile, IsItsOwnersAlone)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    EXPECT_THAT(write_settings(file, Settings::defaults()), IsEmpty());
    EXPECT_EQ(mode_of(file), 0600U);
    fs::permissions(file, fs::perms(0644));
    read();
    EXPECT_EQ(mode_of(file), 0600U);
}

TEST_F(SettingsFile, ADamagedOneIsItsOwnersAlone)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    put_file(file, "{\"token\":\"t\"");
    fs::permissions(file, fs::perms(0644));
    read();
    EXPECT_EQ(mode_of(folder.path() / "settings.damaged-1.json"), 0600U);
}

TEST_F(SettingsFile, ThroughALinkTheTargetIsReadWrittenAndKeptAside)
{
    LEAVE_OUT_ON_WINDOWS("only administrators may make links there");
    fs::create_directory(folder.path() / "mine");
    const auto target = folder.path() / "mine" / "astro.json";
    fs::create_symlink(target, file);
    EXPECT_THAT(write_settings(file, Settings::defaults()), IsEmpty());
    EXPECT_TRUE(fs::is_symlink(file));
    EXPECT_TRUE(are_defaults(read().settings));

    put_file(target, "{");
    EXPECT_EQ(read().problems.at(0).args.at(2), "astro.damaged-1.json");
    EXPECT_EQ(content_of(folder.path() / "mine" / "astro.damaged-1.json"), "{");
    EXPECT_THAT(write_settings(file, Settings::defaults()), IsEmpty());
    EXPECT_TRUE(fs::is_symlink(file));
    EXPECT_TRUE(fs::exists(target));
}

TEST_F(SettingsFile, OneThatWasPutAsideForAnotherThatCouldNotBeWrittenIsPutBack)
{
    LEAVE_OUT_ON_WINDOWS("no process has a limit for its files there");
    const std::string unusable(2 * 1024 * 1024, 'x');
    put_file(file, unusable);
    Settings settings = Settings::defaults();
    settings.accounts[0].account.token = Secret(std::string(10'000, 't'));
    std::vector<Problem> problems;
    {
        const FullDisk disk;
        problems = write_settings(file, settings);
    }
    ASSERT_THAT(problems, testing::SizeIs(1));
    EXPECT_EQ(problems[0].key, "Problem.Settings.NotSaved");
    EXPECT_EQ(content_of(file), unusable);
    EXPECT_THAT(folder.names(), ElementsAre("settings.json"));
}

TEST_F(SettingsFile, AReadOnlyFolderIsAProblemThatSaysWhereAndWhy)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    put_file(file, whole);
    fs::permissions(file, fs::perms::all);
    fs::permissions(folder.path(), fs::perms(0555));
    {
        const WithoutRoot somebody;
        EXPECT_THAT(write_settings(file, Settings::defaults()),
                    ElementsAre(Problem{"Problem.Settings.NotSaved",
                                        {file.u8string(), std::generic_category().message(EACCES)}}));
    }
    EXPECT_EQ(content_of(file), whole);
    EXPECT_THAT(folder.names(), ElementsAre("settings.json"));
}

TEST_F(SettingsFile, OneThatMayNotBeReadIsReportedAndNeverWrittenOver)
{
    LEAVE_OUT_ON_WINDOWS("permissions are access lists there");
    put_file(file, whole);
    fs::permissions(file, fs::perms::none);
    fs::permissions(folder.path(), fs::perms::all);
    {
        const WithoutRoot somebody;
        EXPECT_THAT(read().problems, ElementsAre(Problem{"Problem.Settings.Unreadable",
                                                         {file.u8string(), std::generic_category().message(EACCES)}}));
        EXPECT_TRUE(fs::exists(file));
        EXPECT_THAT(write_settings(file, Settings::defaults()), IsEmpty());
    }
    EXPECT_EQ(content_of(folder.path() / "settings.damaged-1.json"), whole);
    EXPECT_TRUE(are_defaults(read().settings));
}

} // namespace
} // namespace astro::settings
