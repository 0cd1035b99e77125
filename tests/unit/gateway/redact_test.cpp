// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/redact.h"

#include <gtest/gtest.h>

#include <string>

namespace astro::gateway {
namespace {

const std::string overlay_token = "an-overlay-token-of-forty-signs-or-so-123";

TEST(RedactorTest, ATokenIsTakenOutWhereverItStands)
{
    const Redactor redactor{Secret(overlay_token)};
    EXPECT_EQ(redactor.redact(overlay_token), "(secret)");
    EXPECT_EQ(redactor.redact("bad token " + overlay_token + ", " + overlay_token + "!"),
              "bad token (secret), (secret)!");
    EXPECT_EQ(redactor.redact("not " + overlay_token.substr(0, 12)), "not (secret)") << "cut off";
    EXPECT_EQ(redactor.redact("an-overlay is not there"), "an-overlay is not there") << "too little to tell it by";
    EXPECT_EQ(redactor.redact(""), "");
}

TEST(RedactorTest, SoIsTheOneBeforeAndNoOlderOne)
{
    Redactor redactor{Secret("the-first-token-of-all")};
    redactor.change_token(Secret("the-second-one-of-them"));
    EXPECT_EQ(redactor.redact("the-first-token-of-all"), "(secret)");
    EXPECT_EQ(redactor.redact("the-second-one-of-them"), "(secret)");
    redactor.change_token(Secret("now-it-is-the-third-one"));
    EXPECT_EQ(redactor.redact("the-second-one-of-them"), "(secret)");
}

TEST(RedactorTest, ReconnectTokensAreTakenOutAsTheyAreAndAsAUrlHasThem)
{
    Redactor redactor{Secret(overlay_token)};
    redactor.keep_reconnect_token(Secret("Rec/onnect+Token=0123456789"));
    EXPECT_EQ(redactor.redact("no Rec/onnect+Token=0123456789"), "no (secret)");
    EXPECT_EQ(redactor.redact("/?reconnect_token=Rec%2Fonnect%2BToken%3D0123456789 HTTP"),
              "/?reconnect_token=(secret) HTTP");
}

/// A token that was mistyped, or is being typed, would take every such letter out of the log.
TEST(RedactorTest, WhatIsTooShortForASecretIsNotLookedFor)
{
    const std::string line = "Main: the gateway takes 1234567 of 12345678 tokens";
    for (const char *shorter : {"", "t", "to", "tokens", "1234567"}) {
        Redactor redactor{Secret(shorter)};
        redactor.keep_reconnect_token(Secret(shorter));
        EXPECT_EQ(redactor.redact(line), line) << shorter;
        redactor.change_token(Secret(overlay_token));
        EXPECT_EQ(redactor.redact(line), line) << shorter << ", as the one before";
    }
    EXPECT_EQ(Redactor{Secret("12345678")}.redact(line), "Main: the gateway takes 1234567 of (secret) tokens");
}

} // namespace
} // namespace astro::gateway
