"""The course as a static site: executed lessons with working widgets, without a kernel, a server or a network."""
