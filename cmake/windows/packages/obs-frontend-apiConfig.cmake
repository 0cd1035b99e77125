# OBS's frontend: as libobsConfig.cmake.
if(NOT TARGET OBS::obs-frontend-api)
  add_library(OBS::obs-frontend-api SHARED IMPORTED)
  set_target_properties(
    OBS::obs-frontend-api PROPERTIES IMPORTED_IMPLIB "${OBS_ASTRO_WINDOWS_LIBRARIES}/lib/libobs-frontend-api.dll.a"
                                     INTERFACE_INCLUDE_DIRECTORIES "${OBS_ASTRO_WINDOWS_LIBRARIES}/include/obs"
  )
endif()
