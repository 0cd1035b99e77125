// SPDX-License-Identifier: GPL-2.0-or-later
// How many notifications a second come through TLS to the rules, against a client that reads and drops, in turn.
#include "tls/readers.h"

#include "harness/temp_folder.h"
#include "support/json.h"

#include <json/value.h>

#include <cstdio>
#include <cstdlib>

namespace {

constexpr std::size_t notifications = 40000;

struct Reader {
    const char *name;
    std::chrono::duration<double> (*read)(Flood &, std::size_t, const std::filesystem::path &);
};

constexpr Reader readers[] = {{"rules", read_to_the_rules}, {"dropped", read_and_drop}};

double rate(const Reader &reader)
{
    const harness::TempFolder folder;
    const auto ca_file = folder.path() / "ca.pem";
    Flood flood(notifications, ca_file);
    return static_cast<double>(notifications) / reader.read(flood, notifications, ca_file).count();
}

} // namespace

/// bench_tls [TURNS [FILE]]
int main(int count, char **arguments)
{
    const int turns = count > 1 ? std::atoi(arguments[1]) : 9;
    Json::Value rates(Json::objectValue);
    try {
        for (const Reader &reader : readers) // the first of each is for warming up
            rate(reader);
        for (int turn = 0; turn < turns; ++turn) {
            for (const Reader &reader : readers) {
                rates[reader.name].append(rate(reader));
                std::printf("%-8s %.0f a second\n", reader.name, rates[reader.name][turn].asDouble());
                std::fflush(stdout);
            }
        }
        if (count > 2)
            harness::write_file(arguments[2], astro::json::write_pretty(rates));
    } catch (const std::exception &error) {
        std::fprintf(stderr, "FAILED: %s\n", error.what());
        return 1;
    }
    return 0;
}
