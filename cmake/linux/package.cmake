# Packages for Linux, made by CPack: a Debian package for the release that it is built on, and a tarball. Name and
# version come from buildspec.json. tools/package calls it.
set(OBS_ASTRO_PACKAGE_REVISION "1" CACHE STRING "The Debian package's own revision, e.g. 1~deb12")
set(OBS_ASTRO_PACKAGE_DISTRIBUTION "unstable" CACHE STRING "The Debian release that the package is for")

set(_doc "share/doc/${PROJECT_NAME}")
set(version "${PROJECT_VERSION}")
set(revision "${OBS_ASTRO_PACKAGE_REVISION}")
set(distribution "${OBS_ASTRO_PACKAGE_DISTRIBUTION}")
string(JSON author GET "${_buildspec}" author)
string(JSON _email GET "${_buildspec}" email)
string(JSON _summary GET "${_buildspec}" displayName)
set(maintainer "${author} <${_email}>")

# The same source gives the same package: its date is the last commit's.
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(
    COMMAND "${GIT_EXECUTABLE}" log -1 --format=%ct
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    OUTPUT_VARIABLE _commit_time
    OUTPUT_STRIP_TRAILING_WHITESPACE
    ERROR_QUIET
  )
endif()
if(_commit_time)
  set(ENV{SOURCE_DATE_EPOCH} "${_commit_time}")
endif()
string(TIMESTAMP release_date "%Y-%m-%d" UTC)
string(TIMESTAMP rfc_date "%a, %d %b %Y %H:%M:%S +0000" UTC)

configure_file(cmake/linux/debian/changelog.in changelog @ONLY)
configure_file(
  cmake/linux/com.obsproject.Studio.Plugin.ObsAstro.metainfo.xml.in com.obsproject.Studio.Plugin.ObsAstro.metainfo.xml
  @ONLY
)
install(FILES "${PROJECT_BINARY_DIR}/com.obsproject.Studio.Plugin.ObsAstro.metainfo.xml" DESTINATION share/metainfo)
install(FILES cmake/linux/debian/copyright DESTINATION "${_doc}")
find_program(GZIP_PROGRAM gzip)
if(GZIP_PROGRAM)
  add_custom_command(
    OUTPUT changelog.Debian.gz
    COMMAND "${GZIP_PROGRAM}" -9nc changelog > changelog.Debian.gz
    DEPENDS "${PROJECT_BINARY_DIR}/changelog"
    VERBATIM
  )
  add_custom_target(debian_changelog ALL DEPENDS changelog.Debian.gz)
  install(FILES "${PROJECT_BINARY_DIR}/changelog.Debian.gz" DESTINATION "${_doc}")
endif()

set(CPACK_PACKAGE_NAME "${PROJECT_NAME}")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_VENDOR "${author}")
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "OBS plugin that reacts to StreamElements' events")
set(CPACK_PACKAGE_DESCRIPTION
    "When a viewer follows, tips, subscribes, cheers, raids or chats, OBS switches\n\
scenes, shows sources and changes texts by itself, and puts everything back\n\
after the time that is set. It listens to StreamElements' Astro gateway from\n\
inside OBS and is set up in OBS's own window."
)
set(CPACK_PACKAGING_INSTALL_PREFIX "/usr")
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR "DEB;TGZ")
# The tarball's name; what is in it needs the libraries of its release.
set(CPACK_PACKAGE_FILE_NAME
    "${PROJECT_NAME}-${PROJECT_VERSION}-linux-${OBS_ASTRO_PACKAGE_DISTRIBUTION}-${CMAKE_SYSTEM_PROCESSOR}"
)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "${OBS_ASTRO_PACKAGE_REVISION}")
set(CPACK_DEBIAN_PACKAGE_SECTION "video")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "https://github.com/obs-astro/obs-astro")
set(CPACK_DEBIAN_PACKAGE_DEPENDS "obs-studio (>= 29)")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE
)
include(CPack)
