# The libraries, each as one target whatever the system calls it.
find_package(Threads REQUIRED)
find_package(OpenSSL 1.1.1 REQUIRED)
find_package(jsoncpp REQUIRED)

if(NOT TARGET JsonCpp::JsonCpp)
  add_library(JsonCpp::JsonCpp INTERFACE IMPORTED)
  target_link_libraries(JsonCpp::JsonCpp INTERFACE jsoncpp_lib)
endif()

# Asio without Boost, and websocketpp: headers only.
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio_headers INTERFACE)
target_include_directories(asio_headers SYSTEM INTERFACE "${ASIO_INCLUDE_DIR}")
target_compile_definitions(asio_headers INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED)
target_link_libraries(asio_headers INTERFACE Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
if(OBS_ASTRO_SANITIZE MATCHES "thread")
  # Memory fences are what ThreadSanitizer does not understand, and Asio's locks do without them.
  target_compile_definitions(asio_headers INTERFACE ASIO_DISABLE_FENCED_BLOCK)
endif()
if(WIN32)
  target_link_libraries(asio_headers INTERFACE ws2_32 mswsock crypt32)
  target_compile_definitions(asio_headers INTERFACE _WIN32_WINNT=0x0A00)
endif()

find_path(WEBSOCKETPP_INCLUDE_DIR websocketpp/version.hpp REQUIRED)
add_library(websocketpp_headers INTERFACE)
target_include_directories(websocketpp_headers SYSTEM INTERFACE "${WEBSOCKETPP_INCLUDE_DIR}")
# Only its protocol half is used, over its iostream transport; sockets are ours (see src/gateway/network/transport.h).
target_compile_definitions(
  websocketpp_headers INTERFACE _WEBSOCKETPP_CPP11_STL_ _WEBSOCKETPP_CPP11_THREAD_ _WEBSOCKETPP_CPP11_RANDOM_DEVICE_
)

# RE2: regular expressions that cannot run away on viewers' texts. Debian's is without a file for CMake; its file for
# pkg-config leads to the hundreds of Abseil, which takes minutes to read, and a shared library needs none of them.
find_package(re2 CONFIG QUIET)
if(NOT TARGET re2::re2)
  find_path(RE2_INCLUDE_DIR re2/re2.h REQUIRED)
  find_library(RE2_LIBRARY re2 REQUIRED)
  add_library(re2::re2 UNKNOWN IMPORTED)
  set_target_properties(
    re2::re2 PROPERTIES IMPORTED_LOCATION "${RE2_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${RE2_INCLUDE_DIR}"
                        INTERFACE_LINK_LIBRARIES Threads::Threads
  )
endif()

# Hinnant's date: what C++20 has in <chrono>; headers only.
find_package(date CONFIG REQUIRED)

if(OBS_ASTRO_PLUGIN)
  find_package(libobs REQUIRED)
  find_package(obs-frontend-api REQUIRED)
  if(OBS_ASTRO_QT)
    # Two Qts in one program do not go together. OBS has gone over to Qt 6 with version 28; Debian 12 builds its 29 with
    # Qt 5.
    if(NOT QT_VERSION_MAJOR)
      set(QT_VERSION_MAJOR 6)
      if(libobs_VERSION VERSION_LESS 30 AND EXISTS "/etc/debian_version")
        set(QT_VERSION_MAJOR 5)
      endif()
    endif()
    find_package(Qt${QT_VERSION_MAJOR} COMPONENTS Widgets)
    if(Qt${QT_VERSION_MAJOR}_FOUND)
      if(NOT TARGET Qt::Widgets)
        add_library(Qt::Widgets ALIAS Qt${QT_VERSION_MAJOR}::Widgets)
      endif()
    else()
      message(STATUS "No Qt ${QT_VERSION_MAJOR}: the plugin is built without its dock")
      set(OBS_ASTRO_QT OFF)
    endif()
  endif()
endif()
