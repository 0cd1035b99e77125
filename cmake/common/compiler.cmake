# How our own code is compiled. Libraries are system includes: their warnings are not ours to mend.
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # By its strict rules it keeps nothing that was compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}"
  )
endif()

# Lines and functions are what a backtrace needs; the variables, which optimized code hardly has, cost a third of the
# time to compile. CMAKE_BUILD_TYPE=Debug has them.
if(NOT MSVC)
  add_compile_options($<$<CONFIG:RelWithDebInfo>:-g1>)
endif()

# For a small module: the linker can leave out what nobody calls, and no bytes are spent on where code begins.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-ffunction-sections -fdata-sections -fno-align-functions -fno-align-loops -fno-align-jumps)
endif()

# There are many programs, and it links one in half the time.
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_link_options(-fuse-ld=lld)
endif()

add_library(obs_astro_options INTERFACE)
if(MSVC)
  target_compile_options(obs_astro_options INTERFACE /W4 /WX /utf-8 /permissive- /bigobj)
  target_compile_definitions(obs_astro_options INTERFACE _CRT_SECURE_NO_WARNINGS NOMINMAX WIN32_LEAN_AND_MEAN)
else()
  target_compile_options(
    obs_astro_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror
  )
endif()

if(OBS_ASTRO_SANITIZE)
  add_compile_options(-fsanitize=${OBS_ASTRO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${OBS_ASTRO_SANITIZE})
endif()

# What nearly every file of src includes is read once. The first room makes it, the others use it; that asks for the same
# flags everywhere, and RE2 brings -pthread.
if(NOT MSVC AND NOT WIN32)
  add_compile_options(-pthread)
endif()
set(_read_once
    <json/value.h>
    <algorithm>
    <array>
    <chrono>
    <cstdint>
    <deque>
    <filesystem>
    <functional>
    <map>
    <memory>
    <mutex>
    <optional>
    <set>
    <string>
    <string_view>
    <utility>
    <variant>
    <vector>
)

# astro_room(NAME SOURCES … DEPENDS …): a static library of one folder of src. Its dependencies are spelled out, so an
# arrow that points the wrong way does not link. POSIX and WINDOWS: sources for these systems alone.
function(astro_room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "SOURCES;POSIX;WINDOWS;DEPENDS;PRIVATE_DEPENDS")
  add_library(astro_${name} STATIC ${ROOM_SOURCES} $<IF:$<BOOL:${WIN32}>,${ROOM_WINDOWS},${ROOM_POSIX}>)
  target_include_directories(astro_${name} PUBLIC "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(astro_${name} PUBLIC ${ROOM_DEPENDS} PRIVATE obs_astro_options ${ROOM_PRIVATE_DEPENDS})
  if(name STREQUAL "support")
    target_precompile_headers(astro_support PRIVATE ${_read_once})
  else()
    target_precompile_headers(astro_${name} REUSE_FROM astro_support)
  endif()
endfunction()
