# Builds for Windows (x86-64) on Debian, with GCC of mingw-w64. tools/windows builds the libraries that it looks for:
# in the folder that the variable or environment variable OBS_ASTRO_WINDOWS_LIBRARIES names.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_DLLTOOL x86_64-w64-mingw32-dlltool)

# Nothing but OBS's and Windows' own DLLs is needed at run time.
foreach(_kind EXE MODULE SHARED)
  set(CMAKE_${_kind}_LINKER_FLAGS_INIT "-static")
endforeach()
# The oldest Windows that OBS runs on is 10. An object of the tests has more sections than the plain format can count.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00")
set(CMAKE_CXX_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -Wa,-mbig-obj")

if(NOT OBS_ASTRO_WINDOWS_LIBRARIES)
  set(OBS_ASTRO_WINDOWS_LIBRARIES "$ENV{OBS_ASTRO_WINDOWS_LIBRARIES}")
endif()
if(NOT OBS_ASTRO_WINDOWS_LIBRARIES)
  get_filename_component(OBS_ASTRO_WINDOWS_LIBRARIES "${CMAKE_CURRENT_LIST_DIR}/../../build-windows/libraries" ABSOLUTE)
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES OBS_ASTRO_WINDOWS_LIBRARIES)

# Nothing of the machine that builds: its headers and libraries are another system's.
set(CMAKE_FIND_ROOT_PATH "${OBS_ASTRO_WINDOWS_LIBRARIES}" /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_PREFIX_PATH /)
set(ENV{PKG_CONFIG_LIBDIR} "${OBS_ASTRO_WINDOWS_LIBRARIES}/lib/pkgconfig")
set(OPENSSL_ROOT_DIR "${OBS_ASTRO_WINDOWS_LIBRARIES}")
set(OPENSSL_USE_STATIC_LIBS TRUE)
set(date_DIR "${CMAKE_CURRENT_LIST_DIR}/packages")
set(libobs_DIR "${CMAKE_CURRENT_LIST_DIR}/packages")
set(obs-frontend-api_DIR "${CMAKE_CURRENT_LIST_DIR}/packages")

find_program(OBS_ASTRO_WINE wine64 PATHS /usr/lib/wine)
if(OBS_ASTRO_WINE)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${OBS_ASTRO_WINE}")
endif()
