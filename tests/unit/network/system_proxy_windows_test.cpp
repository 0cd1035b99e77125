// SPDX-License-Identifier: GPL-2.0-or-later
// The proxy that is set up for all programs, read from Windows' settings. They are changed for that: under Wine, whose
// settings are nobody's.
#include "gateway/network/proxy.h"
#include "gateway/network/system.h"
#include "harness/machine.h"

#include <gtest/gtest.h>

#include <windows.h>

#include <cstdint>
#include <string>

namespace astro::gateway {
namespace {

constexpr const wchar_t *settings = L"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";
constexpr const wchar_t *value = L"DefaultConnectionSettings";

bool is_wine()
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

void append(std::string &settings_bytes, std::uint32_t number)
{
    for (int i = 0; i < 4; ++i)
        settings_bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

/// As Windows' dialog for Internet options stores them.
void store(const std::string &servers, const std::string &bypass, bool used)
{
    constexpr std::uint32_t version = 0x46, times_changed = 1, direct = 1, proxy = 2;
    std::string bytes;
    append(bytes, version);
    append(bytes, times_changed);
    append(bytes, used ? direct | proxy : direct);
    for (const std::string &text : {servers, bypass, std::string()}) {
        append(bytes, static_cast<std::uint32_t>(text.size()));
        bytes += text;
    }
    bytes.append(32, '\0');
    EXPECT_EQ(
        RegSetKeyValueW(HKEY_CURRENT_USER, settings, value, REG_BINARY, bytes.data(), static_cast<DWORD>(bytes.size())),
        ERROR_SUCCESS);
}

class SystemProxyTest : public testing::Test {
protected:
    void SetUp() override
    {
        if (!is_wine())
            GTEST_SKIP() << "it would change this user's own settings";
        for (const char *name : {"https_proxy", "no_proxy"})
            harness::set_variable(name, std::nullopt);
    }
    void TearDown() override { RegDeleteKeyValueW(HKEY_CURRENT_USER, settings, value); }

    static std::string proxy_to(const std::string &url, const std::string &configured = {})
    {
        bool bad = true;
        const auto proxy = proxy_for(std::get<Address>(parse_address(url)), configured, bad);
        return bad ? "bad" : proxy ? proxy->host + ":" + std::to_string(proxy->port) : "";
    }
};

TEST_F(SystemProxyTest, IsTakenWhereNeitherAccountNorEnvironmentNamesOne)
{
    EXPECT_EQ(proxy_to("wss://gateway.example"), "");
    store("http=plain.example:80;https=secure.example:8443", "*.near.example;<local>", true);
    EXPECT_EQ(proxy_to("wss://gateway.example"), "secure.example:8443");
    EXPECT_EQ(proxy_to("wss://gateway.near.example"), "");
    EXPECT_EQ(proxy_to("ws://localhost:9000"), "");
    EXPECT_EQ(proxy_to("wss://gateway.example", "account.example:1"), "account.example:1");
    harness::set_variable("https_proxy", "environment.example:2");
    EXPECT_EQ(proxy_to("wss://gateway.example"), "environment.example:2");
    harness::set_variable("https_proxy", std::nullopt);
    harness::set_variable("no_proxy", "gateway.example");
    EXPECT_EQ(proxy_to("wss://gateway.example"), "");
}

TEST_F(SystemProxyTest, OneThatIsSwitchedOffIsNone)
{
    store("proxy.example:8080", "", true);
    EXPECT_EQ(proxy_to("wss://gateway.example"), "proxy.example:8080");
    store("proxy.example:8080", "", false);
    EXPECT_EQ(proxy_to("wss://gateway.example"), "");
}

} // namespace
} // namespace astro::gateway
