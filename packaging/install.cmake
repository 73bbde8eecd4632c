# What `cmake --install` puts below its prefix. The programs find their libraries in ../lib/unividx and their resources in
# ../share/unividx, relative to themselves, so a prefix may be moved.
foreach(program unividx unividx-studio)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION bin)
    endif()
endforeach()
foreach(library unividx-engine unividx-pictures unividx_pieces)
    if(TARGET ${library})
        install(TARGETS ${library} LIBRARY DESTINATION lib/unividx)
    endif()
endforeach()

install(DIRECTORY resources/models resources/sample DESTINATION share/unividx)
install(FILES LICENSE README.md DESTINATION share/doc/unividx)
if(TARGET unividx-studio)
    install(FILES packaging/unividx-studio.desktop DESTINATION share/applications)
    install(FILES resources/icons/studio.svg DESTINATION share/icons/hicolor/scalable/apps RENAME unividx-studio.svg)
endif()
