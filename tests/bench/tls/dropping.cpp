// SPDX-License-Identifier: GPL-2.0-or-later
#include "tls/readers.h"

#include <websocketpp/client.hpp>
#include <websocketpp/config/asio_client.hpp>

#include <stdexcept>

std::chrono::duration<double> read_and_drop(Flood &flood, std::size_t count, const std::filesystem::path &ca_file)
{
    using Client = websocketpp::client<websocketpp::config::asio_tls_client>;
    Client client;
    client.clear_access_channels(websocketpp::log::alevel::all);
    client.clear_error_channels(websocketpp::log::elevel::all);
    client.init_asio();
    client.set_tls_init_handler([&](const websocketpp::connection_hdl &) {
        auto context = websocketpp::lib::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
        context->load_verify_file(ca_file.string());
        context->set_verify_mode(asio::ssl::verify_peer);
        return context;
    });
    std::size_t received = 0;
    Flood::Clock::time_point end;
    client.set_open_handler([&](const websocketpp::connection_hdl &connection) {
        client.send(connection,
                    R"({"type":"subscribe","nonce":"00000000-0000-4000-8000-000000000000","data":{"topic":)"
                    R"("channel.activities","token":"made-up","token_type":"apikey","room":""}})",
                    websocketpp::frame::opcode::text);
    });
    client.set_message_handler([&](const websocketpp::connection_hdl &, const Client::message_ptr &) {
        if (++received <= count) // the first is the answer to the subscription
            return;
        end = Flood::Clock::now();
        client.stop();
    });
    websocketpp::lib::error_code error;
    const auto connection = client.get_connection(flood.url(), error);
    client.connect(connection);
    client.run();
    const auto begun = flood.begun();
    if (received <= count)
        throw std::runtime_error("not all notifications came");
    return end - begun;
}
