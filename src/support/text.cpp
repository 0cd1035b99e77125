// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/text.h"

#include "support/utf8.h"

#include <algorithm>

namespace astro::text {
namespace {

bool is_ascii_blank(char c)
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

/// What looks like nothing: white space (Unicode's property White_Space), and marks that people put into names and
/// messages because nobody sees them.
bool is_unseen(char32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= 0x09 && c <= 0x0D);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x2800 || c == 0x3000 || c == 0x3164 || c == 0xE0000;
}

/// How many characters at the beginning are printable ASCII, and so shown as they are.
std::size_t plain_length(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && text[length] >= ' ' && text[length] <= '~')
        ++length;
    return length;
}

/// Bytes at the beginning that are all unseen, or (unseen: false) all seen.
std::size_t run_length(std::string_view text, bool unseen)
{
    std::size_t length = 0;
    while (length < text.size()) {
        const utf8::Decoded one = utf8::decode(text.substr(length));
        if (is_unseen(one.length == 0 ? U'?' : one.code) != unseen)
            break;
        length += one.length == 0 ? 1 : one.length;
    }
    return length;
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
    if (text.size() > bearer.size() && !is_ascii_blank(text[bearer.size()]))
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
    for (bytes.remove_prefix(utf8::ascii_length(bytes)); !bytes.empty();
         bytes.remove_prefix(utf8::ascii_length(bytes))) {
        const std::size_t length = utf8::decode(bytes).length;
        if (length == 0)
            return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::string presentable(std::string_view from_outside, std::size_t max_code_points)
{
    if (from_outside.size() <= max_code_points && plain_length(from_outside) == from_outside.size())
        return std::string(from_outside);
    std::string shown;
    shown.reserve(from_outside.size() < 4096 ? from_outside.size() : 4096);
    std::size_t count = 0;
    std::size_t last_start = 0; // of the last code point, which makes room for the ellipsis
    while (!from_outside.empty()) {
        const std::size_t plain = std::min(plain_length(from_outside), max_code_points - count);
        if (plain > 0) {
            shown += from_outside.substr(0, plain);
            from_outside.remove_prefix(plain);
            count += plain;
            last_start = shown.size() - 1;
            continue;
        }
        const utf8::Decoded one = utf8::decode(from_outside);
        const std::string_view bytes = one.length == 0   ? std::string_view("\xEF\xBF\xBD")
                                       : one.code < 0x20 ? std::string_view(is_ascii_blank(from_outside[0]) ? " " : "")
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

std::string in_quotes(std::string_view from_outside, std::size_t max_code_points)
{
    return '"' + presentable(from_outside, max_code_points) + '"';
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && is_ascii_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_ascii_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_blank(std::string_view text)
{
    return run_length(text, true) == text.size();
}

std::string_view trim_unseen(std::string_view text)
{
    text.remove_prefix(run_length(text, true));
    std::size_t end = 0;
    for (std::size_t i = 0; i < text.size();) {
        end = i + run_length(text.substr(i), false);
        i = end + run_length(text.substr(end), true);
    }
    return text.substr(0, end);
}

std::string_view first_word(std::string_view text)
{
    text.remove_prefix(run_length(text, true));
    return text.substr(0, run_length(text, false));
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
