"""How the world reaches the service and how the service reaches the world: chat networks, the web, the clock, files."""
