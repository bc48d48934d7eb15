"""The shared text: the log of Yjs updates, the gate, blocks, and import of files."""
