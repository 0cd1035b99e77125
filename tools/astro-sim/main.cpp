// SPDX-License-Identifier: GPL-2.0-or-later
// astro-sim: a stand-in for the Astro gateway. See --help.
#include "commands.h"
#include "input.h"
#include "listener.h"
#include "options.h"

#include <asio/signal_set.hpp>

#include <csignal>
#include <fstream>
#include <iostream>

namespace {

using namespace astro_sim;

std::shared_ptr<asio::ssl::context> make_tls_context(const Options &options)
{
    const Certificate certificate = make_certificate(options.certificate);
    if (!options.ca_out.empty()) {
        std::ofstream file(options.ca_out, std::ios::binary | std::ios::trunc);
        if (!(file << certificate.ca << std::flush))
            throw std::runtime_error("cannot write " + options.ca_out);
    }
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    context->use_certificate_chain(asio::buffer(certificate.leaf));
    context->use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
    return context;
}

/// All of it, joined. The loop runs out of work by itself once everything is closed.
class Simulator {
public:
    explicit Simulator(Options options)
        : options_(with_tls(std::move(options))),
          gateway_(options_.gateway, report_),
          listener_(loop_, options_.port, [this](asio::ip::tcp::socket socket) { gateway_.take(std::move(socket)); }),
          commands_(loop_, gateway_, report_, [this] { quit(); }),
          signals_(loop_, SIGINT, SIGTERM)
    {}

    void run()
    {
        signals_.async_wait([this](const asio::error_code &error, int) {
            if (!error)
                quit();
        });
        const std::string url = options_.tls ? "wss://localhost:" : "ws://localhost:";
        report_.event("listening", {{"url", url + std::to_string(listener_.port())}, {"port", listener_.port()}});
        if (options_.script.empty())
            input_ = std::make_unique<Input>(
                loop_, [this](const std::string &line) { commands_.add(line); }, [this] { no_more_commands(); });
        else
            play_script();
        loop_.run();
    }

private:
    static Options with_tls(Options options)
    {
        if (options.tls)
            options.gateway.connection.tls = make_tls_context(options);
        return options;
    }

    void play_script()
    {
        std::ifstream file(options_.script);
        if (!file)
            throw std::runtime_error("cannot read " + options_.script);
        for (std::string line; std::getline(file, line);)
            commands_.add(line);
        no_more_commands();
    }

    void no_more_commands()
    {
        if (options_.exit_on_eof)
            commands_.quit_when_done();
    }

    void quit()
    {
        commands_.stop();
        listener_.close();
        signals_.cancel();
        signals_.clear(); // a second one ends us at once
        gateway_.close_all(1001, "astro-sim ends");
    }

    const Options options_;
    asio::io_context loop_{1};
    Report report_;
    Gateway gateway_;
    Listener listener_;
    Commands commands_;
    asio::signal_set signals_;
    std::unique_ptr<Input> input_;
};

int run(const std::vector<std::string> &arguments)
{
    auto read = read_options(arguments);
    if (std::holds_alternative<HelpWanted>(read)) {
        std::cout << help() << std::flush;
        return 0;
    }
    if (const auto *error = std::get_if<OptionError>(&read)) {
        std::cerr << "astro-sim: " << error->message << "\nSee astro-sim --help.\n";
        return 2;
    }
    Simulator(std::get<Options>(std::move(read))).run();
    return 0;
}

} // namespace

int main(int count, char **arguments)
{
    // Not C's stdin, whose lock a thread that waits for input would hold at exit.
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    try {
        return run({arguments + 1, arguments + count});
    } catch (const std::exception &error) {
        std::cerr << "astro-sim: " << error.what() << "\n";
        return 1;
    }
}
