// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/json.h"

#include "support/text.h"

#include <json/reader.h>
#include <json/writer.h>

#include <charconv>
#include <memory>
#include <sstream>

namespace astro::json {
namespace {

/// Counted ahead of the parser, whose own limit of the depth is told by an exception from deep inside its recursion.
/// @return what is too much of it, or "".
std::string too_much(std::string_view document, const Limits &limits)
{
    int depth = 0;
    std::size_t values = 1;
    bool in_string = false;
    for (std::size_t i = 0; i < document.size(); ++i) {
        const char c = document[i];
        if (in_string) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
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

std::string write(const Json::Value &value, const char *indentation)
{
    Json::StreamWriterBuilder builder;
    builder["indentation"] = indentation;
    builder["emitUTF8"] = true;
    builder["precision"] = 15; // 17 would write 4.2 as 4.2000000000000002
    builder["commentStyle"] = "None";
    return Json::writeString(builder, value);
}

/// The fewest digits that read back as the same number.
std::string number_text(double number)
{
    for (int digits = 6; digits <= 17; ++digits) {
        std::ostringstream out;
        out.imbue(std::locale::classic());
        out.precision(digits);
        out << number;
        std::istringstream in(out.str());
        in.imbue(std::locale::classic());
        double back = 0;
        if (in >> back && back == number)
            return out.str();
    }
    return {};
}

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
    Json::CharReaderBuilder builder;
    builder["allowComments"] = false;
    builder["allowTrailingCommas"] = false;
    builder["failIfExtra"] = true;
    builder["strictRoot"] = false;
    builder["stackLimit"] = limits.max_depth + 8;
    const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
    Json::Value value;
    std::string errors;
    try {
        if (reader->parse(document.data(), document.data() + document.size(), &value, &errors))
            return value;
        // The library's own words quote the document: only where it stopped is passed on.
        const std::size_t end_of_position = errors.find('\n');
        why = "no valid JSON (" + errors.substr(0, end_of_position == std::string::npos ? 0 : end_of_position) + ")";
    } catch (const std::exception &) {
        why = "no valid JSON";
    }
    return std::nullopt;
}

std::string write_compact(const Json::Value &value)
{
    return write(value, "");
}

std::string write_pretty(const Json::Value &value)
{
    return write(value, "  ") + "\n";
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
        return number_text(value.asDouble());
    default:
        return std::nullopt;
    }
}

std::string string_member(const Json::Value &object, const char *name)
{
    if (!object.isObject())
        return {};
    const Json::Value &member = object[name];
    return member.isString() ? member.asString() : std::string();
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
