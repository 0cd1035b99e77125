// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/machine.h"

#include "harness/temp_folder.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

namespace bench {

namespace {

double seconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double tick()
{
    return 1.0 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// What follows `name` on its line.
std::string value_in(const std::string &text, const std::string &name)
{
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind(name, 0) != 0)
            continue;
        const auto begin = line.find_first_not_of(" \t:", name.size());
        return begin == std::string::npos ? "" : line.substr(begin);
    }
    return {};
}

double number_in(const std::string &text, const std::string &name)
{
    const std::string value = value_in(text, name);
    return value.empty() ? 0 : std::stod(value);
}

fs::path folder_of(pid_t process)
{
    return fs::path("/proc") / std::to_string(process);
}

} // namespace

Usage usage_of(pid_t process)
{
    Usage usage;
    const std::string stat = harness::read_file(folder_of(process) / "stat");
    std::istringstream after_name(stat.substr(std::min(stat.size(), stat.rfind(')') + 1)));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        after_name >> skipped;
    double user = 0, system = 0;
    after_name >> user >> system;
    usage.process_cpu_ms = (user + system) * tick() * 1000;
    for (const fs::directory_entry &thread : fs::directory_iterator(folder_of(process) / "task")) {
        if (harness::read_file(thread.path() / "comm") != "astro client\n")
            continue;
        std::istringstream scheduled(harness::read_file(thread.path() / "schedstat"));
        double ns = 0;
        scheduled >> ns;
        usage.thread_cpu_ms = ns / 1e6;
        usage.thread_wakeups = number_in(harness::read_file(thread.path() / "status"), "voluntary_ctxt_switches:");
    }
    return usage;
}

long memory_of(pid_t process)
{
    return static_cast<long>(number_in(harness::read_file(folder_of(process) / "status"), "VmRSS:"));
}

Json::Value machine()
{
    utsname system{};
    ::uname(&system);
    Json::Value told(Json::objectValue);
    told["processor"] = value_in(harness::read_file("/proc/cpuinfo"), "model name");
    told["cores"] = static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
    told["memory_gib"] = number_in(harness::read_file("/proc/meminfo"), "MemTotal:") / 1024 / 1024;
    told["kernel"] = system.release;
    told["system"] = value_in(harness::read_file("/etc/os-release"), "PRETTY_NAME=");
    return told;
}

OtherLoad::OtherLoad() : last_(read()) {}

double OtherLoad::take()
{
    const Reading now = read();
    const double busy = (now.busy - last_.busy) - (now.ours - last_.ours);
    const double all = now.all - last_.all;
    last_ = now;
    return all > 0 ? std::max(0.0, busy / all) : 0;
}

OtherLoad::Reading OtherLoad::read()
{
    Reading reading;
    std::istringstream line(harness::read_file("/proc/stat"));
    std::string name;
    line >> name;
    constexpr int fields = 8, idle = 3, waiting = 4; // user nice system idle iowait irq softirq steal
    for (int field = 0; field < fields; ++field) {
        double ticks = 0;
        line >> ticks;
        reading.all += ticks * tick();
        if (field != idle && field != waiting)
            reading.busy += ticks * tick();
    }
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        ::getrusage(who, &used);
        reading.ours += seconds(used.ru_utime) + seconds(used.ru_stime);
    }
    return reading;
}

} // namespace bench
