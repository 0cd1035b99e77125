# Makes the calls of OBS's frontend that frontend.cpp does not know: a plugin that is linked with one is loaded all the
# same, and a call is told of on standard error. cmake -DHEADER=… -DKNOWN=… -DOUTPUT=… -P missing_calls.cmake
file(READ "${HEADER}" _header)
file(READ "${KNOWN}" _known)
string(REGEX MATCHALL "obs_frontend_[a-z0-9_]+\\(" _calls "${_header}")
list(REMOVE_DUPLICATES _calls)
set(_made "#include <stdio.h>\n")
foreach(_call IN LISTS _calls)
  string(REPLACE "(" "" _name "${_call}")
  string(FIND "${_known}" "${_call}" _place)
  if(_place EQUAL -1)
    string(APPEND _made "__declspec(dllexport) void *${_name}(void);\n"
           "void *${_name}(void)\n{\n    fputs(\"the tests' frontend has no ${_name}\\n\", stderr);\n    return NULL;\n}\n"
    )
  endif()
endforeach()
file(WRITE "${OUTPUT}" "${_made}")
