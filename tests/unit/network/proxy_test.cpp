// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/proxy.h"
#include "harness/machine.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

namespace astro::gateway {
namespace {

using harness::set_variable;

/// Gives each test the proxy variables that it asks for and no others, and afterwards those that were there.
class ProxyTest : public testing::Test {
protected:
    ProxyTest()
    {
        for (const char *name : {"https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"}) {
            const char *value = std::getenv(name);
            before_[name] = value ? std::optional<std::string>(value) : std::nullopt;
            set_variable(name, std::nullopt);
        }
    }
    ~ProxyTest() override
    {
        for (const auto &[name, value] : before_)
            set_variable(name, value);
    }

    /// "host:port", "" for none, "bad".
    static std::string proxy_to(const std::string &url, const std::string &configured = {})
    {
        const auto address = parse_address(url);
        EXPECT_TRUE(std::holds_alternative<Address>(address)) << url;
        bool bad = true;
        const auto proxy = proxy_for(std::get<Address>(address), configured, bad);
        EXPECT_FALSE(bad && proxy);
        return bad ? "bad" : proxy ? proxy->host + ":" + std::to_string(proxy->port) : "";
    }

private:
    std::map<std::string, std::optional<std::string>> before_;
};

constexpr const char *gateway_url = "wss://astro.streamelements.com";

// --- Which one

TEST_F(ProxyTest, NoneUnlessAskedFor)
{
    EXPECT_EQ(proxy_to(gateway_url), "");
}

TEST_F(ProxyTest, TheSettingsOne)
{
    EXPECT_EQ(proxy_to(gateway_url, "proxy.example:8080"), "proxy.example:8080");
}

TEST_F(ProxyTest, TheEnvironmentsOne)
{
    set_variable("https_proxy", "http://proxy.example:8080/");
    EXPECT_EQ(proxy_to(gateway_url), "proxy.example:8080");
}

TEST_F(ProxyTest, TheEnvironmentsOneInCapitals)
{
    LEAVE_OUT_ON_WINDOWS("variables are the same in either case there");
    set_variable("HTTPS_PROXY", "upper.example:1");
    EXPECT_EQ(proxy_to(gateway_url), "upper.example:1");
    set_variable("https_proxy", "");
    EXPECT_EQ(proxy_to(gateway_url), "upper.example:1"); // empty is as good as missing
    set_variable("https_proxy", "lower.example:2");
    EXPECT_EQ(proxy_to(gateway_url), "lower.example:2");
    set_variable("NO_PROXY", "streamelements.com");
    EXPECT_EQ(proxy_to(gateway_url), "");
}

TEST_F(ProxyTest, TheSettingsOneGoesBeforeTheEnvironments)
{
    set_variable("https_proxy", "environment.example:1");
    set_variable("no_proxy", "*");
    EXPECT_EQ(proxy_to(gateway_url, "settings.example:2"), "settings.example:2");
}

TEST_F(ProxyTest, NeverForLoopback)
{
    set_variable("https_proxy", "proxy.example:8080");
    for (const char *url : {"ws://localhost:9000", "wss://localhost", "ws://127.0.0.1", "wss://[::1]:9000"}) {
        EXPECT_EQ(proxy_to(url), "") << url;
        EXPECT_EQ(proxy_to(url, "proxy.example:8080"), "") << url;
    }
}

TEST_F(ProxyTest, ExceptionsAreHostsAndTheirSubdomains)
{
    set_variable("https_proxy", "proxy.example:8080");
    for (const char *list : {"*", "astro.streamelements.com", "streamelements.com", ".streamelements.com", "com",
                             "Astro.StreamElements.COM", "a.example, streamelements.com ,b.example",
                             ",,streamelements.com", "a.example,*"}) {
        set_variable("no_proxy", list);
        EXPECT_EQ(proxy_to(gateway_url), "") << list;
    }
    for (const char *list : {"", ",", " , ", ".", "elements.com", "x.astro.streamelements.com", "streamelements.org",
                             "astro", "streamelements", "*.example", "a.example,b.example"}) {
        set_variable("no_proxy", list);
        EXPECT_EQ(proxy_to(gateway_url), "proxy.example:8080") << list;
    }
    for (const char *list : {"streamelements.com.", ".streamelements.com.", "a.example streamelements.com"}) {
        set_variable("no_proxy", list);
        EXPECT_EQ(proxy_to(gateway_url), "") << list;
    }
}

TEST_F(ProxyTest, ExceptionsAreAddressesAndNets)
{
    set_variable("https_proxy", "proxy.example:8080");
    for (const char *list : {"192.0.2.7", "192.0.2.0/24", "192.0.2.7/32", "0.0.0.0/0", "a.example,192.0.2.7"}) {
        set_variable("no_proxy", list);
        EXPECT_EQ(proxy_to("wss://192.0.2.7"), "") << list;
    }
    for (const char *list :
         {"192.0.2.77", "2.7", ".192.0.2.7", "192.0.3.0/24", "192.0.2.0/33", "192.0.2.0/x", "/8", "2001:db8::/32"}) {
        set_variable("no_proxy", list);
        EXPECT_EQ(proxy_to("wss://192.0.2.7"), "proxy.example:8080") << list;
    }
    for (const char *list : {"2001:db8::7", "[2001:DB8::7]", "2001:db8::/32", "[2001:db8::]/32"}) {
        set_variable("no_proxy", list);
        EXPECT_EQ(proxy_to("wss://[2001:db8::7]"), "") << list;
    }
    set_variable("no_proxy", "2001:db8::77,2001:db9::/32,192.0.2.0/24");
    EXPECT_EQ(proxy_to("wss://[2001:db8::7]"), "proxy.example:8080");
}

TEST_F(ProxyTest, ATextThatIsNoProxyIsToldOf)
{
    EXPECT_EQ(proxy_to(gateway_url, "proxy.example:"), "bad");
    set_variable("https_proxy", "socks5://proxy.example:1080");
    EXPECT_EQ(proxy_to(gateway_url), "bad");
    set_variable("no_proxy", "*");
    EXPECT_EQ(proxy_to(gateway_url), ""); // it is not needed
}

// --- Reading one

struct Written {
    const char *text;
    const char *host;
    int port;
    const char *credentials;
};

TEST(ParseProxyTest, GoodOnes)
{
    for (const Written &written : std::vector<Written>{
             {"proxy.example", "proxy.example", 3128, ""},
             {"proxy.example:8080", "proxy.example", 8080, ""},
             {" http://proxy.example:8080/\n", "proxy.example", 8080, ""},
             {"HTTP://proxy.example", "proxy.example", 3128, ""},
             {"192.0.2.7:65535", "192.0.2.7", 65535, ""},
             {"[2001:db8::7]:8080", "2001:db8::7", 8080, ""},
             {"[2001:db8::7]", "2001:db8::7", 3128, ""},
             {"user:hunter2@proxy.example:1", "proxy.example", 1, "user:hunter2"},
             {"http://user:p@ss:w/rd@[::1]:1", "::1", 1, "user:p@ss:w/rd"},
             {"user@proxy.example", "proxy.example", 3128, "user"},
             {"http://us%65r:p%40ss%3Aw%2Frd%25@proxy.example", "proxy.example", 3128, "user:p@ss:w/rd%"},
             {"http://user:100%@proxy.example", "proxy.example", 3128, "user:100%"},
             {"http://user:%4@proxy.example", "proxy.example", 3128, "user:%4"},
             {"http://user:%zz%2gx@proxy.example", "proxy.example", 3128, "user:%zz%2gx"},
             {"user:p%40ss@proxy.example", "proxy.example", 3128, "user:p%40ss"},
         }) {
        const auto proxy = parse_proxy(written.text);
        ASSERT_TRUE(proxy) << written.text;
        EXPECT_EQ(proxy->host, written.host) << written.text;
        EXPECT_EQ(proxy->port, written.port) << written.text;
        EXPECT_EQ(proxy->credentials, Secret(written.credentials)) << written.text;
    }
}

TEST(ParseProxyTest, BadOnes)
{
    for (const char *text : {"",
                             " ",
                             "/",
                             "http://",
                             "http:///",
                             ":8080",
                             "proxy:",
                             "proxy:0",
                             "proxy:65536",
                             "proxy:-1",
                             "proxy:80x",
                             "proxy:8 0",
                             "pro xy:80",
                             "proxy/path",
                             "proxy:80/path",
                             "proxy?x",
                             "proxy#x",
                             "pro\r\nxy:80",
                             "https://proxy:443",
                             "socks5://proxy:1080",
                             "https://user:hunter2@proxy:443",
                             "socks5h://user:hunter2@proxy:1080",
                             "user:hunter2@",
                             "[::1",
                             "[]",
                             "[]:80",
                             "::1",
                             "[::1]x:80",
                             "[::1]80",
                             "proxy]:80",
                             "[proxy"})
        EXPECT_FALSE(parse_proxy(text)) << text;
}

// --- Asking it

TEST(ConnectRequestTest, NamesTheGateway)
{
    const Proxy proxy{"proxy.example", 8080, {}};
    EXPECT_EQ(connect_request(proxy, std::get<Address>(parse_address("wss://astro.streamelements.com/path"))).reveal(),
              "CONNECT astro.streamelements.com:443 HTTP/1.1\r\nHost: astro.streamelements.com:443\r\n\r\n");
    EXPECT_EQ(connect_request(proxy, std::get<Address>(parse_address("wss://[2001:db8::7]:8443"))).reveal(),
              "CONNECT [2001:db8::7]:8443 HTTP/1.1\r\nHost: [2001:db8::7]:8443\r\n\r\n");
}

TEST(ConnectRequestTest, CarriesCredentialsThatDoNotPrint)
{
    const Address address = std::get<Address>(parse_address("wss://gateway:1"));
    // RFC 7617, section 2.
    const Secret request = connect_request({"proxy.example", 8080, Secret("Aladdin:open sesame")}, address);
    EXPECT_EQ(request.reveal(), "CONNECT gateway:1 HTTP/1.1\r\nHost: gateway:1\r\n"
                                "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
    EXPECT_EQ(testing::PrintToString(request), "(secret)");
}

TEST(ConnectRequestTest, CredentialsOfAnyLengthAreOneLine)
{
    const Address address = std::get<Address>(parse_address("wss://gateway:1"));
    const std::string request =
        connect_request({"proxy.example", 8080, Secret(std::string(3000, 'x') + "\r\nHost: evil")}, address).reveal();
    EXPECT_THAT(request, testing::Not(testing::HasSubstr("evil")));
    EXPECT_EQ(std::count(request.begin(), request.end(), '\n'), 4);
}

} // namespace
} // namespace astro::gateway
