// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/history.h"

#include <gtest/gtest.h>

namespace astro {
namespace {

using events::Kind;

class HistoryTest : public testing::Test {
protected:
    HistoryItem add(Kind kind, const rules::Decisions &decisions = {})
    {
        const auto event = std::make_shared<events::Event>();
        event->kind = kind;
        return history.add(event, decisions, false, {});
    }

    static rules::Decisions decided(rules::Verdict verdict)
    {
        return {{std::make_shared<const rules::Rule>(), rules::Verdict::switched_off, {}, 0, {}},
                {std::make_shared<const rules::Rule>(), verdict, {}, 0, {}}};
    }

    History history;
};

TEST_F(HistoryTest, WhatComesAllTheTimeIsNotOfNote)
{
    for (const Kind kind : {Kind::other, Kind::chat, Kind::connection_lost, Kind::connection_back})
        add(kind, decided(rules::Verdict::condition));
    EXPECT_EQ(history.last_of_note(), nullptr);
    const HistoryItem follow = add(Kind::follow);
    const HistoryItem online = add(Kind::stream_online);
    add(Kind::chat);
    EXPECT_EQ(history.last_of_note(), online);
    EXPECT_NE(history.last_of_note(), follow);
}

TEST_F(HistoryTest, WhatSetOffARuleIsOfNoteWhateverItIs)
{
    for (const auto verdict : {rules::Verdict::fires, rules::Verdict::joins, rules::Verdict::held}) {
        const HistoryItem hug = add(Kind::chat, decided(verdict));
        add(Kind::chat, decided(rules::Verdict::cooling));
        EXPECT_EQ(history.last_of_note(), hug);
        const HistoryItem update = add(Kind::other, decided(verdict));
        EXPECT_EQ(history.last_of_note(), update);
    }
}

TEST_F(HistoryTest, WhatIsOfNoteIsThereAlsoWhenItIsAmongTheLatestNoMore)
{
    const HistoryItem follow = add(Kind::follow);
    for (std::size_t i = 0; i < History::most; ++i)
        add(Kind::chat);
    EXPECT_EQ(history.find(follow->id), nullptr);
    EXPECT_EQ(history.last_of_note(), follow);
}

} // namespace
} // namespace astro
