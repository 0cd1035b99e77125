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

Section
  ; What an older version had and this one has not is not to stay.
  RMDir /r "$INSTDIR\bin"
  RMDir /r "$INSTDIR\data"
  RMDir /r "$INSTDIR\licenses"
  SetOutPath "$INSTDIR"
  File /r "${STAGE}\obs-astro\*"
  IfErrors 0 +4
    MessageBox MB_OK|MB_ICONEXCLAMATION "The plugin could not be written to $INSTDIR. Start this again as administrator." /SD IDOK
    SetErrorLevel 2
    Quit
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "The obs-astro authors"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
SectionEnd

; A user's settings are under his own %APPDATA%, and stay.
Section Uninstall
  RMDir /r "$INSTDIR\bin"
  RMDir /r "$INSTDIR\data"
  RMDir /r "$INSTDIR\licenses"
  Delete "$INSTDIR\README.txt"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; where nobody has put anything else into it
  DeleteRegKey HKLM "${KEY}"
SectionEnd
