// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/options.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>

namespace bench {

const char *const help = R"(Usage: bench_studio [OPTION…]

Measures the plugin in a real OBS and, in turn with it, what it is compared with.

  --output FILE      where the measurements go (default bench-studio.json)
  --bridge FILE      the external bridge, bridge.mjs, with its packages installed beside it
  --switcher FOLDER  Advanced Scene Switcher as a user's plugin (bin/64bit, data)
  --only A,B         these contenders alone: plugin, bridge, switcher-300, switcher-10, none
  --starts N         starts of OBS for each contender (default 5)
  --items N          items shown at each start (default 100)
  --scenes N         scenes switched to at each start (default 40)
  --bursts A,B       events at once (default 20,100,1000,10000)
  --idle SECONDS     connected, without an event, at each start (default 60)
  --traffic SECONDS  how long events keep coming at the last start, for memory (default 0: not at all)
  --pairs N          more starts and exits of OBS with the plugin and without (default 5)
)";

namespace {

std::vector<std::string> split(const std::string &list)
{
    std::vector<std::string> parts;
    std::istringstream stream(list);
    for (std::string part; std::getline(stream, part, ',');)
        parts.push_back(part);
    return parts;
}

std::vector<int> numbers(const std::string &list)
{
    std::vector<int> all;
    for (const std::string &part : split(list))
        all.push_back(std::stoi(part));
    return all;
}

using Taker = void (*)(Options &, const std::string &);

const std::map<std::string, Taker> takers{
    {"--output", [](Options &o, const std::string &v) { o.output = v; }},
    {"--bridge", [](Options &o, const std::string &v) { o.bridge = v; }},
    {"--switcher", [](Options &o, const std::string &v) { o.switcher = v; }},
    {"--only", [](Options &o, const std::string &v) { o.contenders = split(v); }},
    {"--starts", [](Options &o, const std::string &v) { o.starts = std::stoi(v); }},
    {"--items", [](Options &o, const std::string &v) { o.items = std::stoi(v); }},
    {"--scenes", [](Options &o, const std::string &v) { o.scenes = std::stoi(v); }},
    {"--bursts", [](Options &o, const std::string &v) { o.bursts = numbers(v); }},
    {"--idle", [](Options &o, const std::string &v) { o.idle = std::stoi(v); }},
    {"--traffic", [](Options &o, const std::string &v) { o.traffic = std::stoi(v); }},
    {"--pairs", [](Options &o, const std::string &v) { o.pairs = std::stoi(v); }},
};

} // namespace

std::optional<Options> read_options(int count, char **arguments)
{
    Options options;
    try {
        for (int i = 1; i < count; i += 2) {
            const auto taker = takers.find(arguments[i]);
            if (taker == takers.end() || i + 1 == count)
                return std::nullopt;
            taker->second(options, arguments[i + 1]);
        }
    } catch (const std::logic_error &) {
        return std::nullopt; // no number
    }
    return options.starts > 0 ? std::optional(options) : std::nullopt;
}

} // namespace bench
