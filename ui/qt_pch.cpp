// Only the precompiled header that the folders of the window share.
