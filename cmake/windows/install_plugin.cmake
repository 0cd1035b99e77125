# Where OBS on Windows finds a module: %ProgramData%\obs-studio\plugins, for all users. Packages hold the same layout from
# "obs-astro" on (cmake --install with a prefix of one's own), an installation by OBS_ASTRO_USER_INSTALL goes right there.
set(OBS_ASTRO_FOLDER "${PROJECT_NAME}")
if(OBS_ASTRO_USER_INSTALL)
  file(TO_CMAKE_PATH "$ENV{ProgramData}/obs-studio/plugins/${PROJECT_NAME}" OBS_ASTRO_FOLDER)
endif()
set(OBS_ASTRO_MODULE_DIR "${OBS_ASTRO_FOLDER}/bin/64bit")
set(OBS_ASTRO_DATA_DIR "${OBS_ASTRO_FOLDER}/data")

function(install_plugin target)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/windows/version.rc.in" version.rc @ONLY)
  enable_language(RC)
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/version.rc")
  if(MINGW)
    # Else each symbol of the libraries in it would be seen from outside.
    target_link_options(${target} PRIVATE -Wl,--exclude-libs,ALL)
  endif()
  if(OBS_ASTRO_QT)
    set(OBS_ASTRO_DOCK "What happens, and why, is shown in the dock: Docks > Astro.")
  else()
    set(OBS_ASTRO_DOCK "This build has no dock \"Astro\" in OBS's window; all else is in it.")
  endif()
  configure_file("${PROJECT_SOURCE_DIR}/cmake/windows/README.txt.in" README.txt @ONLY NEWLINE_STYLE CRLF)
  # A component is that of the kind before it alone; a module is a library here.
  install(
    TARGETS ${target}
    LIBRARY DESTINATION "${OBS_ASTRO_MODULE_DIR}" COMPONENT plugin
    RUNTIME DESTINATION "${OBS_ASTRO_MODULE_DIR}" COMPONENT plugin
  )
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/data/" DESTINATION "${OBS_ASTRO_DATA_DIR}" COMPONENT plugin)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/README.txt" DESTINATION "${OBS_ASTRO_FOLDER}" COMPONENT plugin)
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${OBS_ASTRO_FOLDER}" RENAME LICENSE.txt COMPONENT plugin)
  install_vcpkg_licenses(DESTINATION "${OBS_ASTRO_FOLDER}/licenses" COMPONENT plugin)
endfunction()
