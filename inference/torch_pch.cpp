// Carries the precompiled LibTorch headers; see CMakeLists.txt.
