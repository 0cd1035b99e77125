// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/json_text.h"

#include "support/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <locale>
#include <optional>
#include <random>
#include <utility>

namespace astro::json {
namespace {

/// Bytes that count outside of a string.
constexpr std::array<bool, 256> structural = [] {
    std::array<bool, 256> bytes{};
    for (const char c : {'"', '{', '}', '[', ']', ','})
        bytes[static_cast<unsigned char>(c)] = true;
    return bytes;
}();

/// @return where the quote is that ends a string which has begun, or the end of the document.
std::size_t end_of_string(std::string_view document, std::size_t begin)
{
    std::size_t quote = document.find('"', begin);
    while (quote != std::string_view::npos) {
        const std::size_t escape = document.substr(begin, quote - begin).find('\\');
        if (escape == std::string_view::npos)
            return quote;
        begin += escape + 2;
        if (begin > quote) // which was no end then
            quote = document.find('"', begin);
    }
    return document.size();
}

} // namespace

std::string too_much(std::string_view document, const Limits &limits)
{
    const auto opened = std::count_if(document.begin(), document.end(), [](char c) { return c == '{' || c == '['; });
    if (opened <= limits.max_depth && document.size() <= limits.max_values)
        return {}; // as nearly every frame
    int depth = 0;
    std::size_t values = 1;
    for (std::size_t i = 0; i < document.size(); ++i) {
        const char c = document[i];
        if (!structural[static_cast<unsigned char>(c)])
            continue;
        if (c == '"') {
            i = end_of_string(document, i + 1);
        } else if (c == '{' || c == '[') {
            ++values; // the first in it; a comma goes before each other
            if (++depth > limits.max_depth)
                return "nested deeper than " + std::to_string(limits.max_depth);
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ',' && ++values > limits.max_values) {
            return "more than " + std::to_string(limits.max_values) + " values";
        }
    }
    return {};
}

namespace {

constexpr std::string_view no_letter = "\\ufffd"; // as long as any such escape

/// The code unit of UTF-16 that an escape (`\u12ab`) stands for.
std::optional<std::uint16_t> escaped_unit(std::string_view document, std::size_t at)
{
    const std::string_view escape = document.substr(std::min(at, document.size()), no_letter.size());
    if (escape.size() < no_letter.size() || escape.substr(0, 2) != "\\u")
        return std::nullopt;
    std::uint16_t unit = 0;
    const char *const end = escape.data() + escape.size();
    const auto read = std::from_chars(escape.data() + 2, end, unit, 16);
    return read.ptr == end ? std::optional(unit) : std::nullopt;
}

bool is_first_half(std::uint16_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

bool is_second_half(std::uint16_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// Where a text was cut within an emoji, half of its two code units is left, and escaped. The library refuses the whole
/// document for it, or makes bytes of it that are no UTF-8. @return the document with U+FFFD in place of each such
/// half, or nothing where there is none.
std::optional<std::string> without_halves(std::string_view document)
{
    std::optional<std::string> whole;
    for (std::size_t at = document.find('\\'); at != std::string_view::npos; at = document.find('\\', at)) {
        const auto unit = escaped_unit(document, at);
        if (!unit) {
            at += 2; // whatever it escapes, a second backslash, too
            continue;
        }
        const std::size_t next = at + no_letter.size();
        if (is_first_half(*unit) && is_second_half(escaped_unit(document, next).value_or(0))) {
            at = next + no_letter.size();
            continue;
        }
        if (is_first_half(*unit) || is_second_half(*unit)) {
            if (!whole)
                whole = document;
            whole->replace(at, no_letter.size(), no_letter);
        }
        at = next;
    }
    return whole;
}

/// The library reads numbers by a stream, and so by the program's locale. One that we are loaded into, or another
/// plugin in it, may have set one where 4.2 is written 4,2.
bool reads_points()
{
    return std::use_facet<std::numpunct<char>>(std::locale()).decimal_point() == '.';
}

/// Nobody who writes a document can know it.
const std::string &secret_mark()
{
    static const std::string mark = [] {
        std::random_device random;
        std::string made = "number";
        for (int i = 0; i < 4; ++i)
            made += ' ' + std::to_string(random());
        return made + ' ';
    }();
    return mark;
}

/// The document with each number that has a point or an exponent as a text behind a mark.
std::string with_texts_for_numbers(std::string_view document, const std::string &mark)
{
    std::string changed;
    changed.reserve(document.size());
    for (std::size_t i = 0; i < document.size();) {
        std::size_t end = std::min(document.find_first_not_of("+-.0123456789eE", i), document.size());
        if (end == i)
            end = document[i] == '"' ? std::min(end_of_string(document, i + 1) + 1, document.size()) : i + 1;
        const std::string_view part = document.substr(i, end - i);
        const bool is_number = part[0] == '-' || (part[0] >= '0' && part[0] <= '9');
        if (is_number && part.find_first_of(".eE") != std::string_view::npos && number_from(part))
            changed.append(1, '"').append(mark).append(part).append(1, '"');
        else
            changed += part;
        i = end;
    }
    return changed;
}

void make_numbers_of_texts(Json::Value &value, std::string_view mark)
{
    if (const auto text = string_view_of(value); text.substr(0, mark.size()) == mark)
        value = number_from(text.substr(mark.size())).value_or(0);
    if (!value.isArray() && !value.isObject())
        return;
    for (Json::Value &element : value)
        make_numbers_of_texts(element, mark);
}

} // namespace

ReadableText::ReadableText(std::string_view document) : text_(document)
{
    if (auto whole = without_halves(text_)) {
        whole_ = std::move(*whole);
        text_ = whole_;
    }
    if (!reads_points()) {
        marked_ = with_texts_for_numbers(text_, secret_mark());
        text_ = marked_;
        is_marked_ = true;
    }
}

void ReadableText::restore(Json::Value &value) const
{
    if (is_marked_)
        make_numbers_of_texts(value, secret_mark());
}

} // namespace astro::json
