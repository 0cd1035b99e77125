// SPDX-License-Identifier: GPL-2.0-or-later
// What the dialog says of a session's status, in the words of data/locale/en-US.ini.
#include "studio/status_text.h"

#include "harness/machine.h"
#include "unit/studio/english.h"

#include <gmock/gmock.h>

#include <ctime>
#include <functional>

namespace astro::studio {
namespace {

using gateway::ErrorCode;
using gateway::Failure;
using gateway::State;
using gateway::Status;
using gateway::TopicState;
using gateway::TopicStatus;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::system_clock;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

using Wall = system_clock::time_point;

constexpr const char *room = "5a0c0ffee0ddba11ca5cade5";

TopicStatus topic(const std::string &name, TopicState state = TopicState::subscribed)
{
    return {name, state, state == TopicState::subscribed ? room : "", ErrorCode::none, ""};
}

TopicStatus refused(ErrorCode error, const std::string &words, TopicState state = TopicState::refused)
{
    return {"channel.tips", state, "", error, words};
}

class StatusTextTest : public testing::Test {
protected:
    StatusTextTest()
    {
        status_.account = "Stage";
        status_.state = State::subscribed;
        status_.topics = {topic("channel.activities"), topic("channel.tips")};
        status_.first_subscribed = now_;
        status_.heard = true;
    }

    Instant instant() const { return {Deadline(std::chrono::hours(9)), now_}; }
    StatusText told() const { return status_text({status_}, "Stage", instant(), english()); }
    std::vector<std::string> notes() const { return told().details; }

    void be(State state, Failure why = Failure::none)
    {
        status_.state = state;
        status_.why = why;
        status_.topics = {topic("channel.activities", TopicState::waiting)};
    }

    /// In local time.
    static Wall at(int year, int month, int day, int hour, int minute = 0, int second = 0)
    {
        std::tm parts{};
        parts.tm_year = year - 1900;
        parts.tm_mon = month - 1;
        parts.tm_mday = day;
        parts.tm_hour = hour;
        parts.tm_min = minute;
        parts.tm_sec = second;
        parts.tm_isdst = -1;
        return system_clock::from_time_t(std::mktime(&parts));
    }

    const harness::TimeZone east_{"XYZ-5:30"}; ///< its midnight is not that of UTC
    Wall now_ = at(2026, 3, 4, 20);
    Status status_;
};

// --- The states

TEST_F(StatusTextTest, AnAccountWithoutAStatusIsNotConnectedYet)
{
    const StatusText said = status_text({status_}, "Another", instant(), english());
    EXPECT_EQ(said.line, "Not connected: choose OK to use these settings.");
    EXPECT_EQ(said.brief, "not connected");
    EXPECT_EQ(said.tone, Tone::normal);
    EXPECT_FALSE(said.fine);
    EXPECT_FALSE(said.can_retry);
    EXPECT_THAT(said.details, IsEmpty());
}

TEST_F(StatusTextTest, EachAccountHasItsOwn)
{
    Status other = status_;
    other.account = "Other";
    other.state = State::disabled;
    EXPECT_EQ(status_text({status_, other}, "Stage", instant(), english()).brief, "subscribed");
    EXPECT_EQ(status_text({status_, other}, "Other", instant(), english()).brief, "switched off");
}

struct Row {
    const char *name;
    State state;
    Failure why;
    const char *line; ///< its beginning
    const char *brief;
    Tone tone;
    bool fine;
    bool can_retry;
};

class EachState : public StatusTextTest, public testing::WithParamInterface<Row> {};

TEST_P(EachState, IsSaidAsItIs)
{
    status_.state = GetParam().state;
    status_.why = GetParam().why;
    status_.next_try = instant().after(milliseconds(6001));
    const StatusText said = told();
    EXPECT_THAT(said.line, StartsWith(GetParam().line));
    EXPECT_EQ(said.brief, GetParam().brief);
    EXPECT_EQ(said.tone, GetParam().tone);
    EXPECT_EQ(said.fine, GetParam().fine);
    EXPECT_EQ(said.can_retry, GetParam().can_retry);
    EXPECT_THAT(said.details, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    StatusTextTest, EachState,
    testing::Values(
        Row{"disabled", State::disabled, Failure::none, "Switched off", "switched off", Tone::normal, false, false},
        Row{"connecting", State::connecting, Failure::none, "Connecting to StreamElements…", "connecting…",
            Tone::normal, false, false},
        Row{"connecting_again", State::connecting, Failure::refused,
            "Not connected. The gateway does not take connections at the moment.", "connecting…", Tone::warning, false,
            true},
        Row{"waiting_answers", State::waiting_answers, Failure::none, "Connected, asking for the topics…",
            "asking for the topics…", Tone::normal, false, false},
        Row{"subscribed", State::subscribed, Failure::none,
            "Subscribed to channel.activities, channel.tips of room 5a0c0ffee0ddba11ca5cade5.", "subscribed",
            Tone::normal, true, false},
        Row{"partly_subscribed", State::partly_subscribed, Failure::none, "Only partly subscribed: to channel.act",
            "partly subscribed", Tone::warning, false, false},
        Row{"waiting_retry", State::waiting_retry, Failure::network, "Not connected. The connection was broken off.",
            "not connected, next try in 7 s", Tone::warning, false, true},
        Row{"stopped", State::stopped, Failure::unauthorized, "Stopped. StreamElements does not accept the token",
            "stopped", Tone::error, false, true},
        Row{"no_token", State::stopped, Failure::no_token, "Paste your StreamElements token below", "token needed",
            Tone::normal, false, false}),
    [](const auto &row) { return std::string(row.param.name); });

TEST_F(StatusTextTest, TheLineIsTheSameWhileItWaitsAndWhileItTries)
{
    be(State::waiting_retry, Failure::timed_out);
    status_.next_try = instant().after(seconds(30));
    const StatusText waiting = told();
    be(State::connecting, Failure::timed_out);
    EXPECT_EQ(told().line, waiting.line);
    EXPECT_THAT(waiting.line, HasSubstr("It is tried again by itself"));
}

TEST_F(StatusTextTest, ATryThatIsDueIsASecondAway)
{
    be(State::waiting_retry, Failure::network);
    for (const auto left : {milliseconds(-5000), milliseconds(0), milliseconds(1), milliseconds(1000)}) {
        status_.next_try = instant().after(left);
        EXPECT_EQ(told().brief, "not connected, next try in 1 s") << left.count();
    }
    status_.next_try.reset();
    EXPECT_EQ(told().brief, "not connected, next try in 1 s");
}

TEST_F(StatusTextTest, ARoomThatTheGatewayDidNotTellIsNotMadeUp)
{
    for (TopicStatus &one : status_.topics)
        one.room.clear();
    EXPECT_THAT(told().line, HasSubstr("room (not told)"));
}

// --- Why, and what to do

std::vector<Failure> all_failures()
{
    std::vector<Failure> all;
    for (int number = 1; number <= static_cast<int>(Failure::refused_topics); ++number)
        all.push_back(static_cast<Failure>(number));
    return all;
}

class EachFailure : public StatusTextTest, public testing::WithParamInterface<Failure> {};

TEST_P(EachFailure, HasWordsAndIsTriedAgainOrSaysWhatToDo)
{
    const std::string words = english()("Failure." + std::string(to_word(GetParam())));
    EXPECT_GT(words.size(), 20U);
    EXPECT_EQ(words.back(), '.');
    be(State::waiting_retry, GetParam());
    // The same in the dialog, in the dock and for other programs: of no window.
    EXPECT_EQ(told().line, "Not connected. " + words + " It is tried again by itself.");
    be(State::stopped, GetParam());
    EXPECT_THAT(told().line, HasSubstr(words));
    EXPECT_NE(told().tone, Tone::warning);
}

INSTANTIATE_TEST_SUITE_P(StatusTextTest, EachFailure, testing::ValuesIn(all_failures()),
                         [](const auto &row) { return std::string(to_word(row.param)); });

struct Stop {
    Failure why;
    const char *what_to_do;
};

class EachStop : public StatusTextTest, public testing::WithParamInterface<Stop> {};

TEST_P(EachStop, SaysWhatToDo)
{
    be(State::stopped, GetParam().why);
    EXPECT_THAT(told().line, HasSubstr(GetParam().what_to_do));
}

INSTANTIATE_TEST_SUITE_P(StatusTextTest, EachStop,
                         testing::Values(Stop{Failure::bad_address, "check yours under “Show more settings”"},
                                         Stop{Failure::plain_not_local, "Use wss://"},
                                         Stop{Failure::no_token, "Paste your StreamElements token below"},
                                         Stop{Failure::no_topics, "Add at least one"},
                                         Stop{Failure::upgrade_unauthorized, "Check the address and the token"},
                                         Stop{Failure::unauthorized, "Copy a new one and check “Kind of token”"},
                                         Stop{Failure::refused_topics, "Check their names"}),
                         [](const auto &row) { return std::string(to_word(row.param.why)); });

// --- Topics

TEST_F(StatusTextTest, PartlySubscribedNamesWhatWorksWhatFailedAndWhy)
{
    status_.state = State::partly_subscribed;
    status_.topics = {topic("channel.activities"), refused(ErrorCode::bad_request, "no such topic")};
    EXPECT_EQ(told().line, "Only partly subscribed: to channel.activities of room 5a0c0ffee0ddba11ca5cade5.");
    EXPECT_THAT(notes(),
                ElementsAre("channel.tips was refused by StreamElements: “no such topic”. Check the topic's name."));
}

TEST_F(StatusTextTest, ATopicThatTheTokenMayNotReadAsksForAnotherToken)
{
    status_.topics.back() = refused(ErrorCode::unauthorized, "no scope");
    EXPECT_THAT(notes(), ElementsAre(AllOf(StartsWith("channel.tips was refused: the token is wrong, has run out or"),
                                           HasSubstr("Copy a new one"))));
}

TEST_F(StatusTextTest, TopicsThatAreTooManyAreCounted)
{
    status_.topics_left_out = 7;
    EXPECT_THAT(notes(), ElementsAre("There are too many topics: the first 200 are used, left out: 7. Take out those "
                                     "that no rule needs."));
}

TEST_F(StatusTextTest, ATopicThatIsAskedAgainSaysSo)
{
    status_.topics.back() = refused(ErrorCode::internal_error, "not now", TopicState::retrying);
    EXPECT_THAT(notes(), ElementsAre("channel.tips could not be subscribed yet (“not now”). It is tried again by "
                                     "itself."));
}

TEST_F(StatusTextTest, ARefusalWithoutWordsHasThoseOfItsCodeOrSaysThatThereAreNone)
{
    status_.topics = {refused(ErrorCode::bad_request, ""), refused(ErrorCode::unknown, "", TopicState::retrying),
                      refused(ErrorCode::none, "")};
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("“err_bad_request”"), HasSubstr("“no reason was given”"),
                                     HasSubstr("“no reason was given”")));
}

TEST_F(StatusTextTest, TopicsThatAreSubscribedOrNotAnsweredYetAreNotNoted)
{
    status_.topics = {topic("channel.activities"), topic("channel.tips", TopicState::waiting)};
    EXPECT_THAT(notes(), IsEmpty());
}

// --- Tokens

TEST_F(StatusTextTest, ATokenThatSaysNoEndIsNotSpokenOf)
{
    EXPECT_THAT(notes(), IsEmpty());
}

TEST_F(StatusTextTest, ATokensEndIsToldAWeekAhead)
{
    status_.token_expires = at(2026, 3, 12, 0);
    EXPECT_THAT(notes(), IsEmpty());
    status_.token_expires = at(2026, 3, 11, 23, 59, 59);
    EXPECT_THAT(notes(), ElementsAre("The token expires in 7 days, on 2026-03-11. Copy a new one from StreamElements "
                                     "soon."));
    now_ = at(2026, 3, 3, 23, 59, 59);
    EXPECT_THAT(notes(), IsEmpty());
    now_ = at(2026, 3, 4, 0);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("in 7 days")));
}

TEST_F(StatusTextTest, DaysAreCountedAsACalendarHasThem)
{
    for (const int hour : {0, 12, 23}) {
        status_.token_expires = at(2026, 3, 7, hour);
        EXPECT_THAT(notes(), ElementsAre(HasSubstr("expires in 3 days, on 2026-03-07."))) << hour;
        status_.token_expires = at(2026, 3, 6, hour);
        EXPECT_THAT(notes(), ElementsAre(HasSubstr("expires in 2 days, on 2026-03-06."))) << hour;
        status_.token_expires = at(2026, 3, 5, hour);
        EXPECT_THAT(notes(), ElementsAre(HasSubstr("expires in 1 day, on 2026-03-05."))) << hour;
    }
}

TEST_F(StatusTextTest, DaysAreCountedOverAChangeOfTheClocks)
{
    const harness::TimeZone berlin("CET-1CEST,M3.5.0,M10.5.0/3"); // summer time from 2026-03-29
    now_ = at(2026, 3, 28, 23, 30);
    status_.token_expires = at(2026, 3, 31, 0, 15);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("in 3 days, on 2026-03-31")));
    now_ = at(2026, 10, 24, 0, 15);
    status_.token_expires = at(2026, 10, 26, 23, 45);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("in 2 days, on 2026-10-26")));
}

TEST_F(StatusTextTest, ATokensLastDayHasItsTime)
{
    status_.token_expires = at(2026, 3, 4, 20, 0, 1);
    EXPECT_THAT(notes(), ElementsAre("The token expires today at 20:00. Copy a new one from StreamElements now."));
    now_ = at(2026, 3, 4, 0);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("today at 20:00")));
}

TEST_F(StatusTextTest, ATokenThatIsOverSaysSinceWhen)
{
    status_.token_expires = now_;
    EXPECT_THAT(notes(), ElementsAre("The token expired on 2026-03-04. Copy a new one from StreamElements."));
    now_ += hours(24 * 400);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("expired on 2026-03-04")));
}

// --- Outages

TEST_F(StatusTextTest, AnOutageSaysFromWhenToWhen)
{
    status_.gap_from = at(2026, 3, 4, 19, 50, 5);
    EXPECT_THAT(notes(), ElementsAre("Not connected since 19:50:05: what happens meanwhile may be missing."));
    status_.gap_to = at(2026, 3, 4, 19, 51);
    EXPECT_THAT(notes(), ElementsAre("Not connected from 19:50:05 to 19:51:00: what happened then may be missing."));
}

TEST_F(StatusTextTest, AnOutageOfAnotherDayHasItsDay)
{
    status_.gap_from = at(2026, 3, 3, 23, 50);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("since 2026-03-03 23:50:00:")));
    status_.gap_to = at(2026, 3, 3, 23, 55);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("from 2026-03-03 23:50:00 to 23:55:00:")));
    status_.gap_to = at(2026, 3, 4, 0, 10);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("from 2026-03-03 23:50:00 to 2026-03-04 00:10:00:")));
}

TEST_F(StatusTextTest, AnOutageGetsItsDayWhenThatIsOver)
{
    status_.gap_from = at(2026, 3, 4, 23, 50);
    status_.gap_to = at(2026, 3, 4, 23, 55);
    now_ = at(2026, 3, 4, 23, 59, 59);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("from 23:50:00 to 23:55:00:")));
    now_ += seconds(1);
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("from 2026-03-04 23:50:00 to 23:55:00:")));
}

// --- Silence

TEST_F(StatusTextTest, LongSilenceNamesTheRoomAndTheUsualCause)
{
    status_.heard = false;
    status_.first_subscribed = now_ - minutes(30);
    EXPECT_THAT(notes(), IsEmpty());
    now_ += seconds(1);
    EXPECT_THAT(notes(), ElementsAre(AllOf(StartsWith("Nothing has come yet from room 5a0c0ffee0ddba11ca5cade5."),
                                           HasSubstr("the token may be of another platform's account"))));
    EXPECT_TRUE(told().fine) << "it may be a quiet stream";
}

TEST_F(StatusTextTest, SilenceAfterSomethingCameIsNormal)
{
    now_ += hours(24);
    EXPECT_THAT(notes(), IsEmpty());
}

TEST_F(StatusTextTest, SilenceIsToldOfOnlyWhileSubscribed)
{
    status_.heard = false;
    now_ += hours(24);
    for (const State state :
         {State::disabled, State::connecting, State::waiting_answers, State::waiting_retry, State::stopped}) {
        status_.state = state;
        EXPECT_THAT(notes(), IsEmpty()) << static_cast<int>(state);
    }
    for (const State state : {State::subscribed, State::partly_subscribed}) {
        status_.state = state;
        EXPECT_THAT(notes(), Not(IsEmpty()));
    }
    status_.first_subscribed.reset();
    EXPECT_THAT(notes(), IsEmpty());
}

TEST_F(StatusTextTest, WhatIsToBeNotedIsNotedAllAtOnce)
{
    status_.topics.push_back(refused(ErrorCode::bad_request, "no"));
    status_.token_expires = now_ + hours(24);
    status_.gap_from = now_;
    status_.first_subscribed = now_ - hours(1);
    status_.heard = false;
    EXPECT_THAT(notes(), ElementsAre(HasSubstr("was refused"), HasSubstr("expires in 1 day,"),
                                     HasSubstr("Not connected since"), HasSubstr("Nothing has come yet")));
}

// --- Latest and counts

TEST(LatestTextTest, SaysWhatCameWhenAndFromWhom)
{
    Pipeline::Summary summary;
    EXPECT_EQ(latest_text(summary, english()), "");
    summary.latest.emplace();
    summary.latest->kind = events::Kind::follow;
    summary.latest->time = "21:04";
    summary.latest->user = "Ada";
    EXPECT_EQ(latest_text(summary, english()), "Somebody follows, at 21:04: Ada");
    summary.latest->kind = events::Kind::stream_online;
    summary.latest->user.clear();
    EXPECT_EQ(latest_text(summary, english()), "Stream goes live, at 21:04");
}

TEST(CountsTextTest, SaysNothingBeforeAnythingCame)
{
    EXPECT_THAT(counts_text({Status()}, {}, english()), IsEmpty());
}

TEST(CountsTextTest, CountsWhatWasReceivedMatchedAndDone)
{
    Pipeline::Summary summary;
    summary.received = 12;
    summary.counts.matched = 3;
    summary.counts.done = 1;
    EXPECT_THAT(counts_text({Status()}, summary, english()),
                ElementsAre("Since OBS was started: events received: 12, rules matched: 3, rules run: 1."));
}

TEST(CountsTextTest, SaysWhatWasLeftOutAndWhy)
{
    const auto left_out = [](const std::function<void(Pipeline::Summary &)> &set) {
        Pipeline::Summary summary;
        set(summary);
        return counts_text({Status()}, summary, english());
    };
    EXPECT_THAT(left_out([](auto &s) { s.repeats = 1; }), ElementsAre("Left out: 1 that had come before."));
    EXPECT_THAT(left_out([](auto &s) { s.counts.cooling = 2; }),
                ElementsAre("Left out: 2 within the time of “Not again within” or “Not for the same viewer within”."));
    EXPECT_THAT(left_out([](auto &s) { s.counts.by_gate = 6; }),
                ElementsAre("Left out: 6 by “Only every … time”, “In so many cases”, “Only the first of” or a quiet "
                            "scene."));
    EXPECT_THAT(left_out([](auto &s) { s.counts.dropped = 3; }),
                ElementsAre("Left out: 3 because a queue was full or was cleared."));
    EXPECT_THAT(left_out([](auto &s) { s.counts.left_out = 5; }),
                ElementsAre("Left out: 5 actions because too much waited to be put back."));
    EXPECT_THAT(left_out([](auto &s) { s.busy = 4; }), ElementsAre("Left out: 4 while OBS was too busy."));
}

TEST(CountsTextTest, CountsWhatCouldNotBeReadOverAllAccounts)
{
    Status one;
    one.dropped = 2;
    Status other;
    other.dropped = 3;
    Pipeline::Summary summary;
    summary.received = 1;
    summary.repeats = 1;
    EXPECT_THAT(counts_text({one, other}, summary, english()),
                ElementsAre(StartsWith("Since OBS was started"),
                            "Left out: 1 that had come before; 5 that could not be read."));
}

} // namespace
} // namespace astro::studio
