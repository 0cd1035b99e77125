# Name and version have one place: buildspec.json.
file(READ "${CMAKE_CURRENT_SOURCE_DIR}/buildspec.json" _buildspec)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/buildspec.json")
string(JSON _name GET "${_buildspec}" name)
string(JSON _version GET "${_buildspec}" version)
