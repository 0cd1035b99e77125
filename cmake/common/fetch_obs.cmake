# Where no package has libobs: fetches OBS's sources and its prebuilt dependencies, at the versions and with the hashes
# of buildspec.json (as OBS's plugin template has them), builds libobs and obs-frontend-api, and puts all of it into
# .deps/PLATFORM, to be named in CMAKE_PREFIX_PATH.
#
#   cmake -D PLATFORM=windows-x64|macos-arm64|macos-x86_64 -P cmake/common/fetch_obs.cmake
cmake_minimum_required(VERSION 3.22)

get_filename_component(_root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
if(NOT PLATFORM MATCHES "^(windows-x64|macos-arm64|macos-x86_64)$")
  message(FATAL_ERROR "PLATFORM is none of windows-x64, macos-arm64, macos-x86_64: '${PLATFORM}'")
endif()
string(REGEX REPLACE "^macos-.*" "macos" _hashes_of "${PLATFORM}")
set(_prefix "${_root}/.deps/${PLATFORM}")
set(_downloads "${_root}/.deps/downloads")
file(READ "${_root}/buildspec.json" _spec)

# fetch(DEPENDENCY URL FOLDER): unpacked once; an archive that is not the one that was meant is not used.
function(fetch dependency url folder)
  string(JSON hash GET "${_spec}" dependencies ${dependency} hashes ${_hashes_of})
  if(EXISTS "${folder}/.fetched-${hash}")
    return()
  endif()
  get_filename_component(name "${url}" NAME)
  set(archive "${_downloads}/${dependency}-${name}")
  message(STATUS "Fetching ${url}")
  file(DOWNLOAD "${url}" "${archive}" EXPECTED_HASH SHA256=${hash} SHOW_PROGRESS TLS_VERIFY ON)
  file(REMOVE_RECURSE "${folder}")
  file(MAKE_DIRECTORY "${folder}")
  file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${folder}")
  file(TOUCH "${folder}/.fetched-${hash}")
endfunction()

foreach(_dependency prebuilt qt6)
  string(JSON _version GET "${_spec}" dependencies ${_dependency} version)
  string(JSON _base GET "${_spec}" dependencies ${_dependency} baseUrl)
  set(_kind "deps")
  if(_dependency STREQUAL "qt6")
    set(_kind "deps-qt6")
  endif()
  if(PLATFORM STREQUAL "windows-x64")
    set(_file "windows-${_kind}-${_version}-x64.zip")
  else()
    set(_file "macos-${_kind}-${_version}-universal.tar.xz")
  endif()
  fetch(${_dependency} "${_base}/${_version}/${_file}" "${_prefix}/${_dependency}")
endforeach()

string(JSON _version GET "${_spec}" dependencies obs-studio version)
string(JSON _base GET "${_spec}" dependencies obs-studio baseUrl)
if(PLATFORM STREQUAL "windows-x64")
  fetch(obs-studio "${_base}/${_version}.zip" "${_prefix}/sources")
  set(_generator -G "Visual Studio 17 2022" -A x64)
else()
  fetch(obs-studio "${_base}/${_version}.tar.gz" "${_prefix}/sources")
  string(REPLACE "macos-" "" _arch "${PLATFORM}")
  set(_generator -G Xcode "-DCMAKE_OSX_ARCHITECTURES=${_arch}" -DCMAKE_OSX_DEPLOYMENT_TARGET=12.0)
endif()

set(_source "${_prefix}/sources/obs-studio-${_version}")
set(_build "${_prefix}/build")
# Without a function for the three: ${ARGN} would make two arguments of a list of two folders.
execute_process(
  COMMAND
    "${CMAKE_COMMAND}" -S "${_source}" -B "${_build}" ${_generator} -DOBS_CMAKE_VERSION:STRING=3.0.0
    -DENABLE_PLUGINS:BOOL=OFF -DENABLE_FRONTEND:BOOL=OFF -DENABLE_SCRIPTING:BOOL=OFF
    "-DOBS_VERSION_OVERRIDE:STRING=${_version}" "-DCMAKE_PREFIX_PATH=${_prefix}/prebuilt;${_prefix}/qt6"
  COMMAND_ERROR_IS_FATAL ANY
)
execute_process(
  COMMAND "${CMAKE_COMMAND}" --build "${_build}" --target obs-frontend-api --config Release --parallel
  COMMAND_ERROR_IS_FATAL ANY
)
execute_process(
  COMMAND "${CMAKE_COMMAND}" --install "${_build}" --component Development --config Release --prefix "${_prefix}/obs"
  COMMAND_ERROR_IS_FATAL ANY
)
message(STATUS "CMAKE_PREFIX_PATH: ${_prefix}/obs;${_prefix}/prebuilt;${_prefix}/qt6")
