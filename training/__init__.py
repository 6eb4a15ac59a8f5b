"""How the weights of the engine `aftertouch` are made; nothing here is needed at run time."""
