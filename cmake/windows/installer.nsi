; SPDX-License-Identifier: GPL-2.0-or-later
; The installer for Windows, made by tools/windows: makensis -DVERSION=… -DSTAGE=folder -DOUTPUT=file installer.nsi
; Silent with /S; then it ends with 2 where it had to leave everything as it was.
Unicode true
Target amd64-unicode ; as OBS is
!include LogicLib.nsh
!include x64.nsh

!define NAME "Astro (StreamElements) for OBS"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\obs-astro"

Name "${NAME}"
OutFile "${OUTPUT}"
RequestExecutionLevel admin
SetCompressor /SOLID lzma
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey FileDescription "Installs ${NAME}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "The obs-astro authors, GPL-2.0-or-later"

Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; Leave everything as it is, and say why.
!macro Refuse TEXT
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; OBS has this mutex as long as it runs; access is denied (5) to that of an OBS that another user runs. One that was
; started as portable has another, but it has our DLL open.
!macro RefuseWhileObsRuns FILE
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "OBSStudioCore") p .r0 ?e'
  Pop $1
  ${If} $0 P<> 0
  ${OrIf} $1 = 5
    System::Call 'kernel32::CloseHandle(p r0)'
    !insertmacro Refuse "OBS is running. Close it, then start this again."
  ${EndIf}
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${If} ${Errors}
      !insertmacro Refuse "The plugin is in use. Close OBS, then start this again."
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Where OBS looks for plugins of all users: %ProgramData%\obs-studio\plugins.
!macro FindFolder
  SetShellVarContext all
  SetRegView 64
  StrCpy $INSTDIR "$APPDATA\obs-studio\plugins\obs-astro"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro Refuse "This plugin is for Windows of 64 bits, as OBS is."
  ${EndIf}
  !insertmacro FindFolder
  !insertmacro RefuseWhileObsRuns "$INSTDIR\bin\64bit\obs-astro.dll"
FunctionEnd

Function un.onInit
  !insertmacro FindFolder
  !insertmacro RefuseWhileObsRuns "$INSTDIR\bin\64bit\obs-astro.dll"
FunctionEnd

; What stands in $INSTDIR, for one after the other.
!macro ForEachOfOurs DO
  !insertmacro ${DO} "bin"
  !insertmacro ${DO} "data"
  !insertmacro ${DO} "licenses"
  !insertmacro ${DO} "LICENSE.txt"
  !insertmacro ${DO} "README.txt"
  !insertmacro ${DO} "uninstall.exe"
!macroend

!macro PutAside NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    Rename "$INSTDIR\${NAME}" "$INSTDIR\before\${NAME}"
  ${EndIf}
!macroend

!macro Remove NAME
  RMDir /r "$INSTDIR\${NAME}"
  Delete "$INSTDIR\${NAME}"
!macroend

!macro TakeBack NAME
  ${If} ${FileExists} "$INSTDIR\before\${NAME}"
    !insertmacro Remove "${NAME}"
    Rename "$INSTDIR\before\${NAME}" "$INSTDIR\${NAME}"
  ${EndIf}
!macroend

Var writing ; 1 while all of an older version is aside and this one is not there yet

; To where everything was before.
Function PutBack
  SetOutPath "$TEMP"
  ${If} $writing = 1
    StrCpy $writing 0
    !insertmacro ForEachOfOurs Remove
  ${EndIf}
  !insertmacro ForEachOfOurs TakeBack
  RMDir "$INSTDIR\before"
  RMDir "$INSTDIR" ; where nothing was
FunctionEnd

; Where NSIS itself gives up, as on a full disk; silent, it ends with 2 then.
Function .onInstFailed
  Call PutBack
FunctionEnd

!macro PutBackOnError
  ${If} ${Errors}
    Call PutBack
    !insertmacro Refuse "The plugin could not be written to $INSTDIR. Is one of its files open? Else start this again as administrator."
  ${EndIf}
!macroend

Section
  Call PutBack ; what an installation that was cut off has left aside
  RMDir /r "$INSTDIR\outdated"
  ClearErrors
  SetOutPath "$INSTDIR"
  CreateDirectory "$INSTDIR\before"
  ; What an older version had and this one has not is not to stay, and all of it until this one is there.
  !insertmacro ForEachOfOurs PutAside
  !insertmacro PutBackOnError
  StrCpy $writing 1
  SetOverwrite try ; an error is ours to deal with
  File /r "${STAGE}\obs-astro\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  !insertmacro PutBackOnError
  StrCpy $writing 0
  Rename "$INSTDIR\before" "$INSTDIR\outdated" ; which nobody puts back any more
  RMDir /r "$INSTDIR\outdated"
  WriteRegStr HKLM "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "The obs-astro authors"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
SectionEnd

; A user's settings are under his own %APPDATA%, and stay. The DLL goes first: with it all stays, also what Windows calls
; to remove the plugin.
Section Uninstall
  Delete "$INSTDIR\bin\64bit\obs-astro.dll"
  ${If} ${FileExists} "$INSTDIR\bin\64bit\obs-astro.dll"
    !insertmacro Refuse "The plugin is in use and could not be removed. Close what uses it, then start this again."
  ${EndIf}
  !insertmacro ForEachOfOurs Remove
  RMDir /r "$INSTDIR\before"
  RMDir /r "$INSTDIR\outdated"
  RMDir "$INSTDIR" ; where nobody has put anything else into it
  DeleteRegKey HKLM "${KEY}"
SectionEnd
