// SPDX-License-Identifier: GPL-2.0-or-later
#include "settings/state_file.h"
#include "unit/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astro::settings {
namespace {

using events::Kind;

constexpr std::chrono::system_clock::time_point some_time{std::chrono::seconds(1'700'000'000)};

events::Event tip(const std::string &user, const std::string &amount)
{
    events::Event event;
    event.kind = Kind::tip;
    event.user = user;
    event.amount = amount;
    return event;
}

TEST(State, NotesTheLatestAndCounts)
{
    State state;
    state.note(tip("Ada", "5"), some_time);
    state.note(tip("Bob", "7.5"), some_time + std::chrono::seconds(9));
    events::Event follow;
    follow.user = "Cy";
    follow.kind = Kind::follow;
    state.note(follow, some_time);

    EXPECT_EQ(state.latest.at("tip").user, "Bob");
    EXPECT_EQ(state.latest.at("tip").amount, "7.5");
    EXPECT_EQ(state.latest.at("tip").at, 1'700'000'009);
    EXPECT_EQ(state.latest.at("follow").user, "Cy");
    EXPECT_EQ(state.latest.at("follow").amount, "");
    EXPECT_EQ(state.counts.at("tip"), 2U);
    EXPECT_EQ(state.counts.at("follow"), 1U);
}

TEST(State, KeepsOfALongNameWhatIsShown)
{
    State state;
    state.note(tip(std::string(3000, 'x'), "1"), some_time);
    EXPECT_EQ(state.latest.at("tip").user, std::string(99, 'x') + "…");
}

TEST(State, PassesOverEventsWithoutAKind)
{
    State state;
    events::Event event;
    event.kind = Kind::other;
    state.note(event, some_time);
    EXPECT_TRUE(state.counts.empty());
    EXPECT_TRUE(state.latest.empty());
}

TEST(State, SurvivesARestart)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "new" / "state.json";
    State state;
    state.note(tip("Ädä 🎉", "5"), some_time);
    state.counts["follow"] = 1ULL << 40U;
    EXPECT_EQ(write_state(file, state), "");

    const State back = read_state(file);
    ASSERT_EQ(back.latest.size(), 1U);
    EXPECT_EQ(back.latest.at("tip").user, "Ädä 🎉");
    EXPECT_EQ(back.latest.at("tip").amount, "5");
    EXPECT_EQ(back.latest.at("tip").at, 1'700'000'000);
    EXPECT_EQ(back.counts, state.counts);
}

TEST(State, TheMostThatIsKeptOfASessionComesBack)
{
    State state;
    for (int key = 0; key < 8; ++key) {
        Json::Value *list = &state.session["k" + std::to_string(key)];
        for (int depth = 0; depth < 50; ++depth)
            list = &(*list)["x"];
        for (int i = 0; i < 30'000; ++i)
            list->append(i % 10); // 60 KB of JSON; with a line each, and that so far to the right, 3 MB
    }
    const TemporaryFolder folder;
    EXPECT_EQ(write_state(folder.path() / "state.json", state), "");
    EXPECT_EQ(read_state(folder.path() / "state.json").session, state.session);
}

TEST(State, AMissingOrDamagedFileIsAnEmptyState)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "state.json";
    EXPECT_TRUE(read_state(file).latest.empty());
    for (const std::string document :
         {"", "{", "[]", "7", R"({"latest":[1],"counts":"x"})", R"({"latest":{"sneeze":{}},"counts":{"sneeze":3}})"}) {
        put_file(file, document);
        const State state = read_state(file);
        EXPECT_TRUE(state.latest.empty()) << document;
        EXPECT_TRUE(state.counts.empty()) << document;
    }
}

TEST(State, ADamagedFileIsKeptBesideAndToldOf)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "state.json";
    std::vector<std::string> lines;
    const Log log = [&](LogLevel level, const std::string &line) {
        EXPECT_EQ(level, LogLevel::warning);
        lines.push_back(line);
    };
    read_state(file, log);
    EXPECT_THAT(lines, testing::IsEmpty()) << "a missing file is none that is damaged";
    const std::string too_long = "{}" + std::string(9 << 20, ' ');
    for (const std::string &document : {std::string(R"({"counters":{"deaths":3)"), too_long}) {
        put_file(file, document);
        read_state(file, log);
    }
    EXPECT_EQ(folder.names(), (std::vector<std::string>{"state.damaged-1.json", "state.damaged-2.json"}));
    EXPECT_EQ(content_of(folder.path() / "state.damaged-1.json"), R"({"counters":{"deaths":3)");
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_THAT(lines[0], testing::HasSubstr("is kept as state.damaged-1.json"));
    EXPECT_EQ(write_state(file, {}), "");
    read_state(file, log);
    EXPECT_EQ(lines.size(), 2U);
}

TEST(State, IsWrittenForPeopleToRead)
{
    State state;
    state.counters["deaths"] = 2.5;
    state.session["follower-latest"]["name"] = "Ada";
    EXPECT_EQ(state_text(state), R"({
  "counters" : 
  {
    "deaths" : 2.5
  },
  "counts" : {},
  "latest" : {},
  "version" : 1,
  "session" : {"follower-latest":{"name":"Ada"}}
}
)");
}

TEST(State, ReadsWhatItCanOfAHandEditedFile)
{
    const TemporaryFolder folder;
    const auto file = folder.path() / "state.json";
    put_file(file,
             R"({"latest":{"tip":{"user":["x"],"amount":5,"at":-3},"follow":7},"counts":{"tip":-1,"follow":"4"}})");
    const State state = read_state(file);
    EXPECT_EQ(state.latest.at("tip").user, "");
    EXPECT_EQ(state.latest.at("tip").amount, "5");
    EXPECT_EQ(state.latest.at("tip").at, 0);
    EXPECT_EQ(state.counts.at("tip"), 0U);
    EXPECT_EQ(state.counts.at("follow"), 4U);
}

TEST(State, SaysWhyItCannotBeWritten)
{
    const TemporaryFolder folder;
    put_file(folder.path() / "file", "");
    EXPECT_NE(write_state(folder.path() / "file" / "state.json", {}), "");
}

} // namespace
} // namespace astro::settings
