// SPDX-License-Identifier: GPL-2.0-or-later
#include "windows/host_process.h"

#include "support/json.h"

#include <cstdlib>

namespace fs = std::filesystem;
using harness::Error;

namespace {

constexpr const char *module = "obs-astro";
constexpr harness::milliseconds patience{120'000};

harness::Process::Options command(const HostHome &home, bool with_plugin)
{
    const std::string bin = (fs::u8path(LIBOBS) / "bin").make_preferred().u8string();
    const char *path = std::getenv("PATH"); // NOLINT(concurrency-mt-unsafe): nobody changes it
    harness::Process::Options options;
    options.command = {STUDIO_HOST, home.path().u8string(), with_plugin ? home.plugins().generic_u8string() : "-",
                       LIBOBS};
    options.environment = {{"PATH", bin + ";" + (path ? path : "")}};
    options.log_file = home.file("host.txt");
    options.read_output = options.feed_input = true;
    return options;
}

Json::Value read_json(const fs::path &file)
{
    std::string why;
    const auto read = astro::json::parse(harness::read_file(file), why);
    return read ? *read : Json::Value();
}

} // namespace

HostHome::HostHome(fs::path plugins) : plugins_(std::move(plugins))
{
    fs::create_directories(path());
}

HostHome::HostHome() : HostHome(fs::path())
{
    plugins_ = path() / "plugins";
    const fs::path bin = plugins_ / module / "bin" / "64bit";
    fs::create_directories(bin);
    fs::copy_file(OBS_ASTRO_MODULE, bin / (std::string(module) + ".dll"));
    fs::copy(OBS_ASTRO_DATA, plugins_ / module / "data", fs::copy_options::recursive);
}

fs::path HostHome::path() const
{
    return folder_.path() / fs::u8path("J\u00FCrgen \u0416\u65E5\u672C");
}

void HostHome::write_collection(const std::string &name, const Json::Value &rules) const
{
    Json::Value collection(Json::objectValue);
    collection["modules"][module] = rules;
    harness::write_file(file(name + ".json"), astro::json::write_compact(collection));
}

Json::Value HostHome::saved(const std::string &name) const
{
    return read_json(file(name + ".json"))["modules"][module];
}

HostProcess::HostProcess(const HostHome &home, bool with_plugin) : process_(command(home, with_plugin))
{
    const Json::Value ready = answer();
    version_ = ready["version"].asString();
}

Json::Value HostProcess::answer()
{
    const auto line = process_.read_line(patience);
    if (!line)
        throw Error("the host says nothing");
    std::string why;
    const auto read = astro::json::parse(*line, why);
    if (!read || !read->isObject() || read->isMember("error"))
        throw Error("the host says: " + *line);
    return *read;
}

Json::Value HostProcess::ask(const std::string &command)
{
    process_.write_line(command);
    return answer()["is"];
}

HostProcess::End HostProcess::quit()
{
    process_.write_line("quit");
    const Json::Value told = answer();
    const auto exit = process_.wait_for_exit(patience);
    if (!exit)
        throw Error("the host does not end");
    return {*exit, told["ms"].asInt(), told["allocated"].asInt()};
}
