// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/json.h"

#include "support/hash.h"
#include "support/number.h"
#include "support/text.h"

#include <json/reader.h>
#include <json/writer.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <locale>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

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

/// Counted ahead of the parser, whose own limit of the depth is told by an exception from deep inside its recursion.
/// @return what is too much of it, or "".
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

/// No part of the document.
std::string free_mark(std::string_view document)
{
    std::string mark = "number ";
    while (document.find(mark) != std::string_view::npos)
        mark += '#';
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

using Reader = std::unique_ptr<Json::CharReader>;

Reader make_reader(int max_depth)
{
    Json::CharReaderBuilder builder;
    builder["allowComments"] = false;
    builder["allowTrailingCommas"] = false;
    builder["failIfExtra"] = true;
    builder["strictRoot"] = false;
    builder["stackLimit"] = max_depth + 8;
    return Reader(builder.newCharReader());
}

/// Readers that nobody uses just now: making one takes longer than most reading. Any thread. They are not kept by
/// thread, since a thread_local with a destructor is gone before that is called where GCC emulates it, which is on
/// Windows.
class Readers {
public:
    /// Never destroyed: a thread that was left behind at the end may still read.
    static Readers &all()
    {
        static auto *const readers = new Readers;
        return *readers;
    }

    Reader take(int max_depth)
    {
        {
            const std::lock_guard hold(lock_);
            std::vector<Reader> &unused = unused_[max_depth];
            if (!unused.empty()) {
                Reader reader = std::move(unused.back());
                unused.pop_back();
                return reader;
            }
        }
        return make_reader(max_depth);
    }

    void give_back(int max_depth, Reader reader)
    {
        const std::lock_guard hold(lock_);
        unused_[max_depth].push_back(std::move(reader));
    }

private:
    std::mutex lock_;
    std::map<int, std::vector<Reader>> unused_; ///< by depth
};

/// Whether 15 digits tell all its numbers.
bool are_short(const Json::Value &value)
{
    if (value.type() == Json::realValue) {
        std::array<char, 32> text{};
        return std::snprintf(text.data(), text.size(), "%.15g", value.asDouble()) > 0 &&
               std::strtod(text.data(), nullptr) == value.asDouble();
    }
    return (!value.isArray() && !value.isObject()) || std::all_of(value.begin(), value.end(), are_short);
}

/// What it takes to write documents is made once.
class Writer {
public:
    explicit Writer(const char *indentation) : short_(make(indentation, 15)), long_(make(indentation, 17)) {}

    std::string write(const Json::Value &value) const
    {
        return Json::writeString(are_short(value) ? short_ : long_, value);
    }

private:
    static Json::StreamWriterBuilder make(const char *indentation, int digits)
    {
        Json::StreamWriterBuilder builder;
        builder["indentation"] = indentation;
        builder["emitUTF8"] = true;
        builder["precision"] = digits;
        builder["commentStyle"] = "None";
        return builder;
    }

    Json::StreamWriterBuilder short_;
    Json::StreamWriterBuilder long_; ///< with which 4.2 is 4.2000000000000002
};

} // namespace

std::optional<Json::Value> parse(std::string_view document, std::string &why, Limits limits)
{
    if (document.size() > limits.max_bytes) {
        why = "longer than " + std::to_string(limits.max_bytes) + " bytes";
        return std::nullopt;
    }
    if (!text::is_utf8(document)) {
        why = "not valid UTF-8";
        return std::nullopt;
    }
    if (document.find('\0') != std::string_view::npos) { // the library would overlook all that follows
        why = "no valid JSON (it holds a zero byte)";
        return std::nullopt;
    }
    if (why = too_much(document, limits); !why.empty())
        return std::nullopt;
    const auto whole = without_halves(document);
    if (whole)
        document = *whole;
    std::string mark, without_numbers;
    if (!reads_points()) {
        mark = free_mark(document);
        document = without_numbers = with_texts_for_numbers(document, mark);
    }
    Reader reader = Readers::all().take(limits.max_depth);
    Json::Value value;
    std::string errors;
    try {
        const bool read = reader->parse(document.data(), document.data() + document.size(), &value, &errors);
        Readers::all().give_back(limits.max_depth, std::move(reader));
        if (read && !mark.empty())
            make_numbers_of_texts(value, mark);
        if (read)
            return value;
        // The library's own words quote the document: only where it stopped is passed on.
        const std::size_t end_of_position = errors.find('\n');
        why = "no valid JSON (" + errors.substr(0, end_of_position == std::string::npos ? 0 : end_of_position) + ")";
    } catch (const std::exception &) { // with a reader in who knows what state
        why = "no valid JSON";
    }
    return std::nullopt;
}

std::string write_compact(const Json::Value &value)
{
    static const Writer compact("");
    return compact.write(value);
}

std::string write_pretty(const Json::Value &value)
{
    static const Writer pretty("  ");
    return pretty.write(value) + "\n";
}

std::size_t hash(const Json::Value &value)
{
    // As the hash of a list of words: what each is, how much it holds, and that.
    std::size_t all = static_cast<std::size_t>(value.type()) + 1;
    const auto mix = [&all](std::size_t part) { all = mixed(all, part); };
    switch (value.type()) {
    case Json::stringValue:
        mix(std::hash<std::string_view>()(string_view_of(value)));
        break;
    case Json::booleanValue:
        mix(value.asBool() ? 1 : 0);
        break;
    case Json::intValue:
        if (value.asInt64() >= 0)
            all = static_cast<std::size_t>(Json::uintValue) + 1; // 5 is 5, however it is kept
        mix(std::hash<std::uint64_t>()(static_cast<std::uint64_t>(value.asInt64())));
        break;
    case Json::uintValue:
        mix(std::hash<std::uint64_t>()(value.asUInt64()));
        break;
    case Json::realValue:
        mix(std::hash<double>()(value.asDouble()));
        break;
    case Json::arrayValue:
    case Json::objectValue:
        mix(value.size());
        for (auto element = value.begin(); element != value.end(); ++element) {
            if (const auto name = name_of(element))
                mix(std::hash<std::string_view>()(*name));
            mix(hash(*element));
        }
        break;
    case Json::nullValue:
        break;
    }
    return all;
}

std::string_view string_view_of(const Json::Value &value)
{
    const char *begin = nullptr, *end = nullptr;
    if (!value.isString() || !value.getString(&begin, &end) || !begin)
        return {};
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::optional<std::string_view> name_of(const Json::ValueIteratorBase &element)
{
    const char *end = nullptr;
    const char *begin = element.memberName(&end); // null in an array
    return begin ? std::optional<std::string_view>({begin, static_cast<std::size_t>(end - begin)}) : std::nullopt;
}

std::optional<std::string> scalar_text(const Json::Value &value)
{
    switch (value.type()) {
    case Json::stringValue:
        return value.asString();
    case Json::booleanValue:
        return value.asBool() ? "true" : "false";
    case Json::intValue:
        return std::to_string(value.asInt64());
    case Json::uintValue:
        return std::to_string(value.asUInt64());
    case Json::realValue:
        return shortest_text(value.asDouble());
    default:
        return std::nullopt;
    }
}

Json::Value number(double value)
{
    constexpr double exact = 9007199254740992.0; // 2^53
    if (std::abs(value) <= exact && std::trunc(value) == value)
        return static_cast<Json::Int64>(value);
    return value;
}

std::string string_member(const Json::Value &object, const char *name)
{
    if (!object.isObject())
        return {};
    return std::string(string_view_of(object[name]));
}

const Json::Value *at_path(const Json::Value &root, std::string_view path)
{
    const Json::Value *here = &root;
    while (here) {
        const std::size_t dot = path.find('.');
        const std::string_view step = path.substr(0, dot);
        if (here->isObject()) {
            const std::string name(step); // the library takes no null pointer, which an empty step may have
            here = here->find(name.data(), name.data() + name.size());
        } else if (here->isArray()) {
            Json::ArrayIndex index = 0;
            const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
            const bool whole = read.ec == std::errc() && read.ptr == step.data() + step.size();
            here = whole && here->isValidIndex(index) ? &(*here)[index] : nullptr;
        } else {
            here = nullptr;
        }
        if (dot == std::string_view::npos)
            return here;
        path.remove_prefix(dot + 1);
    }
    return nullptr;
}

} // namespace astro::json
