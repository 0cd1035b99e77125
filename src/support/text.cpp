// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/text.h"

#include <algorithm>
#include <cstdint>

namespace astro::text {
namespace {

struct Decoded {
    char32_t code = 0;
    std::size_t length = 0; ///< 0: not well-formed here
};

/// One code point by the table of well-formed sequences (Unicode, table 3-7).
Decoded decode(std::string_view bytes)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    std::size_t length = 0;
    std::uint8_t low = 0x80, high = 0xBF; // of the second byte
    char32_t code = 0;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
        code = first & 0x1FU;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        code = first & 0x0FU;
        low = first == 0xE0 ? 0xA0 : low;
        high = first == 0xED ? 0x9F : high;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        code = first & 0x07U;
        low = first == 0xF0 ? 0x90 : low;
        high = first == 0xF4 ? 0x8F : high;
    }
    if (length == 0 || bytes.size() < length || byte(1) < low || byte(1) > high)
        return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        code = (code << 6) | (byte(i) & 0x3FU);
    }
    return {code, length};
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/// What would end up as more or less than a sign on the screen: control characters, and what turns the direction of
/// the text around it.
bool is_harmful(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F || c == 0x2028 ||
           c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool strip_quotes(std::string_view &text)
{
    if (text.size() < 2 || text.front() != text.back())
        return false;
    if (text.front() != '"' && text.front() != '\'' && text.front() != '`')
        return false;
    text = text.substr(1, text.size() - 2);
    return true;
}

bool strip_bearer(std::string_view &text)
{
    constexpr std::string_view bearer = "bearer";
    if (text.size() < bearer.size() || ascii_lower(text.substr(0, bearer.size())) != bearer)
        return false;
    if (text.size() > bearer.size() && !is_blank(text[bearer.size()]))
        return false;
    text = text.substr(bearer.size());
    return true;
}

/// A token is printable ASCII; white space and all else is dropped, but last: it tells where "Bearer" ends.
std::string cleaned_once(std::string_view pasted)
{
    std::string printable(pasted);
    std::replace_if(
        printable.begin(), printable.end(), [](char c) { return c <= ' ' || c > '~'; }, ' ');
    std::string_view bare = trim(printable);
    while (strip_quotes(bare) || strip_bearer(bare))
        bare = trim(bare);
    std::string token(bare);
    token.erase(std::remove(token.begin(), token.end(), ' '), token.end());
    return token;
}

} // namespace

bool is_utf8(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t length = decode(bytes).length;
        if (length == 0)
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string presentable(std::string_view from_outside, std::size_t max_code_points)
{
    std::string shown;
    shown.reserve(from_outside.size() < 4096 ? from_outside.size() : 4096);
    std::size_t count = 0;
    std::size_t last_start = 0; // of the last code point, which makes room for the ellipsis
    while (!from_outside.empty()) {
        const Decoded one = decode(from_outside);
        const std::string_view bytes = one.length == 0        ? std::string_view("\xEF\xBF\xBD")
                                       : one.code < 0x20      ? std::string_view(is_blank(from_outside[0]) ? " " : "")
                                       : is_harmful(one.code) ? std::string_view()
                                                              : from_outside.substr(0, one.length);
        from_outside.remove_prefix(one.length == 0 ? 1 : one.length);
        if (bytes.empty())
            continue;
        if (count == max_code_points) {
            shown.resize(last_start);
            if (max_code_points > 0)
                shown += "\xE2\x80\xA6";
            return shown;
        }
        last_start = shown.size();
        shown += bytes;
        ++count;
    }
    return shown;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string clean_token(std::string_view pasted)
{
    std::string token(pasted);
    for (std::string cleaned = cleaned_once(token); cleaned != token; cleaned = cleaned_once(token))
        token = std::move(cleaned);
    return token;
}

std::string ascii_lower(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

} // namespace astro::text
