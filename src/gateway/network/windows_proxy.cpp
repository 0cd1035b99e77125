// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/network/windows_proxy.h"

#include "support/text.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace astro::gateway {
namespace {

/// Windows takes semicolons and white space between them.
std::vector<std::string> entries(const std::string &list)
{
    std::vector<std::string> all;
    for (std::size_t from = 0, to = 0; from < list.size(); from = to + 1) {
        to = std::min(list.find_first_of("; \t\r\n", from), list.size());
        if (to > from)
            all.push_back(text::ascii_lower(list.substr(from, to - from)));
    }
    return all;
}

/// With * for any letters.
bool matches(std::string_view pattern, std::string_view host)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == host;
    if (host.substr(0, star) != pattern.substr(0, star))
        return false;
    const std::string_view rest = pattern.substr(star + 1);
    for (std::size_t from = star; from <= host.size(); ++from) {
        if (matches(rest, host.substr(from)))
            return true;
    }
    return false;
}

bool is_local(std::string_view host)
{
    return host.find_first_of(".:") == std::string_view::npos;
}

bool is_bypassed(const WindowsProxy &proxy, const std::string &host)
{
    for (std::string entry : entries(proxy.bypass)) {
        if (entry == "<local>" && is_local(host))
            return true;
        if (const std::size_t scheme = entry.find("://"); scheme != std::string::npos)
            entry.erase(0, scheme + 3);
        if (!entry.empty() && entry.front() == '[' && entry.back() == ']')
            entry = entry.substr(1, entry.size() - 2);
        if (matches(entry, host))
            return true;
    }
    return false;
}

} // namespace

std::string server_for(const WindowsProxy &proxy, const std::string &host)
{
    if (is_bypassed(proxy, host))
        return {};
    for (const std::string &entry : entries(proxy.servers)) {
        const std::size_t sign = entry.find('=');
        if (sign == std::string::npos)
            return entry; // for every protocol
        if (entry.substr(0, sign) == "https")
            return entry.substr(sign + 1);
    }
    return {};
}

} // namespace astro::gateway
