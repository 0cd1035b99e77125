// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness/machine.h"

#include "harness/temp_folder.h"
#include "harness/waiting.h"

#include <windows.h>

#include <wincrypt.h>

#include <cstdlib>
#include <ctime>
#include <vector>

namespace harness {

const bool on_windows = true;
namespace {

[[noreturn]] void not_here(const char *what)
{
    throw Error(std::string("Windows has no ") + what);
}

std::vector<BYTE> der_of(const std::string &pem)
{
    DWORD size = 0;
    const auto length = static_cast<DWORD>(pem.size());
    CryptStringToBinaryA(pem.data(), length, CRYPT_STRING_BASE64HEADER, nullptr, &size, nullptr, nullptr);
    std::vector<BYTE> der(size);
    if (!CryptStringToBinaryA(pem.data(), length, CRYPT_STRING_BASE64HEADER, der.data(), &size, nullptr, nullptr))
        throw Error("no certificate in PEM");
    return der;
}

} // namespace

void set_variable(const std::string &name, const std::optional<std::string> &value)
{
    ::_putenv_s(name.c_str(), value.value_or("").c_str());
}

bool make_private_folder(const std::filesystem::path &folder)
{
    if (CreateDirectoryW(folder.c_str(), nullptr)) // a user's temporary folder is his alone
        return true;
    if (GetLastError() != ERROR_ALREADY_EXISTS)
        throw Error("cannot make a temporary folder " + folder.u8string());
    return false;
}

std::filesystem::path own_program()
{
    std::wstring name(32'768, L'\0');
    name.resize(GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size())));
    return name;
}

/// In this user's own store of roots. On a desktop Windows asks the user first.
TrustedBySystem::TrustedBySystem(const std::filesystem::path &pem_file)
{
    const std::vector<BYTE> der = der_of(read_file(pem_file));
    const HCERTSTORE store = CertOpenSystemStoreW(0, L"ROOT");
    PCCERT_CONTEXT added = nullptr;
    const BOOL done =
        store &&
        CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, der.data(), static_cast<DWORD>(der.size()),
                                         CERT_STORE_ADD_REPLACE_EXISTING, &added) &&
        CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, nullptr); // at once: what was added holds the store open
    if (store)
        CertCloseStore(store, 0);
    if (!done)
        throw Error("cannot add a certificate to the store of roots: error " + std::to_string(GetLastError()));
    certificate_ = const_cast<CERT_CONTEXT *>(added);
}

TrustedBySystem::~TrustedBySystem()
{
    CertDeleteCertificateFromStore(static_cast<PCCERT_CONTEXT>(certificate_));
}

TimeZone::TimeZone(const char *zone)
{
    set_variable("TZ", zone);
    ::_tzset();
}

TimeZone::~TimeZone()
{
    set_variable("TZ", "UTC0");
    ::_tzset();
}

unsigned mode_of(const std::filesystem::path &)
{
    not_here("permissions in numbers");
}

bool make_pipe(const std::filesystem::path &)
{
    return false;
}

WithoutRoot::WithoutRoot()
{
    not_here("root");
}

WithoutRoot::~WithoutRoot()
{
    static_cast<void>(was_root_);
}

FullDisk::FullDisk()
{
    not_here("limit for a process's files");
}

FullDisk::~FullDisk()
{
    static_cast<void>(limit_);
}

OpenHanded::OpenHanded()
{
    not_here("mask for new files");
}

OpenHanded::~OpenHanded()
{
    static_cast<void>(before_);
}

} // namespace harness
