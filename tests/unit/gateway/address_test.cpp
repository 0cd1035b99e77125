// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/address.h"

#include <gmock/gmock.h>

#include <vector>

namespace astro::gateway {

static void PrintTo(AddressError error, std::ostream *out)
{
    switch (error) {
    case AddressError::empty:
        *out << "empty";
        break;
    case AddressError::no_address:
        *out << "no_address";
        break;
    case AddressError::unknown_scheme:
        *out << "unknown_scheme";
        break;
    case AddressError::plain_not_local:
        *out << "plain_not_local";
        break;
    case AddressError::user_part:
        *out << "user_part";
        break;
    }
}

namespace {

using testing::HasSubstr;

struct Good {
    const char *url;
    bool tls;
    const char *host;
    int port;
    const char *path;
};

TEST(AddressTest, GoodAddressesAreTakenApart)
{
    const std::vector<Good> table = {
        {"wss://astro.streamelements.com", true, "astro.streamelements.com", 443, "/"},
        {" \twss://astro.streamelements.com/\r\n", true, "astro.streamelements.com", 443, "/"},
        {"WSS://Astro.StreamElements.COM/Path?Query=A", true, "astro.streamelements.com", 443, "/Path?Query=A"},
        {"wss://gateway:8443/a/b", true, "gateway", 8443, "/a/b"},
        {"wss://gateway:443", true, "gateway", 443, "/"},
        {"wss://gateway:80", true, "gateway", 80, "/"},
        {"wss://gateway?reconnect_token=x", true, "gateway", 443, "/?reconnect_token=x"},
        {"wss://gateway/a#fragment", true, "gateway", 443, "/a"},
        {"wss://gateway/a@b:c", true, "gateway", 443, "/a@b:c"},
        {"wss://xn--bcher-kva.example:65535", true, "xn--bcher-kva.example", 65535, "/"},
        {"wss://192.0.2.7:1", true, "192.0.2.7", 1, "/"},
        {"wss://[2001:DB8::7]", true, "2001:db8::7", 443, "/"},
        {"wss://[2001:db8::7]:8443/x", true, "2001:db8::7", 8443, "/x"},
        {"ws://localhost", false, "localhost", 80, "/"},
        {"ws://LOCALHOST:443", false, "localhost", 443, "/"},
        {"ws://127.0.0.1:9000/astro", false, "127.0.0.1", 9000, "/astro"},
        {"ws://127.8.9.10", false, "127.8.9.10", 80, "/"},
        {"ws://[::1]:9000", false, "::1", 9000, "/"},
        {"ws://[0:0:0:0:0:0:0:1]:9000", false, "0:0:0:0:0:0:0:1", 9000, "/"},
        {"ws://[::FFFF:127.0.0.1]", false, "::ffff:127.0.0.1", 80, "/"},
    };
    for (const Good &good : table) {
        const auto parsed = parse_address(good.url);
        ASSERT_TRUE(std::holds_alternative<Address>(parsed)) << good.url;
        const auto &address = std::get<Address>(parsed);
        EXPECT_EQ(address.tls, good.tls) << good.url;
        EXPECT_EQ(address.host, good.host);
        EXPECT_EQ(address.port, good.port);
        EXPECT_EQ(address.path, good.path);
        EXPECT_EQ(address.ipv6_literal, address.host.find(':') != std::string::npos) << good.url;
    }
}

struct Bad {
    std::string url;
    AddressError error;
};

TEST(AddressTest, WhatIsNoAddressIsToldWhy)
{
    const std::vector<Bad> table = {
        {"", AddressError::empty},
        {" \r\n", AddressError::empty},
        // not scheme://host[:port][/path]
        {"astro.streamelements.com", AddressError::no_address},
        {"wss:astro.streamelements.com", AddressError::no_address},
        {"wss:/astro.streamelements.com", AddressError::no_address},
        {"wss://", AddressError::no_address},
        {"wss:///path", AddressError::no_address},
        {"wss://?query", AddressError::no_address},
        {"wss://#localhost", AddressError::no_address},
        {"wss://:443", AddressError::no_address},
        {"wss://gateway:", AddressError::no_address},
        {"wss://gateway:0", AddressError::no_address},
        {"wss://gateway:65536", AddressError::no_address},
        {"wss://gateway:-1", AddressError::no_address},
        {"wss://gateway:+1", AddressError::no_address},
        {"wss://gateway:44 3", AddressError::no_address},
        {"wss://gateway:443x", AddressError::no_address},
        {"wss://gateway:443:443", AddressError::no_address},
        {"wss://gate way", AddressError::no_address},
        {"wss://gateway/a b", AddressError::no_address},
        {"wss://gateway\r\nHost: evil", AddressError::no_address},
        {"wss://gateway/\x7F", AddressError::no_address},
        {std::string("wss://gateway\0.evil", 19), AddressError::no_address},
        {"wss://gateway\\evil", AddressError::no_address},
        {"wss://gate%77ay", AddressError::no_address},
        {"wss://bücher.example", AddressError::no_address},
        {"wss://.example", AddressError::no_address},
        {"wss://a..example", AddressError::no_address},
        {"wss://-a.example", AddressError::no_address},
        {"wss://" + std::string(254, 'a'), AddressError::no_address},
        {"wss://2001:db8::7", AddressError::no_address},
        {"wss://[2001:db8::7", AddressError::no_address},
        {"wss://2001:db8::7]", AddressError::no_address},
        {"wss://[]", AddressError::no_address},
        {"wss://[gateway]", AddressError::no_address},
        {"wss://[::1]x", AddressError::no_address},
        {"wss://[::1]:", AddressError::no_address},
        {"wss://[::1]:x", AddressError::no_address},
        {"wss://[fe80::1%25eth0]", AddressError::no_address},
        // neither ws nor wss
        {"https://astro.streamelements.com", AddressError::unknown_scheme},
        {"wsss://gateway", AddressError::unknown_scheme},
        {"://gateway", AddressError::unknown_scheme},
        {"javascript://gateway", AddressError::unknown_scheme},
        // in plain, and not on this computer
        {"ws://astro.streamelements.com", AddressError::plain_not_local},
        {"ws://192.168.1.2", AddressError::plain_not_local},
        {"ws://128.0.0.1", AddressError::plain_not_local},
        {"ws://localhost.evil.example", AddressError::plain_not_local},
        {"ws://evil.example#localhost", AddressError::plain_not_local},
        {"ws://evil.example?localhost", AddressError::plain_not_local},
        {"ws://127.0.0.1.evil.example", AddressError::plain_not_local},
        {"ws://127.evil", AddressError::plain_not_local},
        {"ws://127.0.0.1x", AddressError::plain_not_local},
        {"ws://xlocalhost", AddressError::plain_not_local},
        {"ws://[::2]", AddressError::plain_not_local},
        {"ws://0.0.0.0", AddressError::plain_not_local},
        // user:password@
        {"wss://user:hunter2@gateway", AddressError::user_part},
        {"wss://user@gateway/path", AddressError::user_part},
        {"ws://localhost@evil.example", AddressError::user_part},
    };
    for (const Bad &bad : table) {
        const auto parsed = parse_address(bad.url);
        ASSERT_TRUE(std::holds_alternative<AddressError>(parsed)) << bad.url;
        EXPECT_EQ(std::get<AddressError>(parsed), bad.error) << bad.url;
    }
}

TEST(AddressTest, Loopback)
{
    const auto is_loopback = [](const std::string &host) {
        Address address;
        address.host = host;
        return address.loopback();
    };
    for (const char *host : {"localhost", "127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "0::1", "0::0:1",
                             "0000:0000:0000:0000:0000:0000:0000:0001", "::0.0.0.1", "0:0:0:0:0:0:0.0.0.1",
                             "::ffff:127.0.0.1", "::ffff:127.1.2.3", "0:0:0:0:0:ffff:7f00:1", "0::ffff:7fff:fffe"})
        EXPECT_TRUE(is_loopback(host)) << host;
    for (const char *host : {"::",
                             "1::",
                             "::1:0",
                             "1::1",
                             "::ffff:128.0.0.1",
                             "::ffff:126.255.0.1",
                             "::127.0.0.1",
                             "::fffe:127.0.0.1",
                             "64:ff9b::127.0.0.1",
                             "ffff:127.0.0.1::",
                             "7f00::1",
                             "fe80::1",
                             ":1",
                             ":::1",
                             "::1:",
                             "::0::1",
                             "0:0:0:0:0:0:1",
                             "0:0:0:0:0:0:0:0:1",
                             "0:0:0:0:0:0:0::1",
                             "::00001",
                             "::127.0.0.1.1",
                             "::ffff:127.1",
                             "::ffff:127.0.0.1:",
                             "0:0:0:0:0:0:0:127.0.0.1",
                             "::1%1",
                             "[::1]",
                             "::g"})
        EXPECT_FALSE(is_loopback(host)) << host;
    for (const char *host : {"", "127", "1.127.0.0", "::2", "local", "127.a", "127.1", "127.0.0.256", "127.0.0.1.",
                             "127.0.0.1.2", "127...1", "127.0.0.1.example", "astro.streamelements.com"})
        EXPECT_FALSE(is_loopback(host)) << host;
}

// --- With a reconnect token

TEST(ReconnectAddressTest, TheTokenIsAddedToWhateverIsThere)
{
    const std::vector<std::pair<std::string, std::string>> table = {
        {"wss://gateway", "wss://gateway/?reconnect_token=t0k"},
        {" wss://gateway/ ", "wss://gateway/?reconnect_token=t0k"},
        {"wss://gateway:8443/a", "wss://gateway:8443/a?reconnect_token=t0k"},
        {"wss://gateway/a?b=c", "wss://gateway/a?b=c&reconnect_token=t0k"},
        {"wss://gateway?b=c", "wss://gateway?b=c&reconnect_token=t0k"},
        {"wss://gateway/a#part", "wss://gateway/a?reconnect_token=t0k"},
        {"ws://[::1]:9000", "ws://[::1]:9000/?reconnect_token=t0k"},
    };
    for (const auto &[url, expected] : table) {
        const Secret whole = with_reconnect_token(url, Secret("t0k"));
        EXPECT_EQ(whole.reveal(), expected);
        const auto parsed = parse_address(whole.reveal());
        ASSERT_TRUE(std::holds_alternative<Address>(parsed)) << expected;
        EXPECT_THAT(std::get<Address>(parsed).path, HasSubstr("reconnect_token=t0k"));
    }
}

TEST(ReconnectAddressTest, TheTokenIsUrlEncoded)
{
    EXPECT_EQ(with_reconnect_token("wss://gateway", Secret("AZaz09-._~")).reveal(),
              "wss://gateway/?reconnect_token=AZaz09-._~");
    EXPECT_EQ(with_reconnect_token("wss://gateway", Secret("a+b/c==&d=#e %\r\né")).reveal(),
              "wss://gateway/?reconnect_token=a%2Bb%2Fc%3D%3D%26d%3D%23e%20%25%0D%0A%C3%A9");
    EXPECT_EQ(testing::PrintToString(with_reconnect_token("wss://gateway", Secret("t0k"))), "(secret)");
}

} // namespace
} // namespace astro::gateway
