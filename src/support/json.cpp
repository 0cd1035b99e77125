// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/json.h"

#include "support/hash.h"
#include "support/json_text.h"
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
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace astro::json {
namespace {

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
    const ReadableText readable(document);
    Reader reader = Readers::all().take(limits.max_depth);
    Json::Value value;
    std::string errors;
    try {
        const std::string_view text = readable.text();
        const bool read = reader->parse(text.data(), text.data() + text.size(), &value, &errors);
        Readers::all().give_back(limits.max_depth, std::move(reader));
        readable.restore(value);
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
