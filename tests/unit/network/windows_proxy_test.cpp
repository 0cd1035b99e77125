// SPDX-License-Identifier: GPL-2.0-or-later
// Shapes: "Proxy server" and "Do not use the proxy server for" of Windows' Internet options, and WINHTTP_PROXY_INFO in
// the documentation of WinHTTP.
#include "gateway/network/windows_proxy.h"

#include <gtest/gtest.h>

namespace astro::gateway {
namespace {

constexpr const char *host = "astro.streamelements.com";

TEST(WindowsProxyTest, OneForAllOrOneAProtocol)
{
    const std::pair<const char *, const char *> table[] = {
        {"proxy.example:8080", "proxy.example:8080"},
        {"http://proxy.example:8080", "http://proxy.example:8080"},
        {"http=plain.example:80;https=secure.example:443;ftp=files.example", "secure.example:443"},
        {"http=plain.example:80 HTTPS=Secure.example:443", "secure.example:443"},
        {"http=plain.example:80", ""}, // wss:// goes as https:// does
        {"socks=socks.example:1080", ""},
        {"", ""},
        {" ; ", ""},
    };
    for (const auto &[servers, expected] : table)
        EXPECT_EQ(server_for({servers, ""}, host), expected) << servers;
}

TEST(WindowsProxyTest, HostsThatAreReachedWithoutIt)
{
    for (const char *bypass : {"astro.streamelements.com", "*.streamelements.com", "*", "<local>;*.StreamElements.COM",
                               "10.* astro.*.com", "https://astro.streamelements.com", "*elements*"})
        EXPECT_EQ(server_for({"proxy.example:8080", bypass}, host), "") << bypass;
    for (const char *bypass :
         {"", "<local>", "streamelements.com", "*.example", "astro.streamelements.com.*", ";", "://", "https://", "[]"})
        EXPECT_EQ(server_for({"proxy.example:8080", bypass}, host), "proxy.example:8080") << bypass;
}

TEST(WindowsProxyTest, LocalNamesAndAddresses)
{
    const WindowsProxy proxy{"proxy.example:8080", "<local>;192.0.2.*;[2001:db8::7]"};
    for (const char *near : {"gateway", "192.0.2.7", "2001:db8::7"})
        EXPECT_EQ(server_for(proxy, near), "") << near;
    for (const char *far : {"gateway.example", "192.0.3.7", "2001:db8::8"})
        EXPECT_EQ(server_for(proxy, far), "proxy.example:8080") << far;
}

} // namespace
} // namespace astro::gateway
